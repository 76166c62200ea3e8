"""What looks like a name and stands for something in medicine or trade: scores, signs, devices, medicines, abbreviations,
insurers, makers and shops that have one name in a whole country.

Written down from common knowledge of clinical practice; none of it was collected from notes. A word that is somebody's
name in a list of names, too (*Murphy*, *Wells*), counts only where what stands around it says what is meant: a value behind it
(*Wells 1.5*), a noun (*Morse fall scale*), a finding (*Murphy negative*, *neg Murphy*). Nothing counts behind a title, before
a degree, beside a name, or where only somebody can be meant (*told Hoyer*, *Foley denies pain*): *Dr. Apgar*, *Anna Foley*
and *Zimmer, RN* are people.
"""

from collections.abc import Iterable, Iterator

import regex

from medpref_dagster.deidentification.lexicon import CLINICAL_NOUNS, EPONYMS, list_words
from medpref_dagster.deidentification.medical_eponyms import (
    COMMON_EPONYMS,
    FURTHER_ABBREVIATIONS,
    FURTHER_EPONYMS,
    LATER_EPONYMS,
    MORE_ABBREVIATIONS,
    MORE_WORDS,
    RARE_EPONYMS,
)
from medpref_dagster.deidentification.medicines import BRANDS
from medpref_dagster.deidentification.name_words import CREDENTIAL
from medpref_dagster.deidentification.reading import Reading, Word

