"""What only looks like an identifier in the seventh held-out part: drugs, eponyms, values, codes, makers."""

_TERMS: dict[str, str] = {
    "drug": "Lasix 40 mg|Allegra 180 mg|Zoloft 50 mg|Norvasc 5 mg|Coreg 6.25 mg|Lopressor 25 mg|Marcain 0.5%|"
    "Rocephin 1 g|Tenormin|Yasmin|Xarelto 20 mg|Eliquis 5 mg|Januvia 100 mg|Flomax 0.4 mg|"
    "Synthroid 75 mcg|Plavix 75 mg|Lantus 18 units|Ativan 1 mg|Paxil|Celexa 20 mg|Abilify 5 mg|"
    "Augmentin 625 mg|Diovan 80 mg|Levemir|Humira 40 mg|Zofran 4 mg|Lyrica 75 mg|Nexium 40 mg|"
    "Crestor 10 mg|Prozac|Seretide|Clenil|Fostair|Movicol|Senna|Gaviscon|Epilim 500 mg|Keppra 500 mg|"
    "Stalevo|Sinemet 110|Madopar|Aricept 10 mg|Clexane 40 mg|Tazocin 4.5 g|Bactrim DS|Macrobid|"
    "Percocet 5/325|Norco 10/325|Vicodin|Advair 250/50|Symbicort 200/6|Humalog|Mounjaro 2.5 mg|"
    "Ozempic 0.5 mg|Trulicity|Entresto 24/26|Maxolon|Buscopan|Panadol|Nurofen|Calpol|Eltroxin 50 mcg|"
    "Ventolin|Coversyl 5 mg|Lexapro 10 mg|Seroquel 25 mg|Depakote|Haldol|Benadryl|Tylenol 650 mg|"
    "Toradol 30 mg|Lipitor 40 mg|Glucophage 1 g|Diamicron MR|Kenalog 40 mg|Depo-Medrol|Mirena|"
    "Nexplanon|Jaydess|Truvada|Tivicay|Coartem|Doreta|Brufen|Dilantin 300 mg|Carbex|Lovan|"
    "Valium 5 mg|Tamiflu|Prolia 60 mg|Aranesp|Herceptin|Avastin|Tysabri|Rituxan|Remicade|Stelara|"
    "Emgality",
    "gen": "amlodipine 5 mg|metformin 500 mg|ramipril 2.5 mg|paracetamol 1 g|co-amoxiclav 625 mg|"
    "bisoprolol 1.25 mg|furosemide 40 mg|apixaban 5 mg|levothyroxine 50 mcg|atorvastatin 20 mg|"
    "omeprazole 20 mg|sertraline 50 mg|prednisolone 30 mg|morphine 2.5 mg|gabapentin 300 mg|"
    "lisinopril 10 mg|tamsulosin 400 mcg|enoxaparin 40 mg|ondansetron 4 mg|amoxicillin 500 mg|"
    "doxycycline 100 mg|olanzapine 5 mg|lithium 400 mg|methotrexate 15 mg|warfarin 3 mg|digoxin 125 mcg|"
    "tramadol 50 mg|salbutamol 100 mcg|ceftriaxone 2 g|trimethoprim 200 mg",
    "esign": "Murphy's sign|Babinski|Romberg's test|Homans sign|McBurney's point|Kernig's sign|Brudzinski's sign|"
    "Rovsing's sign|Tinel's sign|Phalen's test|Lachman test|McMurray's|Hoffmann's sign|"
    "Trendelenburg gait|Thomas test|Cullen's sign|Grey Turner's sign|Levine's sign|Nikolsky's sign|"
    "Chvostek's sign|Trousseau's sign|Lhermitte's|Spurling's|Hawkins-Kennedy|Finkelstein's test|"
    "Kussmaul breathing|Cheyne-Stokes respiration|Dix-Hallpike|Epley manoeuvre|Moro reflex|"
    "Barlow and Ortolani|Rinne and Weber|Schober's test|Allen's test|Simmonds test|Ottawa ankle rules",
    "dis": "Parkinson's disease|Crohn's disease|Graves' disease|Hashimoto's thyroiditis|Addison's disease|"
    "Cushing's syndrome|Bell's palsy|Alzheimer's disease|Barrett's oesophagus|Raynaud's phenomenon|"
    "Sjögren's syndrome|Ménière's disease|Hodgkin lymphoma|Paget's disease|Wilson's disease|"
    "Dupuytren's contracture|Osgood-Schlatter|Guillain-Barré|Lewy body dementia|Perthes' disease|"
    "Kawasaki disease|Marfan syndrome|Down syndrome|Wolff-Parkinson-White|Charcot joint|Baker's cyst|"
    "Bowen's disease|Colles' fracture|Bartholin's cyst|Meckel's diverticulum|Wernicke's encephalopathy|"
    "Korsakoff's|Behçet's disease|Dressler's syndrome|Takotsubo|Chagas disease|Lyme disease|"
    "Peyronie's disease|Mallory-Weiss tear|Morton's neuroma|Asperger's|Tourette's|Turner syndrome|"
    "Hirschsprung's|Sever's disease|Bennett fracture|Weber B ankle fracture|Jones fracture",
    "score": "GCS 15/15|GCS 14|Wells score 4.5|CHA2DS2-VASc 4|HAS-BLED 2|CURB-65 3|MMSE 24/30|MoCA 19/30|"
    "PHQ-9 14|GAD-7 11|NEWS2 3|NEWS 5|Waterlow 18|Braden 14|Barthel 12/20|Rockall 3|"
    "Glasgow-Blatchford 6|Child-Pugh B|MELD 17|ASA III|ECOG 1|Apgar 8 and 9|Bishop score 6|"
    "Gleason 3+4=7|Mallampati II|Cormack-Lehane grade 2|NIHSS 7|APACHE II 19|Clark level III|"
    "Breslow 0.8 mm|MUST 2|4AT 5|Rockwood 6|Epworth 13/24|Ranson 2|Edinburgh Postnatal 9/30|"
    "Beighton 6/9|TIMI 3|HEART score 5|Kellgren-Lawrence 3|Karnofsky 70|Tinetti 19/28|Morse 55|"
    "AUDIT 18|Centor 3|Ramsay 2|Norton 13|FLACC 3/10|Norwich 4|Bristol stool 6|Tanner stage 3",
    "lab": "Hb 102 g/L|Na 131|K 4.2|creatinine 118|eGFR 47|CRP 86|WBC 14.2|plt 212|INR 2.4|HbA1c 7.8%|"
    "HbA1c 58 mmol/mol|TSH 6.1|troponin 12 ng/L|lactate 2.1|pH 7.31|ferritin 9|B12 187|D-dimer 740|"
    "BNP 890|ALT 64|bilirubin 23|albumin 29|glucose 11.4|urea 12.6|PSA 6.3|LDL 3.4|vit D 28|Hgb 9.8|"
    "BUN/Cr 28/1.4|PaO2 8.9|ESR 52|CK 1240|amylase 310|CD4 412|VL 1,240 copies/mL|lithium level 0.7|"
    "urine 3+ protein|Mg 0.68",
    "range": "3.5-5.0|135-145|0.8-1.2|150-400|4.0-11.0|1.5-2.5|60-110|12-16|11/04|1/10|12.1-16.3|70-180|"
    "0.27-4.2|30-400|133-146|2.5-7.8|0-35|26.0-34.0|80-100|35-50",
    "code": "ICD-10 I10|ICD-10 E11.9|ICD-10 J18.9|S72.001A|M17.11|F32.1|N39.0|CPT 99214|CPT 70450|CPT 27447|"
    "CPT 93000|LOINC 2345-7|LOINC 4548-4|SNOMED 38341003|Z51.11|K35.80|R07.9|G0463|DRG 470|O80|"
    "F20.0|H25.13|J44.1|I48.91|Read code H33|OPCS W37.1|MBS item 36|HCPCS J1885|modifier 25",
    "gene": "BRCA1|BRCA2 c.68_69delAG|KRAS G12D|EGFR exon 19|JAK2 V617F|HLA-B27|ALK|p53|HER2 3+|PIK3CA|"
    "MTHFR C677T|FLT3-ITD|CYP2C19 *2|MLH1|ROS1|BCR-ABL1|NTRK|TTN|PALB2|CFTR F508del",
    "maker": "Medtronic|Stryker|Smith & Nephew|Zimmer Biomet|Abbott|St. Jude Medical|Boston Scientific|"
    "Johnson & Johnson|DePuy|Baxter|Philips|Siemens|Cook|Bard|Fresenius|Becton Dickinson|Biotronik|"
    "Hologic|Dexcom|Roche|Bayer|Pfizer|Eli Lilly|Fisher & Paykel|ResMed|Arthrex|Hill-Rom|"
    "Welch Allyn|Cochlear|Insulet|Tandem|Braun|Coloplast|Edwards|Gore|Getinge|Dräger",
    "tool": "Foley catheter|Hickman line|Swan-Ganz|Yankauer|Kirschner wires|Veress needle|Kocher clamp|"
    "Babcock forceps|Langenbeck retractor|Pfannenstiel incision|Ryles tube|Robinson drain|Redivac|"
    "Jackson-Pratt drain|Ethilon 3-0|Vicryl 2-0|Prolene 4-0|PDS|Mersilene|Mersilk|Steri-Strips|"
    "Zimmer frame|Thomas splint|Philadelphia collar|Guedel airway|Macintosh 3 blade|Bougie|"
    "Seldinger technique|Gosset retractor|Trendelenburg position|Hartmann's|Ringer's lactate|Tegaderm|"
    "Aquacel|Mepilex|Allevyn|Doppler|Holter|Buck's traction|Miller blade|Wright's stain|Gram stain|"
    "Ilizarov frame",
    "spine": "L4/5|L5-S1|C5/6|T12|C3-C7|L3/4|T7-T8|C6/7|S1|L2-L4",
    "num": "120/80|1:80|12 x 9 x 7 mm|3/7|5/52|2/12|1/40|6/12 and 6/9|20/40|8/10|0.5-1 mg/kg|500 ml|"
    "2 L/min|7.5 mm at 22 cm|FiO2 0.4|5/5|4+/5|16 gauge|1.5 T|24/7|x3|2.3 x 1.1 cm|1:1000|10/10|"
    "38+4/40|G2P1|T37.8|1 in 150",
    "anat": "circle of Willis|ligament of Treitz|pouch of Douglas|foramen of Winslow|Hunter's canal|"
    "ampulla of Vater|Broca's area|sphincter of Oddi|Peyer's patches|Hartmann's pouch|Calot's triangle|"
    "bundle of His|Glisson's capsule|Cooper's ligament|Kiesselbach's area|Langerhans cells|"
    "Purkinje fibres|Wernicke's area|Bowman's capsule|Sylvian fissure|Achilles tendon|Adam's apple|"
    "fallopian tube|eustachian tube|Hoffa's fat pad",
    "guide": "NICE NG28|NICE|GOLD 2023|ACC/AHA|SIGN 142|RECIST 1.1|BTS|DSM-5|ICD-11|WHO|AJCC 8|Fleischner|"
    "PI-RADS 4|BI-RADS 2|TI-RADS 3|Bosniak IIF|Beers criteria|STOPP/START|Lund-Mackay 8|"
    "Gillick competent|Fraser guidelines|Montgomery|Duke criteria|Rome IV|Sepsis-3",
    "payer": "Medicare|Medicaid|Blue Cross|Aetna|Cigna|Humana|Kaiser|Tricare|NDIS|ACC|Bupa|VHI|Discovery|"
    "PhilHealth|NHIS|Daman|Star Health|MediShield",
    "org": "Staph aureus|E. coli|Klebsiella|MRSA|Pseudomonas|Salmonella|Candida|C. diff|"
    "Clostridium difficile|Helicobacter|Group B Strep|Moraxella|Bartonella|Neisseria|Listeria|Shigella|"
    "Giardia|Ziehl-Neelsen",
}
TERMS: dict[str, tuple[str, ...]] = {kind: tuple(words.split("|")) for kind, words in _TERMS.items()}
