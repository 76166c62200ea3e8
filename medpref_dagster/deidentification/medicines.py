"""Names under which medicines, dressings and devices are sold: words with a capital that no list of words need have.

Written down from common knowledge of the trade names in use in the United States and some of Europe; generic names are
recognized by their endings (`looks_generic`).
"""

import regex

_BRANDS = (
    "abilify accolate accupril accuretic accutane aceon aciphex actemra acthar acticoat actonel actos acular adalat adcirca adderall addyi adempas adipex advair advil afinitor afrin aggrenox "
    "aimovig aircast ajovy akynzeo albenza aldactone aldara aldomet alecensa aleve alimta alinia alkeran allegra alphagan altace altoprev alunbrig amaryl ambien ambu amerge amitiza ampyra "
    "anaprox androderm androgel anoro antabuse antivert anusol anzemet apidra apriso aptiom aptivus aquacel aranesp arava aricept arimidex aristocort arixtra armour arnuity aromasin arthrotec "
    "asacol asmanex astelin atacand atelvia ativan atripla atrovent aubagio augmentin austedo avalide avandia avapro avastin avelox aviane avodart avonex axert axid azactam azilect azopt azor "
    "azulfidine baclosan bactrim bactroban banzel baqsimi baraclude basaglar bavencio baxdela belbuca belsomra benadryl benicar benlysta bentyl benzaclin betaseron betimol betoptic bevespi "
    "bextra biaxin bicillin bidil bijuva biktarvy bioderm biofreeze bipap blenrexa boniva botox braftovi bravelle breo breztri brilinta briviact brukinsa bumex buprenex buspar butrans bydureon "
    "byetta bystolic caduet calan calquence camzyos canasa caplyta capoten capozide carafate carbatrol cardizem cardura casodex catapres caverject ceclor cedax ceftin cefzil celebrex celexa "
    "cellcept cerebyx cetaphil chantix cialis cibinqo cimzia cipralex cipro ciprodex ciproxin clarinex claritin cleocin clexane climara clinitron clinoril clomid clozaril cogentin colace colazal "
    "colcrys coly combigan combivent combivir compazine complera comtan comvax concerta contrave copaxone coreg corgard cortef cortizone cosentyx cosopt coumadin cozaar cpap creon crestor "
    "cubicin cuvposa cyklokapron cymbalta cytomel cytotec cytoxan dalacin daliresp dalvance daypro ddavp decadron delstrigo delzicol demadex demerol depacon depakene depakote depo-medrol "
    "depo-provera dermabond desoxyn desyrel detrol dexcom dexedrine dexilant diabeta diamox differin dificid diflucan dilantin dilaudid diovan dipentum diprivan ditropan dobbhoff dolophine "
    "donnatal doptelet doral dostinex dovato dovonex doxil dramamine duac duavee duexis dulcolax dulera duoneb dupixent duragesic dyazide dynacirc dynasplint dyrenium edarbi edarbyclor edecrin "
    "edurant effexor effient elavil eldepryl elidel eligard eliquis elmiron emend emflaza emgality enablex enbrel enfamil entocort entresto entyvio epclusa epivir epogen epzicom equagesic "
    "erbitux erleada esidrix eskalith estrace estraderm estring eucerin eucrisa eulexin evista evotaz exelon exforge exjade eylea famvir fanapt fareston farxiga farydak faslodex feldene femara "
    "femhrt ferrlecit fetzima fiasp fioricet fiorinal firazyr fitbit flagyl flexeril flomax flonase florinef flovent floxin focalin foradil fortamet forteo fosamax fosrenol fragmin freestyle "
    "frova fycompa gabitril gablofen gardasil gatorade gattex gelfoam gemtesa genotropin genvoya geodon gilenya gilotrif gimoti gleevec glucagen glucerna glucophage glucotrol glucovance glynase "
    "glyset glyxambi golytely gralise gvoke halaven halcion haldol harvoni havrix hemangeol hep-lock heplisav herceptin hibiclens hiprex horizant humalog humira humulin hycodan hydrea hygroton "
    "hytrin hyzaar ibrance iclusig ilaris ilumya imbruvica imdur imfinzi imitrex imodium imovane imuran incivek incruse inderal indocin inflectra ingrezza inlyta innopran inspra intelence "
    "intermezzo intuniv invega invirase invokamet invokana isentress isordil isuprel jakafi jalyn janumet januvia jardiance jentadueto jevity jublia juluca juvisync kadcyla kaletra kalydeco "
    "kapvay kariva kayexalate kazano keflex kenalog keppra kerendia kerlix kerlone kesimpta ketek keytruda kineret kling klonopin klor-con kombiglyze krystexxa kyleena kyprolis lamictal lamisil "
    "lanoxin lantus lap-band lasix latuda lemtrada lenvima lescol letairis leukeran levaquin levbid levemir levitra levophed levoxyl levsin lexapro lexiva libre librium lidoderm lifevest "
    "ligasure linzess lioresal lipitor lipofen lithobid livalo lodine loestrin lofstrand lomotil lonsurf lopid lopressor lorbrena lortab losec lotemax lotensin lotrel lotrimin lotronex lovaza "
    "lovenox lucemyra lucentis lumigan luminal lunesta lupron luvox lybalvi lynparza lyrica lysodren macrobid macrodantin malarone mavenclad mavik mavyret maxair maxalt maxipime maxitrol maxzide "
    "medihoney medline medrol mekinist mellaril menactra menveo mepilex mepitel mepron meridia mestinon metamucil metrogel mevacor miacalcin micardis microgestin microzide midamor midol minimed "
    "minipress minocin miralax mirapex mirena mirvaso mitigare mobic monopril monurol motegrity motrin mounjaro movantik mucinex mucomyst multaq myambutol mycobutin myfortic mylanta myleran "
    "myrbetriq mysoline namenda namzaric naprosyn narcan nardil nasacort nasonex natazia natrecor navane nebcin neoral neosporin nepro nesina neulasta neupogen neupro neurontin nexavar nexium "
    "nexletol nexlizet nexplanon niaspan nicoderm nicorette nicotrol ninlaro nitrostat nizoral nolvadex norco nordette normodyne noroxin norpace norpramin norvasc norvir novolin novolog noxafil "
    "nplate nubeqa nucala nucynta nuedexta nulojix nulytely nuplazid nurtec nutren nutropin nuvaring nuvigil nyquil ocaliva ocrevus odefsey odomzo ofev ofirmev olumiant olysio omnaris omnicef "
    "omnipod onfi onglyza onmel onpattro opana opdivo opsumit optifoam orajel orap orencia orilissa orkambi ortho-novum oseni osmolite osphena osteobiflex otezla otrexup oxtellar oxycontin "
    "ozempic pamelor parlodel parnate pataday patanol paxil paxlovid pedialite pedialyte pediapred pediasure pegasys pepcid peptamen percocet percodan perforomist periactin peridex perjeta "
    "permax persantine pitocin plaquenil plavix plegridy plendil pletal pleurx pneumovax pomalyst ponstel port-a-cath portacath powerport pradaxa praluent prandin pravachol precedex precose "
    "premarin premphase prempro prevacid prevnar prevpac prevymis prezcobix prezista priftin prilosec primaxin prinivil prinzide pristiq proair procardia prochieve procrit prograf prolastin "
    "proleukin prolia prometrium propecia proscar protonix protopic proventil provera provigil proxigel prozac pulmicort pulmozyme purixan pyridium qbrexza qnasl qsymia qtern questran qulipta "
    "qvar radicava ranexa rapaflo rapamune rasuvo rayos razadyne rebif reclast reglan relafen relenza relistor relpax remeron remicade remodulin renagel renvela repatha requip rescriptor rescula "
    "restasis restoril retacrit retevmo retin-a retrovir revatio revia revlimid rexulti reyataz reyvow rezulin rheumatrex rhinocort ridaura rifadin rilutek rinvoq risperdal ritalin rituxan "
    "robaxin robinul robitussin rocaltrol rocephin rozerem rozlytrek rybelsus rydapt rytary rythmol sabril salagen samsca sanctura sandimmune sandostatin santyl saphris savaysa savella saxenda "
    "seconal sectral segluromet selzentry sensipar septra serax serevent seroquel serzone shingrix signifor siliq silvadene simbrinza similac simponi sinemet sinequan singulair sirturo sivextro "
    "skelaxin skyla skyrizi slynd soliqua soliris solu-cortef solu-medrol sonata soriatane sotylize sovaldi spinraza spiriva sporanox spravato sprycel stalevo starlix steglatro stelara stendra "
    "steri-strip steri-strips stiolto stivarga strattera stribild striverdi suboxone subutex sudafed sular sunosi supprelin suprax surgicel sustiva sutent symbicort symbyax symdeko symfi symlin "
    "symmetrel symproic symtuza synagis synalar synarel syndros synjardy synthroid synvisc systane tabrecta tafinlar tagamet tagrisso taltz talzenna tambocor tamiflu tapazole tarceva targretin "
    "tarka tasigna tasmar taxol taxotere tazorac tecentriq tecfidera tegaderm tegretol tekturna temodar tenex tenoretic tenormin tequin teveten thalitone thalomid theo-dur tiazac ticlid tigan "
    "tikosyn timoptic tivicay tobii tobradex tofranil tolectin topamax topicort toprol toradol torisel toujeo toviaz tracleer tradjenta trandate transderm travatan trelegy tremfya trental "
    "trexall treximet tribenzor tricor trijardy trikafta trilafon trileptal trilipix trintellix triumeq trizivir trulance trulicity truvada tudorza tukysa twinrix twynsta tybost tykerb tylenol "
    "tymlos tysabri tyvaso tyzeka ubrelvy uceris uloric ultracet ultram ultresa uniretic unithyroid univasc uptravi urecholine uroxatral urso valcyte valium valtrex vancocin vaniqa vanos vantin "
    "vaqta varivax vascepa vaseline vaseretic vasotec velcade velphoro veltassa vemlidy venclexta venofer ventavis ventolin veozah verelan verquvo versed verzenio vesicare vfend viagra vibativ "
    "viberzi vibramycin vicodin vicoprofen victoza victrelis videx viibryd vimovo vimpat viokace viracept viramune viread virtussin visicol visken vistaril vitrakvi vivactil vivelle vivitrol "
    "vivonex voltaren vosevi votrient vraylar vumerity vytorin vyvanse vyzulta wakix wegovy welchol wellbutrin xalatan xalkori xanax xarelto xeljanz xeloda xenazine xenical xeomin xeroform xgeva "
    "xifaxan xigduo xiidra xofluza xolair xopenex xospata xtampza xtandi xulane xultophy xylocaine xyrem xyzal yasmin yaz yervoy zanaflex zanosar zantac zarontin zaroxolyn zarxio zebeta zegerid "
    "zejula zelapar zelboraf zelnorm zemplar zenpep zepatier zepbound zeposia zerit zestoretic zestril zetia ziac ziagen zinacef zinbryta zio zioptan zithromax zocor zofran zoladex zolinza zoll "
    "zoloft zometa zomig zonegran zontivity zortress zostavax zosyn zovirax ztlido zubsolv zulresso zurampic zyban zydelig zyflo zykadia zyloprim zymar zyprexa zyrtec zytiga zyvox"
)
BRANDS = frozenset(_BRANDS.split())
"""Of medicines, vaccines, dressings, foods and devices."""