_SCORES = list_words(
    "apgar barthel tinetti fleischner waterlow rockall blatchford glasgow-blatchford ranson balthazar centor mcisaac killip framingham salter-harris gustilo gustilo-anderson schatzker neer kellgren kellgren-lawrence "
    "outerbridge pauwels ashworth oswestry roland-morris lysholm karnofsky zubrod breslow fuhrman nottingham bloom-richardson scarff-bloom-richardson rutgeerts hinchey bethesda bosniak fazekas spetzler spetzler-martin hoehn "
    "yahr hunt-hess mallampati cormack cormack-lehane lehane aldrete bromage denver vineland vanderbilt conners connors wechsler rorschach zung edinburgh fagerstrom child-pugh child-turcotte-pugh truelove truelove-witts "
    "clavien clavien-dindo pirani dubowitz sarnat bell's epworth berlin ottawa canadian geneva charlson elixhauser rochester philadelphia yale boston mayo forrest prague paris vienna montreal marsh nyha ccs hads bristol borg "
    "naranjo wagner fontaine rutherford ceap stanford debakey garden lauge-hansen frykman crowe legg catterall herring perthes tonnis graf meyerding cobb risser modic pfirrmann frankel goutallier snyder hill-sachs "
    "robson pop-q ferriman-gallwey ludwig hamilton-norwood norwood nugent amsel deauville lund-browder papile volpe silverman-andersen alvarado sarnat waddell frax columbia c-ssrs brief vas oucher faces nipps cheops comfort-b spiegelberg masaoka shimada evans lugano ishak metavir scheuer banff haas kiel gleason's braden braden-q cornell folstein addenbrooke rankin "
    "aspects katz lawton norton morse ballard kiel humpty-dumpty strickland villalta padua caprini khorana wells' hestia essen gensini syntax euroscore parsonnet levine who fried rockwood mini-cog zarit wong-baker flacc"
)
_SIGNS = list_words(
    "kernig brudzinski babinski lhermitte trendelenburg gaenslen lasegue tinel froment adson yergason apley lachman lachmann mcmurray phalen finkelstein schober galeazzi ortolani moro chvostek trousseau cullen grey-turner rovsing mcburney courvoisier "
    "virchow dix-hallpike hallpike epley semont rinne snellen ishihara amsler schirmer janeway quincke kussmaul cheyne-stokes biot korotkoff nikolsky auspitz koebner darier tzanck giemsa ziehl-neelsen ziehl neelsen papanicolaou "
    "coombs kleihauer kleihauer-betke mantoux heaf widal weil-felix gottron heberden dupuytren kayser-fleischer wenckebach mobitz sgarbossa wellens bazett fridericia cockcroft cockcroft-gault mosteller mifflin harris-benedict parkland "
    "naegele hadlock sokolow sokolow-lyon teichholz balke leopold romberg hoffmann spurling hawkins-kennedy ober noble thessaly galant stroop purdue jaeger goldmann mcdonald's dohle pelger-huet auer reed-sternberg masson warthin-starry grocott "
    "congo wright prussian perls kirby-bauer gram guillain-barre guillain barre jehovah's jehovah heimlich valsalva hallux bouchard gower gowers auscultate"
)
_DEVICES = list_words(
    "foley tenckhoff broviac swan-ganz sengstaken sengstaken-blakemore blakemore jackson-pratt hemovac redon malecot bakri shirodkar pfannenstiel billroth roux-en-y lichtenstein bassini shouldice mcvay milligan-morgan altemeier fothergill "
    "ponseti pavlik ilizarov kirschner steinmann charnley bankart latarjet putti-platt weaver-dunn kuntscher bookwalter deaver weitlaner gelpi debakey metzenbaum satinsky langenbeck bovie yankauer veress hasson verres kerrison gardner-wells "
    "velpeau esmarch doppler holter nissen toupet zimmer stryker biomet depuy medtronic invacare biotronik synthes arthrex exactech cordis edwards olympus resmed respironics omron welch-allyn thera-band theraband oxford frazier bouvier guedel magill "
    "macintosh mcgrath hudson venturi ambu luer luer-lok huber tegaderm vicryl prolene monocryl ethilon pds monosof mersilene surgicel dermabond steri-strip opsite aquacel profore unna coban kerlix allevyn granuflex duoderm inadine jelonet "
    "sorbsan kaltostat mowbray sara hoyer stedy rotunda kindle kinesio evac rollator pavulon bair-hugger bair flotron pleurx groshong permacath hickman shiley passy-muir bivona portex dobhoff"
)
COMPANIES = list_words(
    "aetna cigna humana bupa medibank manulife unitedhealthcare unitedhealth anthem tricare highmark molina centene wellcare ambetter caresource bluecross medisave axa nib hcf ahm hbf gmhba latrobe discovery gesy vhi laya walgreens cvs rexall priceline medplus "
    "netmeds pharmeasy 1mg walmart costco kroger publix safeway wegmans meijer albertsons tesco sainsbury sainsburys asda morrisons superdrug waitrose aldi lidl loblaws sobeys pharmasave pharmaprix uniprix familiprix woolworths coles "
    "terrywhite chemmart honda toyota nissan hyundai mazda subaru chevrolet chevy volvo tesla bmw audi volkswagen vauxhall peugeot renault citroen skoda kia maruti suzuki tata mahindra bajaj holden jeep epic cerner meditech allscripts athenahealth "
    "eclinicalworks nextgen emis systmone powerchart uber lyft amazon google facebook instagram whatsapp netflix zoom facetime skype airbnb starbucks mcdonalds mcdonald's labcorp optum caremark express goodrx humira instacart doordash fitbit ubereats uptodate"
)
_COMMON_SURNAMES = list_words(
    "murphy wells berg morse tanner clark clark's ford boots lloyds graves barlow moore gibson hunter mcdonald bishop norton ballard katz lawton duke jones weber garden harris constant fisher hunt hess engel schwab ramsay riker bayley beck hamilton young "
    "goldberg thomas patrick allen hawkins neer jobe speed simmonds thompson adams turner grey kehr blumberg light osler roth corrigan wood baker douglas morison robinson kocher lanz heller whipple hartmann burch kelly keller richards allis babcock "
    "balfour senn potts mayfield penfield jewett bruce simpson schwartz dubois friedman ferguson braden forrest marsh rankin gleason raven raymond lee parker smith wright gordon oppenheim stewart boyd reid ritchie rochester denver berlin paris boston "
    "montreal vienna oxford rockwood evans norwood garner levine wagner herring wong fried wilson wilms paget hodgkin crohn addison cushing bell graf robson snyder crowe ludwig cornell mayo stanford edwards hudson magill hoffman hoffmann noble bard bovie "
    "olympus express kindle sara discovery legg essen jehovah masson hickman penrose laya express tata suzuki bajaj holden lyft who aspects canadian ottawa ober jaeger haas yale geneva lugano padua nottingham edinburgh vineland bristol philadelphia bethesda parkland framingham vanderbilt congo prussian auer balke hestia kia rotunda sarnat amsel zung crowe fontaine hughes leeds allison frazier "
    "doppler levin salem salter miller macintosh barton cannon battle buck minerva foster ellis ranke dean kennedy bankart virchow denis gault evans lawrence pearson ashworth bair barre blakemore borg bouchard coles coombs cullen deaver epley finkelstein frankel fuhrman gower gowers hadlock hasson hoffmann holter huber jaeger kirschner mcburney mcgrath mcisaac mcmurray mcvay molina naranjo nissen ranson romberg rutherford "
    "spurling strickland alvarado truelove wechsler zimmer hoyer balthazar blatchford bromage outerbridge sainsbury lehane renault meijer conners connors kirby ferriman morgan milligan perthes nugent amsel kiel cobb"
)
"""Family and given names, or towns, of many people: they need a sign that no person or town is meant."""
ABBREVIATIONS = (MORE_ABBREVIATIONS | FURTHER_ABBREVIATIONS) | list_words(
    "HTN AMA MAE PERRL PERRLA PERLA EOMI NCAT ENT AKI CKD ESRD TIA CVA COPD CHF HFREF HFPEF CAD PAD PVD DM T1DM T2DM DM1 DM2 AFIB DVT PE UTI URI URTI LRTI GERD GORD IBS IBD PUD BPH OSA OA RA SLE MS ALS HIV HCV HBV HPV TB MRSA VRE CDIFF ESBL SOB DOE PND CP N/V NVD LOC MVA MVC RTA "
    "GCS NIHSS CAM RASS MMSE MOCA AMTS ACE-III PHQ GAD AUDIT CAGE CIWA COWS HADS EPDS MUST NEWS NEWS2 EWS MEWS PEWS CURB-65 CRB-65 CHADS CHA2DS2-VASC HAS-BLED QRISK QRISK3 ABCD2 PERC NEXUS FAST EFAST HEART TIMI SOFA QSOFA APACHE ECOG ASA BMI BSA TUG MMT ROM AROM PROM WBAT NWB PWB TTWB FWB "
    "ADL ADLS IADL IADLS HEP RW SBA SBAR CGA PT OT SLT SALT SLP DN HV CPN CMHT AMHP SW MDT OPD IPD ED ER ICU CCU NICU PICU HDU SDU PACU OR PCP GP SNF LTC ALF IRF LTAC ECF EMS EMT CBC CMP BMP LFT LFTS TFT TFTS UA UDS ABG VBG BNP CRP ESR INR PTT APTT FBC WCC HB HGB HCT MCV PLT PLTS ALT AST ALP GGT LDH CK TROP "
    "TSH PSA HCG BHCG AFP CEA CA CXR AXR KUB CT CTA CTPA MRI MRA MRCP ERCP EGD OGD TTE TEE TOE ECG EKG EEG EMG NCS US USS PET DEXA HIDA VQ LP PICC CVC PIV NGT PEG JP EVD VAC TPN NPO NBM OOB BRP IVF NS LR D5W FABER FADIR OU OS KVO PCA SCD SCDS TEDS IS CPAP BIPAP NIV RA NC NRB FIO2 SPO2 SATS RR HR BP "
    "JVP JVD RRR CTAB CTA NAD NABS NTND NT ND BS HSM CVA CCE WNL AOX3 A&O CN DTR DTRS SLR RUQ LUQ RLQ LLQ RUL LLL RML TAH TAH-BSO BSO TKA TKR THA THR ORIF CABG PCI PTCA AVR MVR TAVR TAVI EVAR ICD PPM CRT ECT TURP TURBT LEEP LSCS NVD SVD VBAC ROM SROM AROM PROM PPROM GBS IUGR IUD IUS OCP HRT TOP ERPC D&C "
    "BNF OTC PRN STAT SOS BD OD TDS QDS QID TID BID QHS QAM QPM NOCTE MANE PO IV IM SC SQ SL PR PV INH NEB TAB CAP INJ SYP SUPP PATCH MDI DPI CDI NKDA NKA NKMA DNR DNI DNAR DNACPR FULL POLST MOLST HCP POA LPA DPOA AD UHID PPSN NHI URN MRN NHS CHI CSN DOB DOA DOS DOD LMP EDD EDC GA EGA FHR "
    "HPI ROS PMH PMHX PSH PSHX FH FHX SH SHX SHX PMSH MEDS ALL VS PE O/E A/P MDM DDX DX TX RX HX SX FX IMP PLAN CC RFV ICE TCI DNA FTA UTA LWBS LWOT EDT OBS ADMIT DISPO DVLA VTE PPI NSAID NSAIDS SSRI SNRI ACEI ARB BB CCB HCTZ ASA LMWH UFH DOAC NOAC ABX IVAB IVIG RIG TDAP TD MMR IPV HEPB PCV13 PCV20 PPSV23 DTAP HIB RSV "
    "MSH EVN PID PD1 NK1 PV1 PV2 OBR OBX ORC AL1 DG1 IN1 GT1 NTE SPO USSSA ADT ORU ORM MDM SIU ACK MR SS III II IV SUR MED LAB INC GHH EHR EMR HIE CPT ICD-10 SNOMED LOINC NDC HIPAA GDPR CMS HCC DRG LOS ROI TBC TBA N/A NA CLIA CAP CE IFU UDI RRT MET CODE RAPID BLS ACLS ATLS ACS STEMI NSTEMI SVT VT VF PEA ROSC "
    "EBL IVC SVC RCA LAD LCX LMCA LVEF RVSP LVH RVH LBBB RBBB NSR SR AF PVC PAC ST QTC QRS PFT PFTS FEV1 FVC DLCO ABI TBI SAH SDH ICH ICP MCA ACA PCA PICA AICA C/S NOS IDC DCIS LCIS ER PR HER2 KI KI-67 IHC FISH PCR NAAT ELISA ANA ANCA RF CCP HLA-B27 G6PD A1C HBA1C GFR EGFR CREAT BUN UACR ACR PTH FSH LH AMH "
    "USA UK EU WHO CDC FDA NICE RCT PIP DLA ESA SSI SSDI WIC FMLA STD LTD ADHD ADD ASD OCD PTSD BPD MDD GAD EUPD ODD LD IEP SEN EHCP CAMHS SCID SIG QTY MG MCG ML MMOL BPM AM PM PST EST CST MST BST GMT AEST IST UTC "
    "NEURO RESP CARDIO PSYCH DERM ORTHO OBGYN GYN GI GU MSK HEENT CV PULM ABD EXT SKIN HEME ONC ID RENAL ENDO RHEUM NEPH VASC PLASTICS OPHTH PEDS PAEDS TIN FIN CIN MFFD PAGES GERIATRICS PALL SOCIAL LINES GROSS MICRO CASE CHEST PA PA-C QEEG HEG TMS"
)
_MIXED = list_words(
    "corr dispo troponin airbags airbag pa-c med meds neuro resp wt ht temp sats abx subq dtr wbat hgb wcc plt trop tab tabs cap caps inj syp supp rx dx hx tx sx fx pmh psh hpi ros imp pt/ot ki adenocarcinoma pos neg labs lytes curb crb chads has-bled mic-key kci job tabs payer pages bleep model dual airbags rounds met follow last discharge post-op pre-op postop preop tele echo"
)
"""Written with one capital, too."""
_SPOKEN = list_words(
    "i've i'm i'll i'd oh um uh uhm umm hmm mm okay ok yes yeah yep nope great perfect madam sir wow well sure thanks guest"
)
"""What a sentence of speech begins with: no name where a comma or small letters follow."""
_PHRASES = regex.compile(
    r"(?<![\w'’\-])(?:Aetna|Cigna|Humana|Bupa|BUPA|Medibank(?:[ ]Private)?|Manulife|Anthem|Tricare|TRICARE|Medicaid|Medicare|HCF|NIB|nib|HBF|VHI|Vhi|Walgreens|CVS|Rexall|MedPlus|Priceline[ ]Pharmacy|Blue[ ]Cross(?:[ ]?(?:and|&|/)?[ ]?Blue[ ]Shield)?|Blue[ ]Shield|Rite[ ]Aid|Sun[ ]Life|Star[ ]Health(?![ ]\p{Lu})|ICICI[ ]Lombard|HDFC[ ]E[Rr][Gg][Oo]|Bajaj[ ]Allianz|New[ ]India[ ]Assurance|Max[ ]Bupa|Niva[ ]Bupa|Care[ ]Health[ ]Insurance|"
    r"Shoppers(?:[ ]Drug[ ]Mart)?|London[ ]Drugs|Jean[ ]Coutu|Apollo[ ]Pharmacy|Lloyds[ ]?Pharmacy|Well[ ]Pharmacy|Chemist[ ]Warehouse|Terry[ ]?White(?:[ ]Chemmart)?|Duane[ ]Reade|Kaiser[ ]Permanente|Express[ ]Scripts|United[ ]?Health(?:[ ]?[Cc]are)?|"
    r"Great[- ]West[ ]Life|Green[ ]Shield|Desjardins[ ]Insurance|Harvard[ ]Pilgrim|Health[ ]Net|Oxford[ ]Health[ ]Plans|Medi-?Cal|Australian[ ]Unity|Irish[ ]Life[ ]Health|Laya[ ]Healthcare|Southern[ ]Cross[ ]Health[ ]Society|Axa[ ]PPP|AXA[ ]PPP|"
    r"Boston[ ]Scientific|St\.?[ ]Jude[ ]Medical|Johnson[ ]&[ ]Johnson|Smith[ ](?:&|and)[ ]Nephew|Abbott[ ](?:Laboratories|Vascular)|Edwards[ ]Lifesciences|Mini-Cog|Timed[ ]Up[ ]and[ ]Go|"
    r"Jehovah['’]?s?[ ]Witness(?:es)?|Best[ ]Buy|Home[ ]Depot|Whole[ ]Foods|Trader[ ]Joe['’]s|Dollar[ ]General|Sam['’]s[ ]Club|Meals[ ]on[ ]Wheels|Alcoholics[ ]Anonymous|Ann[ ]Arbor(?=[ ](?:stage|Stage|[IV]))|Los[ ]Angeles(?=[ ](?:grade|class|classification)\b)|"
    r"(?:the|at|pharmacy:?|[Pp]harmacy|chemist:?|to)[ ](?:Boots|Lloyds|Rexall|Priceline|Target)(?=[ ](?:on|in|at|near|pharmacy|chemist|\d)\b|[.,;\n?])|Montreal[ ]Cognitive[ ]Assessment|Edinburgh[ ]Postnatal|Glasgow[ ]Coma|Kaiser(?=[ ](?:insurance|plan|member)))(?![\w'’\-])"
)
"""Of several words, and such that need the words beside them."""
_KNOWN = _SCORES | _SIGNS | _DEVICES | COMPANIES | RARE_EPONYMS | LATER_EPONYMS
_DOSED = regex.compile(
    r"[ ]?(?:\d[\d.,/]*[ ]?(?:mg|mcg|µg|ug|g|gm|ml|mL|units?|iu|IU|%|mEq|mmol|puffs?|tabs?)(?![\p{L}])|[(][\d.]+[ ]?mg)"
)
"""No person has a dose."""
_TAKEN = regex.compile(
    r"[ ](?:\d[\d./]*[ ]){0,2}(?:BD|TDS|QDS|SOS|PRN|prn|bd|tds|qds|od|QHS|qhs|bid|BID|tid|TID|qid|QID|daily|nightly|nocte|mane|weekly|monthly|OD|HS|XR|XL|HFA|infusion|drip|gtt|inhalers?|nasal|cream|ointment|syrup|tablets?|tabs?|caps?|capsules?|patch(?:es)?|drops|vials?|pens?|injections?|nebs?|lozenges?|"
    r"puffs?|vaccines?|booster|started|stopped|held|increased|decreased|titrated|restarted|refill(?:ed)?|trough|level|infused|formula)(?![\p{L}])"
)
_GIVEN = regex.compile(
    r"(?<![\w'’\-])(?:[Tt]abs?|[Cc]aps?|[Ii]nj|[Ss]yp|[Ss]yr|Rx|IV|PO|IM|on|started|start|taking|takes|took|declined|refuses|tried|stop(?:ped)?|hold|held|continue[sd]?|restart(?:ed)?|[Mm]eds?:|with)\.?[ ]$"
)
_VALUED = regex.compile(
    r"(?:[ ](?:sign|test|score|scale|index|stage|grade|class|type|criteria|classification|method|formula|rule))?[ ](?:\d{1,2}(?:/\d{1,3})?(?=[ ]?(?:[.,;)](?!\d)|$|\n))|(?:neg|negative|pos|positive|normal|n/a|absent|present)(?![\p{L}])|gr(?:ade)?[ ][IV\d]|[+](?![\w])|stage[ ]|grade[ ]|class[ ]|type[ ])"
)
_LIST_BEFORE = regex.compile(r"(?:^|[.,;:/(\n]|[ ]and|[ ]&)[ ]?$")
_OF_PEOPLE = _COMMON_SURNAMES | COMMON_EPONYMS | FURTHER_EPONYMS | (EPONYMS - _KNOWN)
NAMED_AFTER_PEOPLE = _KNOWN | _OF_PEOPLE
_MORE_NOUNS = (
    r"scales? index indices rules? guidelines? protocol staging grading levels? depth testing staining "
    r"trichrome scissors trocar elevator rongeur walker traction harness dressings? cast wires? pins? implants? "
    r"prosthes[ie]s components? mesh sutures? incision repair fundoplication myotomy "
    r"\p{Ll}+(?:ectomy|ostomy|otomy|plasty|pexy|desis|itis|osis|scopy) response respirations? murmur pattern "
    r"rhythm view angle triangle ligament fascia cysts? negative positive neg pos normal abnormal present "
    r"absent intact equivocal lamps? lens charts? diet equation factor granules falls? risk water manometry "
    r"histology scan study draining drains drained removed inserted placed patent output bag balloon catheter "
    r"out machine mask hugger pump inhaler insurance plan member coverage membership policy car truck van sedan "
    r"suv questionnaire inventory assessment screen screening survey criteria brace prep preparation wheelchair "
    r"chair bed mattress hoist frame concentrator nebuli[sz]er device lead leads generator tests? spots? "
    r"modification modified airway blade laryngoscope tracheostomy trach cannula port line closure suture "
    r"sutures stent graft in[ ]situ to[ ]gravity clamps? retractors? approach h(?:a)?emorrhage fissure changes "
    r"pearls hump sinuses gangrene angina pull-through pouch network recession collar corr\.? forms? grip sway "
    r"lesions? blot reaction Ig[GMA] antibod(?:y|ies) virus antigen gene heterozygous homozygous mutation none "
    r"within thought[ ]record improved pearl spots protein hicks gait needle hook spring stem cup shell "
    r"speculum tape maneuvers? manoeuvres? contractions? pend(?:ing)? medium agar bath exercises? drill boots? "
    r"splints? sling pads? blot red fx fxs symmetric asymmetric LIR HIR T-score 24-2 10-2 no(?=[ ]?[.,;\n]) yes(?=[ ]?[.,;\n]) procedures? operation position technique bladder oedema edema ring rings nodes "
    r"hernias? deformity cells fistula paralysis"
)
_NOUNS = "|".join([*sorted(CLINICAL_NOUNS), *_MORE_NOUNS.split(" ")])
_AFTER = regex.compile(
    rf"(?:['’]s?)?(?:[ ]?[:=][ ]?|[ ]+|-)(?:(?:fall|falls|water|forward|tumou?r|balance|functional|coma|pain|sedation|agitation|depression|anxiety|developmental|treadmill|hip|knee|total|urinary|suprapubic|bed|air|chest|rating|symptom|activity|thickness|wound|walking|standing|bend|frailty|index)[ ])?(?:{_NOUNS})(?![\p{{L}}])"
    r"|(?:['’]s)?[ ]?[:=]?[ ]?(?:[(][ ]?)?(?:(?:is|was|of|=|at|now|remains)[ ]){0,2}[<>≤≥~]?\d{1,3}(?:\.\d{1,2})?(?:[ ]?[/+][ ]?\d{1,3})?(?:[ ]?=[ ]?\d{1,3})?%?(?![\w]|[/\-.]\d|:\d|[ ]?(?:[ap]\.?m\b|[AP]M\b|hrs?\b|o['’]clock)|[ ](?:y|yr|yo|yrs|years?|day|days|week|weeks|mo|months?)\b|-year|[ ](?:\p{Lu}\p{Ll}+[ ])?(?:Street|St|Road|Rd|Avenue|Ave|Lane)\b)"
    r"|[ ](?:gr[ ])?(?:[IV]{1,3}[ab]?|[A-D]|[+]{1,3}|[+-]ve|C\d+M\d+|T\d|stage|Stage|grade|Grade|class|Class)(?![\w])|[ ][+](?![\w])|[ ]\d[ABab+](?!\w)"
)
"""What follows what is measured, looked for or put in."""
_BEFORE = regex.compile(
    r"(?:\b(?:neg(?:ative)?(?:[ ]for)?|pos(?:itive)?(?:[ ]for)?|modified|equivocal|d/c|remove|removed|insert|inserted|placed|r/o|per|w/|w|c|revised|bilat(?:eral)?|no|[+-]ve|a|an|the|new)|[+]|s/p|PSH:)[ ]$",
    regex.IGNORECASE,
)
_FINDING_BEFORE = regex.compile(
    r"(?:\b(?:neg(?:ative)?(?:[ ]for)?|pos(?:itive)?(?:[ ]for)?|modified|equivocal|d/c|[+-]ve|s/p|skin[ ]type)[ ])$",
    regex.IGNORECASE,
)
_CAR_BEFORE = regex.compile(
    r"\b(?:(?:vehicle|car|make|truck)[:,]?|driv(?:es|ing|er of)[ ](?:a|an|his|her|their)|(?:19|20)\d\d|(?:his|her|their|my)[ ](?:old[ ]|new[ ])?)[ ]?$",
    regex.IGNORECASE,
)
_MAKERS = COMPANIES | {"ford"}
_BY = regex.compile(r"(?<!\w)(?i:by)[ ]$")
_NEXT = regex.compile(r"(?:['’]s)?[ ]?(?:/|,|and|&|or)[ ]?(?=\p{Lu})")
_PERSON_BEFORE = regex.compile(
    r"(?<![\w'’\-])(?:(?i:drs?|mr|mrs|ms|miss|mx|prof|professor|doctor|sister|nurse|pastor|rev|fr|father|sir|capt|sgt|lt|officer|chaplain|judge|dear|hi|hello|son|daughter|wife|husband|mother|mom|dad|brother|friend|partner|neighbou?r|"
    r"surgeon:?|patient:?|name:?|attending:?|provider:?|author:?|pcp:?|gp:?|rn:?|cc:?)\.?[ ]{1,2}(?:\p{Lu}\.?[ ]){0,2}|\p{Lu}\.[ ]?)$"
)
_SPOKEN_TO = regex.compile(
    r"(?<![\w'’\-])(?i:told|tell|asked|paged|texted|phoned|informed|notified|updated|(?:spoke|spoken|speak|talked|discussed|reviewed|met)[ ](?:with|to))[ ]$"
)
_ACTS_BEHIND = regex.compile(
    r"[ ](?:says?|said|states?|stated|reports|reported|denies|denied|complains|complained|feels|lives|works|agrees|agreed|refuses|refused|understands|wants|asks|asked|called|calls|phoned|texted|saw|endorses|admits|drove|walked|slept|"
    r"and[ ](?:his|her|their)|is[ ]an?[ ]\d{1,3}|,[ ](?:age|aged)[ ]\d)(?![\p{L}])"
)
"""What only somebody does, who is then meant by whatever word."""
_SAID_BEFORE = regex.compile(
    r"(?<![\w'’\-])(?i:by|told|spoke[ ](?:with|to)|called|paged|from:|to:|seen|saw|with)[ ]{1,2}$"
)
_EMPLOYED = regex.compile(
    r"\b(?:work(?:s|ed|ing)?|job|employ(?:er|ed|ee)?|laid[ ]off|retired|manager|cashier|driver|(?:was|were|is)[ ]at|volunteers?)\b[^.\n]{0,28}$",
    regex.IGNORECASE,
)
_NAME_BEHIND = regex.compile(
    r",[ ]?\p{Lu}[\p{L}]+|[ ]\p{Lu}\.(?!\d)|['’]s[ ](?:wife|husband|mother|father|son|daughter|family|office|clinic)"
)


