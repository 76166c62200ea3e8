"""Longer passages that may follow a note of held-out part 8: much medicine, few identifiers."""

# The dashes that people type.
# ruff: noqa: RUF001

CLINICAL = (
    """\
Airway: mouth opening three fingers, neck full, teeth own, thyromental 7 cm. Chest: few basal creps. Heart: soft systolic murmur, known. Fasted six hours, clear fluids until two. Plan spinal with light sedation, GA if fails. Consented for both. Cross-match two.""",
    """\
Wound: midline, clips intact, slight ooze at lower end, no gape. Stoma pink, active, bag changed. Drain 30 ml serous. Pain 3 at rest, 6 on cough, settled with oral morphine. [[Sat]] out two hours. Soup and jelly. Wind passed.""",
    """\
Diabetes chart: 7.2, 11.4, 9.8, 13.1, 8.0, 4.1 (shaky, given juice), 6.6. Basal cut by two units. Feet checked, pulses felt, small callus left great toe. Eyes due in {month}. Injects in belly only, lumps felt, told to move sites.""",
    """\
Handover from crew: found on floor by «=rel», long lie about six hours, warm, wet, talking. Right leg short and turned out. Fascia iliaca block done. Collar off after check. Drugs in green bag, hearing aids in. Dog with {tp_first}.""",
    """\
Seizure log: one at breakfast, forty seconds, both arms, eyes up, bit tongue, sleepy an hour; one unwitnessed; none since the dose went up on {md_p}. Level sent. No alcohol. Slept badly the weekend of {weekend}. {nr_first} rang {rel_first}.""",
    """\
Child plays alone, lines up cars, few words, good jigsaw skills, hates the hand dryer. Eye contact brief. Hearing passed. Mother worried since 18 months; {ot_first} at nursery too. Sleep poor. Plan: autism pathway, early support, parents' course in {month}.""",
    """\
Dressing clinic: compression tolerated, oedema less, ulcer base now mostly red, slough a fifth. Soaked, washed, dried, emollient. Photographed. Doppler due. Pain better since the boots were changed. Heel cushion given. See weekly, {wk_n} next.""",
    """\
MAU review: feels better, eating, walking to the toilet. Cultures negative at 48 h. Switched to tablets. D-dimer not repeated. Oxygen off since breakfast. Would go home if {rel_first} can be there; she is back from {town2} {wk_n}. TTAs written.""",
    """\
ROS: no fever, chills, night sweats. No chest pain, orthopnoea or PND. Appetite fair. Bowels open daily. Denies dysuria. Sleeps with two pillows. Mood «low¦ok¦up and down». All else negative.""",
    """\
Labs «=hm»: Na «=na», K «=k», Cr «=cr», glucose «=gluc», WBC «=wbc», Hb «=hb», CRP «=crp»; LFTs normal; TSH 2.1; B12 311. Urine: nitrite neg, leuc trace. Compared with {md_p}: «better¦much the same¦CRP up».""",
    """\
Past history: «=dx» («=year»), «=dx», appendicectomy as a child, «=eponym». No diabetes in the family. Drinks 6 units a week, never smoked. Work: «=job».""",
    """\
Impression and plan
1. «=dx» – improving. Step down to oral, stop date {md_n}.
2. AKI on CKD – hold ACEi, repeat U&E in 48 h, avoid NSAIDs.
3. Nutrition – weigh weekly, supplements twice daily.
4. VTE – enoxaparin 40 mg, TED stockings.
5. Discharge – when safe on stairs; «=rel» to be told.""",
    """\
Addendum «=hm»: reviewed again at nursing request. Comfortable, talking in sentences, RR «=rr», «=spo2» on air. Chest clear. Calves soft. ECG sinus, no ischaemic change. «=neg». Continue as above. {dr_init}""",
    """\
Nursing: washed and dressed with one. Skin intact, heels floated. Diet half portions, fluids encouraged, in «=fluids» out «=fluids». Mobilised to the bathroom with frame. Slept in naps. Call bell in reach. Family updated. {nr_first}""",
    """\
Examination: alert, not icteric, JVP not raised. Heart sounds dual, no added sounds. Air entry equal. Abdomen soft, liver 1 cm, no masses. Cranial nerves intact, tone normal, power 5 throughout in arms, plantar responses flexor. Gait steady with stick. Weight «=wt».""",
    """\
Medicines on admission
«=drug»
«=drug»
«=drug»
«=drugneg»
Changes: one stopped, one started, doses checked against the list from {pharmacy}.""",
    """\
The differential includes viral illness, drug reaction and, less likely, vasculitis. ANA and ANCA were sent. There is no weight loss. The pattern of pain (worse at rest, better with movement) is against a mechanical cause. I explained uncertainty and gave written advice on when to come back sooner.""",
    """\
Procedure: under aseptic technique and 1% lidocaine the left pleural space was entered at the second attempt. 650 ml of straw fluid drained, sent for protein, LDH, cytology, AFB. No pneumothorax on post film. Tolerated well. «=gauge». Consent on chart.""",
    """\
Social: two steps to enter, bedroom upstairs, bath with seat. Independent until last winter, now needs help with shopping and bills. No formal carers. Smoke alarm works. Heating is by coal. «=Rel» does the washing and sleeps over when «=he» is poorly.""",
    """\
Observations trend: MAP 62 -> 71 -> 74; lactate 3.8 -> 2.1 -> 1.4; urine 20, 35, 60 ml/h; temp settling. Noradrenaline weaned off at «=hm». Gases better, base excess minus 3. Feeding restarted at 20 ml/h, aspirates under 100.""",
    """\
Counselling: discussed diet (less salt, no added sugar), foot care, hypo symptoms, sick day rules and never to share the pen. Teach-back done, two of three points right. Leaflet in own language given. Wants to try for [[3]] months before tablets.""",
    """\
Mental state: casually dressed, good eye contact, speech normal rate, mood "alright", affect reactive, no delusions, no hallucinations, oriented, insight partial. Risk to self low, to others low, of neglect moderate. Protective: cat, garden, choir. Safety plan on fridge.""",
    """\
Outcome measures today: sit to stand x9 in 30 s, TUG 17 s, 6MWT 240 m, grip 22/25 kg, [[Borg]] 13. Goals: shop alone, dance at a wedding, sleep through. Home programme: bridges 2x10, heel raises 3x8, walk 10 min daily, ice if sore.""",
    """\
Feeding: latched at 40 min, fed 15 min each side, two wet nappies, meconium passed. Temp 36.8. Jaundice to chest at 30 h, SBR below line. Hips to be scanned as breech. Vitamin K given. Cord clamp off on day [[3]].""",
    """\
Prior entry ({md_p}, {sp_init}): seen in hot clinic, wound 2 x 3 cm, clean base, edges pink, no odour, moderate exudate. Swab grew mixed skin flora. Foam dressing twice weekly, compression class 1 as tolerated, elevate when sitting.""",
    """\
Of note the previous summary lists the wrong side: the scar is on the right. «=He» has had it corrected once before, in {my}, at {hosp2}, and again by {ot}. Please amend problem list. No harm came of it.""",
    """\
Timeline: cough from the {th}; fever two days later; seen in urgent care, swab neg; steroid burst; worse by {wk}; brought in by «=rel» {rel_first}. Contacts: grandson in nursery, {tp_first} next door coughing since {range}. Vaccinated. No travel save {town2}.""",
    """\
Goals of care: «=he» would accept antibiotics, fluids and a trial of mask ventilation but not a tube, shocks or dialysis. Would like to die at home if possible. «=Rel» {rel_first} agrees, {ot_nick} is less sure. Form completed, original goes with the patient.""",
    """\
Growth: weight 25th, height 50th, head 50th [[centile]]. Development: walks, stacks four, points, five words, waves. Vision and hearing no concerns. Eczema on flexures, emollient and mild steroid. Diet varied; milk now under 500 ml. Dental visit due.""",
    """\
Cycle history: menarche 13, 5/28, no intermenstrual loss, LMP two weeks ago, smear normal. Contraception: pill stopped. PV: cervix healthy, uterus anteverted, mobile, no adnexal mass. «=anat».""",
    """\
Capacity: able to understand, retain and weigh the choice, and said in «=his» own words what would happen without treatment. Chose to wait. No sign of pressure from others. Will be asked again at next visit. Present: {nr_last}, {tp_dot}.""",
    """\
The mother ({oldage}) also has hypertension; father died at {oldage}. Brother well. No consanguinity. Maternal aunt had breast lump, benign.""",
    """\
Care at home is shared with an aunt, aged {oldage}, and a paid helper, {tp_first}. The aunt (yes, {oldage_words}) still cooks. Risk of falls for both. Grab rails ordered.""",
    """\
Stay {range} at {hosp2}: IV antibiotics, two units, no ICU. Left against advice. Readmitted elsewhere, details asked for by {nr_firstmis} on the {th}.""",
)
FORMAL = (
    "As you know, the cough has lasted for years. Spirometry is obstructive and partly reversible, the chest film is clear, and eosinophils are raised. I have asked for a trial of inhaled steroid with a spacer and for a peak flow diary. The technique was poor at first and good after ten minutes with {nr_first}.",
    "On the question of driving, I told «=him» plainly that «=he» must not drive until the authority has replied, and that I would have to write to them if «=he» did. «=He» took this well. {rel_first} will do the shopping by car and {ot_nick} the school run.",
    "We spoke about what matters most. For «=him» it is being at home, seeing the garden in spring and not being a burden. Chemotherapy may give some months, at the cost of weekly journeys to {town2}. «=He» would rather not, and I think this is a sound choice.",
    "The operation itself went as planned. There was more bleeding than usual from the bed, which stopped with pressure. The drain came out the next day. Histology is awaited and will be discussed on {wk_n}. Stitches dissolve; showers are allowed, baths are not.",
    "Blood tests from {month} show a falling ferritin and a normal coeliac screen. The camera test found a small hiatus hernia, no ulcer and no sign of bleeding. Iron every other day is as good as every day and better borne. I have not arranged to see {pt_first} again.",
    "Safeguarding was considered. There are no marks, the story fits, and the health visitor has no worries. I spoke to {tp} by phone and made a note of it. If a further injury is seen please call the duty team and do not wait for a clinic.",
    "This was a long consultation, with {sp_first} interpreting. Much of the distress turns on the asylum claim and on the brother left behind. Flashbacks come at night and with the sound of boots. We agreed small steps: a walk each day, no news after supper, the group on {wk_n}.",
    "Hearing is worse on the left, with a conductive gap of thirty decibels. The drum is dull, the nose is blocked. Grommets are likely to help, and {nr_first} has explained them with the model. The school has moved the desk to the front.",
    "In summary, this is a difficult problem with more than one cause. I do not think surgery offers enough to justify the risk at present, and {pt_first} was content to wait. I would be grateful if you could repeat the blood count, kidney function and ferritin in six weeks, and let me know if the haemoglobin falls below 90.",
    "Thank you for your help with this pleasant «=man», whom I know well. There is no new weakness, the reflexes are present and the sensory level has gone. The scan done at {hosp2} shows moderate stenosis at two levels without cord change. Physiotherapy has been more useful than tablets.",
    "I have explained the natural history, that most people improve over a year, and that flares are common in the first winter. «=He» asked sensible questions about work and pregnancy. We agreed to leave treatment as it is, to check liver tests monthly and to meet again when the biologics committee has decided.",
    "Medication was reviewed in detail. «=drug» continues; «=drug» was reduced because of ankle swelling; «=drugneg» has not been taken for some time and may be removed from the repeat list. There is no need for aspirin. Blood pressure at home averages 134 over 78, which is on target.",
    "Since the last letter, dated {date_pp}, there have been two attendances out of hours, both for pain, and one by ambulance, for a faint. The carers, led by {tp_first}, keep a diary. It shows that attacks follow late meals. No attack has lasted more than ten minutes.",
    "The family asked for a second opinion, which I support. I have written to Professor {ot} at {hosp2} and enclosed the discs. Until then I would not change the dose. Please note that «=his» «=rel», {rel}, prefers to be phoned in the evening.",
    "On reflection the delay of some days between the scan on {date_p} and the call on {date} should not have happened. I have apologised to the {pt_last} family in person, and Sister {nr_last} has changed the way in which results are filed. There was no lasting harm.",
    "Educationally the picture is mixed. Reading is two years ahead, handwriting two years behind, and friendships are few. A short trial of a sloping desk, movement breaks and a quiet corner costs little. If the school agrees, I would try that before any medicine.",
)
PATIENT = (
    "i went back to work {wk_low} but had to leave at lunch, dizzy and sick, my boss {ot_firstlow} was ok about it this time. do i need another note",
    "update: the new inhaler is the purple one, i do two puffs morning and night and rinse. sleeping better. still wheezy on the stairs and when {tp_firstlow} burns toast",
    "also the physio gave me exercises but number 3 hurts, the one where you lie on your side. am i meant to push through or leave it",
    "baby is feeding every 2 hours and i think the rash is milk spots, {sp_firstlow} says heat. no temp, wet nappies fine. shes gained weight, all good, just checking",
    "please can you not ring the house as my husband doesnt know. text is ok or ring between 12 and 1 when im on my break. thank you",
    "the stitches look ok, a bit red at one end, no smell. when do they come out and who does it, {nr_firstlow} or the hospital. i fly {month} i think",
    "sorry its long. basically the pain starts in my back then goes round the front & down to the knee, its worse in the mornings and when i cough, heat helps, the tablets take the edge off but make me so sleepy i cant drive, is there anything else that isnt so strong",
    "also my bp readings for the week: 141 over 88, 138 over 90, 150 over 91, 136 over 84. i take it sitting down after breakfast like {nr_firstlow} showed me. should i be worried or is it the coffee",
    "the swelling went down a bit but now its itchy and theres a sort of blister, not hot, no pus. i kept it dry and used the cream twice a day. {tp_firstlow} says its an allergy to the tape",
    "anyway i stopped taking it on the {th} because of the cramps and now i feel better but i know im not supposed to stop. do i start again at half or what. please dont be cross haha",
    "my mum is {oldage} and i look after her so i cant just come in any time, mornings after 10 are ok or {wk_low}. she gets upset if im gone long",
    "questions for next time: 1 can i fly, 2 can i have a glass of wine, 3 is the lump the same as last time, 4 do i need to fast, 5 who gives me the results because last time i rang three places",
    "i filled the sleep diary: bed 11, asleep about 2, up 3 times for the loo, awake at 5 and thats it. no naps. phone off. no coffee after lunch. honestly its driving me mad",
)
RECORD = (
    """\
Delivery note: box 1 of 2, temperature strip green, seal whole, received by {nr_init} at «=hm». Short: one pack of gauze. Returned: two expired trays. Driver waited ten minutes. Next drop {wk_n}. Signed copy in blue folder.""",
    """\
Coding note: principal diagnosis changed after query; comorbidity accepted; present on admission yes; discharge status home. Query answered by {sp_first} in two days. Weight 1.42. Second review waived. Case closed in {month}.""",
    """\
Consent: purposes explained, copy given, may withdraw at any time, samples to be kept ten years, contact for future studies yes, whole genome no. Read aloud by {tp} because of poor sight. Questions answered. Time taken 25 min.""",
    """\
Call notes: verified three identifiers, explained deductible and coinsurance, offered plan, member upset but polite, asked for supervisor {ot_first}, transferred, line dropped, called back, left voicemail without details. Follow up {wk_n}.""",
    """\
Maintenance: door sensor replaced, mains lead frayed, battery swapped, self test passed, label renewed. Loan unit {asset} left on ward. Engineer {tp_dot}. Next test {my_n}. Risk class low. No harm to patients.""",
    """\
Workflow: received, matched, indexed, queued for review. Two duplicates merged. No abnormal flags beyond those listed. Retention 8 years. Not for release without consent. Checked against paper copy, page 2 missing, asked for again on {md}.""",
    """\
TEST             RESULT   UNIT      FLAG
Haemoglobin      «=hb»     g/dL
White cells      «=wbc»     x10e9/L
Sodium           «=na»      mmol/L
Potassium        «=k»      mmol/L
Creatinine       «=cr»      umol/L    H
Glucose          «=gluc»      mmol/L
CRP              «=crp»       mg/L
Comment: slight haemolysis, interpret potassium with care.""",
    """\
Allergy list: «=allergy». Isolation: contact. Diet: soft. Fall risk: yes. Code status: full. Language line needed: yes, {tp} used last time. Advance directive scanned {date_p}. Vaccines: influenza, pneumococcal given.""",
    """\
Comment from reviewer {sp}: documentation supports medical necessity; six of eight criteria met; conservative care tried for twelve weeks; imaging consistent. Approve for ninety days. Letter to member and to {clinic} sent {date_n}.""",
    """\
Quality: controls in range, run accepted, delta check failed on one analyte and was repeated with the same result. Specimen kept seven days. Method: enzymatic. Uncertainty 4 percent. Reference limits for adults; children differ.""",
    """\
History of changes: phone updated by {nr_user}, old {phone}; address old {town2}; surname before marriage {ot_last}; next of kin was {tp}, now {rel}. Reason: patient request by phone. ID check: two of three answers right.""",
    """\
Clinical details given: «=ageyo», «=dx», on anticoagulant, previous surgery on the same side, query collection. Technique limited by habitus and movement. Contrast given without event. Dose length product 412. No previous for comparison on this system.""",
)
AFTER = {"idt": CLINICAL, "idf": FORMAL, "idp": PATIENT, "idq": RECORD}
"""The sort of note, by the sentences that lengthen it -> the passages that may follow it."""