_GENERIC = regex.compile(
    r"\p{L}{2,}(?:cillin|mycin|micin|floxacin|cycline|azole|prazole|sartan|statin|dipine|olol|alol|pril|parin|gliptin|gliflozin|glutide|tidine|setron|triptan|oxetine|azepam|azolam|barbital|"
    r"caine|thiazide|semide|mab|nib|tinib|ciclib|rafenib|limus|vir|vudine|citabine|taxel|rubicin|platin|dronate|dronic|methasone|solone|sonide|terol|tropium|lukast|profen|coxib|triptyline|"
    r"pramine|peridol|apine|idone|piprazole|racetam|bamate|gabalin|pentin|formin|glitazone|gliclazide|uride|zosin|steride|afil|fibrate|trexate|purine|quine|cycline|oxacin|fungin|nazole|"
    r"penem|cef\p{L}*|xaban|gatran|grel|plase|ximab|zumab|lizumab|tide|kinra|cept|feron|poetin|grastim|relin|relix|trozole|estrant|gestrel|gesterone|estradiol|oxifene)"
)


def looks_generic(word: str) -> bool:
    """Whether a word (lower case) has the ending of the generic name of a medicine: `mirtazapine`, `Semaglutide`."""
    return len(word) > 7 and _GENERIC.fullmatch(word) is not None