_DISEASES = list_words(
    "crohn parkinson alzheimer hodgkin addison cushing hashimoto raynaud sjogren meniere paget huntington tourette asperger behcet barrett bowen graves hartmann hirschsprung marfan wegener"
)
_POSSESSIVE_ENDS = regex.compile(r"['’]s(?=[ ]?[.,;)\n]|$|[ ](?:here|who|with|and|on|for|vs|presents)(?!\w))")
SCORES = _SCORES | list_words(
    "alvarado duke jones silverman downes ballard braden norton bishop wells lawton katz berg tinetti kocher oxford harris"
)
"""Behind these a fraction is a value."""


def find_kept_phrases(text: str) -> list[tuple[int, int]]:
    """Names of insurers, chains of shops and beliefs, characters from and to: those of a whole country identify nobody."""
    return [
        match.span()
        for match in _PHRASES.finditer(text)
        if not _EMPLOYED.search(text, max(0, match.start() - 40), match.start())
    ]


def leave_medical(reading: Reading, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Names but for those in which every word stands for something in medicine or trade, or is a word of every day."""
    found = sorted(spans)
    named = _find_named(reading, found)
    for start, end in found:
        number = reading.word_from(start)
        if number is None or reading.words[number].start >= end or not _is_medical(reading, number, end, named):
            yield start, end


def _find_named(reading: Reading, spans: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Words of names of two and more words: what is somebody's here is no unknown medicine or score elsewhere in the text."""
    named: set[str] = set()
    for start, end in spans:
        number = reading.word_from(start)
        words: list[str] = []
        while number is not None and number < len(reading.words) and reading.words[number].start < end:
            if len(reading.words[number].text) > 1 and reading.words[number].text not in ABBREVIATIONS:
                words.append(reading.words[number].low)
            number += 1
        if len(words) > 1:
            named.update(words)
    return frozenset(named)


def _is_medical(reading: Reading, number: int, end: int, named: frozenset[str]) -> bool:
    words = reading.words
    found = False
    first = number
    while number < len(words) and words[number].start < end:
        word = words[number]
        if stands_for_something(reading, number, alone=number == first) or (
            number == first and word.low not in named and _is_taken_or_measured(reading, number)
        ):
            found = True
        elif (
            not (word.plain and not word.listed)
            and not _is_letter_of_code(reading, word)
            and not (found and _may_follow(word))
            and not (number == first and word.text in ("L", "R"))
        ):
            return False
        number += 1
    return found


def _may_follow(word: Word) -> bool:
    """What stands behind a thing's name and belongs to it: a noun, a model, a class (*Jamar grip*, *King LT*, *Dukes C*)."""
    return (not word.capital and word.plain and not word.first) or (word.upper and len(word.text) < 3)


def _is_letter_of_code(reading: Reading, word: Word) -> bool:
    """`A` as an article or a list's letter, and the letter of a code (*GERD K21.9*)."""
    return word.initial and (word.text == "A" or reading.text[word.end : word.end + 1].isdigit())


def _is_taken_or_measured(reading: Reading, number: int) -> bool:
    """Whether a word alone that no list of ours has is a medicine by its dose, or a score or a sign by its value."""
    word, text = reading.words[number], reading.text
    if (
        not word.capital
        or len(word.text) < 3
        or _has_person_before(text, word.start)
        or _is_person_behind(reading, number)
    ):
        return False
    if _DOSED.match(text, word.end):
        return _GAVE.search(text, max(0, word.start - 8), word.start) is None
    given = word.first and not word.plain
    before = text[max(0, word.start - 16) : word.start]
    if _TAKEN.match(text, word.end):
        return not word.listed or _GIVEN.search(before) is not None
    if not word.listed and _GIVEN.search(before) and word.unknown and _UNKNOWN_TAKEN.match(text, word.end):
        return "with" not in before[-6:]
    return (
        not given
        and not word.upper
        and _LIST_BEFORE.search(before) is not None
        and _VALUED.match(text, word.end) is not None
    )


_GAVE = regex.compile(r"\b(?:gave|give|to|for)[ ]$", regex.IGNORECASE)
_UNKNOWN_TAKEN = regex.compile(r"[ ](?:\d|and|for|w/|since|x)|[ ]?[,.;)\n]|$")


def stands_for_something(reading: Reading, number: int, *, alone: bool = True) -> bool:
    """Whether a word stands for a score, a sign, a device, a medicine, a company or an abbreviation here, not for somebody.

    Parameters
    ----------
    alone
        Whether no name is before it, so that what stands before is looked at.
    """
    word, text = reading.words[number], reading.text
    low, end = word.low, word.end
    if low in _SPOKEN:
        return (reading.begins_sentence(number) and text[end : end + 1] in ",.!?") or "'" in word.text
    if (word.text.isascii() and word.text in ABBREVIATIONS) or (word.upper and word.text in ABBREVIATIONS):
        return not (alone and _has_person_before(text, word.start)) and not (
            word.listed and reading.is_all_capitals(number)
        )
    if low in _MIXED or low.startswith("anti-"):
        return True
    if low in MORE_WORDS and not (alone and _has_person_before(text, word.start)):
        return not word.listed or (not word.capital and word.plain) or _HEADS.match(text, end) is not None
    known = low in NAMED_AFTER_PEOPLE or low.removesuffix("'s") in NAMED_AFTER_PEOPLE
    if not known and "-" in low:
        parts = low.split("-")
        known = sum(part in NAMED_AFTER_PEOPLE for part in parts) > 1
        if known and len(parts) > 1:
            return not (alone and _has_person_before(text, word.start)) and CREDENTIAL.match(text, end) is None
    brand = low in BRANDS and (
        not word.listed or _DOSED.match(text, end) is not None or _TAKEN.match(text, end) is not None
    )
    if not known and not brand:
        return False
    if alone and (_has_person_before(text, word.start) or _SPOKEN_TO.search(text, max(0, word.start - 24), word.start)):
        return False
    if word.capital and _ACTS_BEHIND.match(text, end):
        return False
    if (CREDENTIAL.match(text, end) and text[end : end + 1] == ",") or _is_person_behind(reading, number):
        return False
    if brand or (low in _KNOWN and low not in _OF_PEOPLE and not word.listed):
        return True
    return _is_meant(reading, number)


_HEADS = regex.compile(r"[ ]?[:#/]|[ ]\d|[ ](?:fill|safe|test|review|visit|OV|date|cert|bank)(?!\w)")
"""What stands behind a heading that is a family name, too (*Church: Our Lady*, *Key safe*, *Court 12/17*)."""


def _has_person_before(text: str, start: int) -> bool:
    return _PERSON_BEFORE.search(text, max(0, start - 24), start) is not None


def _is_person_behind(reading: Reading, number: int) -> bool:
    """Whether a given name behind a comma, an initial or somebody's kin says that a person is meant."""
    match = _NAME_BEHIND.match(reading.text, reading.words[number].end)
    if match is None:
        return False
    if number + 1 < len(reading.words) and match[0].startswith(","):
        follows = reading.words[number + 1]
        return (
            follows.first and not follows.plain and follows.low not in NAMED_AFTER_PEOPLE and follows.low not in BRANDS
        )
    return True


def _is_meant(reading: Reading, number: int, depth: int = 0) -> bool:
    """Whether what stands around a word that people are called, too, says that a score, a sign or a thing is meant."""
    word, text = reading.words[number], reading.text
    if _BY.search(text, max(0, word.start - 4), word.start):
        return False
    if _AFTER.match(text, word.end) or (
        word.low.removesuffix("'s") in _DISEASES and _POSSESSIVE_ENDS.match(text, word.end)
    ):
        return True
    before = text[max(0, word.start - 24) : word.start]
    if _SAID_BEFORE.search(before):
        return False
    if _FINDING_BEFORE.search(before) or (word.low in _MAKERS and _CAR_BEFORE.search(before)):
        return True
    if word.low in _DEVICES and _BEFORE.search(before):
        return True
    following = _NEXT.match(text, word.end)
    place = reading.word_at(following.end()) if following and depth < 4 else None
    if place is not None and reading.words[place].low in NAMED_AFTER_PEOPLE:
        return reading.words[place].low not in _OF_PEOPLE or _is_meant(reading, place, depth + 1)
    return False
