"""People's names by origin, and the places of each country."""

_NAMES = """
anglo: Margaret Emily Karen Susan Heather Brooke Joan Linda Ashley Grace Ruth Hazel Diane Natalie Faith Dorothy Paige | Robert Daniel Mark Gary Joshua Kenneth Frank Graham Will Tyler Walter Ian Russell Colin Dale Trevor Chase Dean | Whitfield Carter Hughes Barlow Young Pritchard Thornton Baker Ellis Park Hawkins Rhodes Small Lambert Wood Stanley Cross Bishop Marsh Kirby Lowe Brooks
celtic: Siobhan Aoife Niamh Maire Catriona Bronwen Eilidh Sinead Orla Rhiannon Ciara Deirdre | Padraig Declan Hamish Eoin Gareth Callum Seamus Rhys Fergus Conor Diarmuid Iain | O'Sullivan McAllister Byrne Kelleher MacDonald O'Shea Llewellyn Doherty Gallagher Macleod Ni_Bhriain Fitzpatrick Cadwallader McGrath Moriarty
hispanic: Maria Guadalupe Rosa Ximena Luz Carmen Yolanda Esperanza Marisol Dolores Araceli Paloma | Jose Jesus Alejandro Hector Ramon Luis Miguel Angel Javier Ernesto Cruz Raul | Garcia Hernandez De_La_Cruz Ortiz-Vega Villanueva Santos Reyes Delgado Fuentes Rios Quintero Zamora Bautista Mendoza Castillo
black: Latoya Keisha Imani Ebony Tamika Monique Shanice Aaliyah Denise Precious | Darnell Jamal Tyrone Marcus DeShawn Terrence Andre Malik Reggie Isaiah | Washington Jefferson Booker Gaines Tubbs Freeman Banks Coleman Battle Dorsey Hairston Pettway
chinese: Wei_Ling Mei Xiu_Ying Hui_Min Jia_Hui Lan Pei_Shan Fang Siew_Hoon Li_Na | Jian Wei_Jie Kok_Leong Zhi_Hao Ming Boon_Kiat Jun Guang Chee_Keong Yong | Tan Lim Chua Wong Zhang Ng Ong Goh Liu Teo Huang Koh Xu Chen
asian: Thuy Linh Yuki Hye-jin Haruka Soo-min Ngoc Ayumi Mai Eun-ji | Minh Kenji Sang-woo Tuan Hiroshi Dong-hyun Duc Takeshi Bao Ji-ho | Nguyen Tran Kim Tanaka Pham Park Yamamoto Choi Vo Watanabe Le Bui
indian: Priya Lakshmi Anjali Sunita Harpreet Fatima Kavita Meena Asha Divya Jaswinder Shanthi | Rajesh Arjun Gurpreet Suresh Imran Venkatesh Vikram Mohan Balbir Anand Sanjay Karthik | Patel Sharma Singh Iyer Reddy Kaur Nair Mukherjee Das Chaudhary Deshpande Pillai Fernandes Subramaniam Bose Malhotra
arabic: Aisha Noor Mariam Zainab Layla Huda Samira Yasmin Rania Khadija | Mohammed Omar Yusuf Khalid Tariq Hassan Bilal Ahmad Mustafa Ziad | Al-Masri Haddad Khan El-Sayed Mansour Abdullah Hussain Malik Saleh Abdul-Rahman Farouk Qureshi Siddiqui
african: Chidinma Ngozi Wanjiku Adaeze Folasade Akinyi Thandiwe Nomvula Amina Blessing Zanele Atieno | Chukwuemeka Oluwaseun Kamau Tunde Sipho Kwame Emeka Otieno Themba Mandla Ifeanyi Kiprono | Okafor Adeyemi Mwangi Nkosi Odhiambo Dlamini Eze Balogun Wambui Mahlangu Abubakar Nwosu Kipchoge Khumalo Achieng Mensah
afrikaans: Annelie Marietjie Elsabe Karien Hanlie Ilse | Johannes Pieter Hendrik Willem Francois Deon | van_der_Merwe Botha du_Plessis Pretorius Venter Steyn Joubert Coetzee Kruger
slavic: Agnieszka Olena Katarzyna Svetlana Jelena Ivana Halina Oksana | Piotr Dmitri Krzysztof Bogdan Goran Andrzej Mykola Zoran | Kowalczyk Ivanov Nowak Petrovic Shevchenko Wojcik Horvat Zielinski Bondarenko Dvorak Sokolov
nordic: Astrid Ingrid Solveig Maja Sigrid Annika | Lars Bjorn Erik Anders Magnus Leif | Lindqvist Halvorsen Nygaard Bergstrom Sorensen Jorgensen Haugen Dahl
pacific: Sina Mele Aroha Leilani Ngaire Losa Hinemoa | Sione Tama Wiremu Tavita Rangi Semisi Kahu | Tuilagi Parata Faleolo Ngata Taufa Fa'asavalu Kereama Te_Kanawa Vaipulu
"""
NAMES = {
    origin: tuple(tuple(name.replace("_", " ") for name in part.split()) for part in names.split("|"))
    for origin, names in (line.split(": ", 1) for line in _NAMES.strip().split("\n"))
}
"""By origin: given names of women, of men, and family names."""
_NICKNAMES = "Margaret:Peggy Robert:Bob Daniel:Danny Susan:Sue Kenneth:Ken Joshua:Josh Dorothy:Dot Walter:Wally Linda:Lin Russell:Russ Heather:Heth Natalie:Nat Ashley:Ash Joan:Joanie Padraig:Podge Guadalupe:Lupe Jose:Pepe Maria:Mari Alejandro:Alex Dolores:Lola Miguel:Mike Terrence:TJ Mohammed:Mo Rajesh:Raj Harpreet:Preeti Gurpreet:Guri Venkatesh:Venky Chukwuemeka:Emeka Oluwaseun:Seun Folasade:Sade Katarzyna:Kasia Piotr:Pete Krzysztof:Kris Johannes:Hannes Catriona:Cat Yolanda:Yoli Priya:Pri Lakshmi:Lucky Agnieszka:Aga Ingrid:Inga Wiremu:Wi"
NICKNAMES = dict(pair.split(":") for pair in _NICKNAMES.split())
PEOPLES = {
    "us": "anglo anglo anglo anglo anglo black black hispanic hispanic hispanic chinese asian indian arabic african slavic nordic pacific celtic",
    "uk": "anglo anglo anglo anglo celtic celtic indian indian arabic african slavic chinese",
    "ie": "celtic celtic celtic celtic anglo slavic african indian",
    "ca": "anglo anglo anglo celtic indian chinese asian slavic arabic nordic",
    "au": "anglo anglo anglo celtic slavic chinese asian indian arabic pacific",
    "nz": "anglo anglo pacific pacific celtic indian chinese",
    "in": "indian indian indian indian arabic",
    "sg": "chinese chinese chinese indian arabic",
    "za": "african african afrikaans anglo indian",
    "ph": "hispanic hispanic hispanic chinese",
    "ng": "african african african arabic",
    "ke": "african african african arabic indian",
}
TOWNS = {
    "us": "Elkhart;IN;465## Bangor;ME;044## Yakima;WA;989## Tuscaloosa;AL;354## Duluth;MN;558## Fresno;CA;937## Laredo;TX;780## Worcester;MA;016## Paducah;KY;420## Pueblo;CO;810## Altoona;PA;166## Ocala;FL;344## Flint;MI;485## Macon;GA;312## Coos_Bay;OR;974## Sioux_Falls;SD;571## Utica;NY;135## Beaumont;TX;777## Reading;PA;196## Mobile;AL;366## Independence;MO;640## Hilo;HI;967## Las_Cruces;NM;880## Eau_Claire;WI;547##",
    "uk": "Kendal;Cumbria;LA9_#^^ Barnsley;South_Yorkshire;S7#_#^^ Hexham;Northumberland;NE46_#^^ Truro;Cornwall;TR1_#^^ Wrexham;Clwyd;LL1#_#^^ Perth;Perthshire;PH1_#^^ Bury;Lancashire;BL9_#^^ Lisburn;Co._Antrim;BT28_#^^ Ilkeston;Derbyshire;DE7_#^^ Deal;Kent;CT14_#^^ Bath;Somerset;BA1_#^^ Sandwell;West_Midlands;B7#_#^^",
    "ie": "Galway;Co._Galway;H91_~#~# Tralee;Co._Kerry;V92_~#~# Navan;Co._Meath;C15_~#~# Sligo;Co._Sligo;F91_~#~# Ennis;Co._Clare;V95_~#~#",
    "ca": "Kingston;ON;K7L_#^# Red_Deer;AB;T4N_#^# Nanaimo;BC;V9R_#^# Moncton;NB;E1C_#^# Brandon;MB;R7A_#^# Sudbury;ON;P3E_#^# Saskatoon;SK;S7K_#^#",
    "au": "Ballarat;VIC;33## Dubbo;NSW;28## Toowoomba;QLD;43## Bunbury;WA;62## Whyalla;SA;56## Launceston;TAS;72## Wagga_Wagga;NSW;26##",
    "nz": "Whangarei;;011# Rotorua;;301# Timaru;;791# Hastings;;412# Gisborne;;401# Dunedin;;901#",
    "in": "Kochi;Kerala;682_0## Nagpur;Maharashtra;4400## Coimbatore;Tamil_Nadu;641_0## Lucknow;Uttar_Pradesh;2260## Ludhiana;Punjab;1410## Mysuru;Karnataka;570_0## Guntur;Andhra_Pradesh;5220##",
    "sg": "Bedok;;46#### Tampines;;52#### Jurong_West;;64#### Woodlands;;73#### Ang_Mo_Kio;;56####",
    "za": "Polokwane;Limpopo;07## Pietermaritzburg;KwaZulu-Natal;32## George;Western_Cape;65## Mthatha;Eastern_Cape;51## Soweto;Gauteng;18##",
    "ph": "Dasmariñas;Cavite;41## Iloilo_City;Iloilo;50## Batangas_City;Batangas;42## Dagupan;Pangasinan;24## Tagbilaran;Bohol;63##",
    "ng": "Enugu;Enugu_State;400### Abeokuta;Ogun_State;110### Ikeja;Lagos_State;100### Owerri;Imo_State;460### Kaduna;Kaduna_State;800###",
    "ke": "Kisumu;Kisumu_County;40100 Nakuru;Nakuru_County;20100 Eldoret;Uasin_Gishu_County;30100 Thika;Kiambu_County;01000",
}
VILLAGES = {
    "us": "Goshen|Cedar Grove|Maple Heights|Old Town|Brewer|West Side|Pine Hills|Union Gap|Eastlake|Millbrook|Oak Park|Mount Pleasant|Chinatown|Bay Ridge|Sunnyside|Paradise Valley",
    "uk": "Staveley|Little Aston|Penrhyn Bay|Upper Poppleton|Balsall Heath|Dalston|Great Barr|Stoke Newington|Dunkeld|Wath|Hope|Battle|Peckham|Nether Edge",
    "ie": "Salthill|Oughterard|Fenit|Ballincollig|Tallaght|Knocknacarra|Rosses Point",
    "ca": "Napanee|Westboro|Scarborough|Lacombe|Dieppe|The Beaches|Riverview",
    "au": "Footscray|Sebastopol|Mount Druitt|Fremantle|Coolangatta|Sunshine|St Kilda|Orange",
    "nz": "Otara|Mangere|Kawerau|Papakura|St Clair|Onerahi",
    "in": "Indiranagar|Edappally|T. Nagar|Gomti Nagar|Sitabuldi|Model Town|Koramangala|Andheri East",
    "sg": "Toa Payoh|Bukit Merah|Hougang|Clementi|Geylang",
    "za": "Mamelodi|Khayelitsha|Rondebosch|Umlazi|Seshego|Hillbrow",
    "ph": "Brgy. San Isidro|Barangay Malabon|Brgy. Poblacion|Sampaloc|Brgy. Sta. Cruz",
    "ng": "Surulere|Abakpa|Ogui|Ajegunle|Barnawa",
    "ke": "Kondele|Langas|Kibera|Nyalenda|Makongeni",
}
HOSPITALS = {
    "us": "Elkhart General Hospital|Elkhart General;Saint Brendan Regional Medical Center|St. Brendan's;Brigham and Women's Hospital|the Brigham;Massachusetts General Hospital|MGH;Mercy Hospital of Yakima|Mercy;Harlan County Community Hospital|Harlan Community;Providence Sacred Heart Medical Center|Sacred Heart;University of Alabama Hospital|UAB;Kaiser Permanente Fresno Medical Center|Kaiser Fresno;Cleveland Clinic|CCF;Parkland Memorial Hospital|Parkland;Good Samaritan Hospital|Good Sam;Johns Hopkins Hospital|Hopkins;Mayo Clinic|Mayo;North Valley Medical Center|North Valley;Ochsner Medical Center|Ochsner;Durham VA Medical Center|Durham VA",
    "uk": "Royal Lancaster Infirmary|RLI;Barnsley District General Hospital|Barnsley DGH;St James's University Hospital|Jimmy's;Addenbrooke's Hospital|Addenbrooke's;Royal Cornwall Hospital, Treliske|Treliske;Ninewells Hospital|Ninewells;Queen Elizabeth Hospital Birmingham|the QE;Wrexham Maelor Hospital|the Maelor;Royal Victoria Hospital|RVH;Guy's and St Thomas'|GSTT;Hairmyres Hospital|Hairmyres;Northwick Park Hospital|Northwick Park",
    "ie": "University Hospital Galway|UHG;Our Lady of Lourdes Hospital, Drogheda|the Lourdes;Beaumont Hospital|Beaumont;Mater Misericordiae University Hospital|the Mater;Sligo University Hospital|SUH",
    "ca": "Kingston General Hospital|KGH;Sunnybrook Health Sciences Centre|Sunnybrook;Foothills Medical Centre|Foothills;St. Michael's Hospital|St. Mike's;Royal Alexandra Hospital|the Royal Alex",
    "au": "Royal Prince Alfred Hospital|RPA;Ballarat Base Hospital|Ballarat Base;Sir Charles Gairdner Hospital|Charlies;Princess Alexandra Hospital|the PA;Monash Medical Centre|Monash",
    "nz": "Middlemore Hospital|Middlemore;Starship Children's Hospital|Starship;Whangarei Hospital|Whangarei;Waikato Hospital|Waikato",
    "in": "Christian Medical College, Vellore|CMC Vellore;Apollo Hospitals, Greams Road|Apollo;Lisie Hospital|Lisie;KEM Hospital|KEM;Fortis Hospital Ludhiana|Fortis",
    "sg": "Tan Tock Seng Hospital|TTSH;Khoo Teck Puat Hospital|KTPH;Changi General Hospital|CGH;National University Hospital|NUH",
    "za": "Chris Hani Baragwanath Academic Hospital|Bara;Groote Schuur Hospital|Groote Schuur;Netcare Milpark Hospital|Milpark;Grey's Hospital|Grey's;Tygerberg Hospital|Tygerberg",
    "ph": "Philippine General Hospital|PGH;De La Salle University Medical Center|DLSUMC;St. Luke's Medical Center|St. Luke's;Western Visayas Medical Center|WVMC",
    "ng": "Lagos University Teaching Hospital|LUTH;University of Nigeria Teaching Hospital, Ituku-Ozalla|UNTH;Parklane Hospital|Parklane;Federal Medical Centre, Owerri|FMC Owerri",
    "ke": "Kenyatta National Hospital|KNH;Moi Teaching and Referral Hospital|MTRH;Aga Khan Hospital, Kisumu|Aga Khan;Jaramogi Oginga Odinga Teaching and Referral Hospital|JOOTRH",
}
_WEST = {
    "ward": "Harrington Ward|Nightingale Ward|Princess Anne Ward|Florence Unit|Kennedy Pavilion|Windermere Ward|Churchill Ward|Mackenzie Unit|Balmoral Ward|Osler Unit|Rosewood Unit",
    "clinic": "Riverside Family Practice|Castle Street Surgery|Lakeview Medical Group|The Old Mill Surgery|Harbour Medical Centre|St. Anne's Health Center|Northgate Clinic|Kirkgate Surgery",
    "home": "Sunrise of Maple Grove|Rosewood Manor|Abbeyfield House|The Willows|Golden Oaks Care Center|St. Joseph's Home|Bethany Lodge|Summerset Village|Four Seasons",
    "school": "Lincoln Elementary|St. Mary's Primary School|Westfield High|Roosevelt Middle School|Holy Family School|King Edward's",
    "work": "Amazon|Royal Mail|Tesco|Henderson & Sons Roofing|Delta Plumbing|Jaguar Land Rover|Costco|Kellogg's|the Corner Bakery|Sainsbury's|Network Rail|Greggs",
    "church": "St. Luke's Lutheran Church|Grace Baptist|First Presbyterian|Holy Trinity|Our Lady of Perpetual Help|New Hope Chapel|Sacred Heart Parish|Al-Noor Mosque",
    "pharm": "Boots|Lloyds Pharmacy|Rowlands|Superdrug|Hill's Pharmacy|Wood Street Pharmacy|Well Pharmacy",
    "venue": "the Red Lion|Riverside Park|the Crown|Victoria Park|Memorial Stadium|the Fox and Hounds",
    "house": "Rose Cottage|Hill View|Tigh na Mara|The Old Rectory|Ivy House|Ashgrove|Llys Helyg|Orchard End",
}
KINDS_OF_PLACE = {
    "us": _WEST | {"clinic": "Riverside Family Practice|Lakeview Medical Group|Cedar Grove Family Medicine|Valley Pediatrics|St. Anne's Health Center|Northgate Clinic|Kaiser Pinole|Elm Street Internal Medicine", "home": "Sunrise of Maple Grove|Rosewood Manor|Golden Oaks Care Center|St. Joseph's Home|Brookdale|Heritage Hills SNF|Manor Care|Bethany Village", "school": "Lincoln Elementary|Westfield High|Roosevelt School|Holy Family School|Jefferson School|Oakdale Christian|St. Rita's|Cesar Chavez Academy", "work": "Amazon|Walmart|Home Depot|Boeing|Henderson & Sons Roofing|Delta Plumbing|Blue Ridge Poultry|Costco|Tyson Foods|the Corner Bakery|FedEx|Target", "pharm": "Walgreens|CVS|Rite Aid|Kroger Pharmacy|Hill's Pharmacy|Costco Pharmacy|Walmart Pharmacy|Medicine Shoppe", "venue": "Riverside Park|Planet Fitness|Lake Wilmer|Applebee's|Memorial Stadium|the YMCA on Third|Dollar General|Olive Garden", "ward": "Harrington 4|Kennedy Pavilion|Osler Unit|Blalock 7|the Rosewood Unit|Ellison 12|Meyer 5|the Hoover Wing|Lunder 9|Tower Shapiro 8"},
    "ca": _WEST | {"work": "Canadian Tire|Canada Post|Loblaws|Suncor|Tim Hortons", "pharm": "Shoppers Drug Mart|Rexall|Pharmasave|London Drugs", "clinic": "Lakeview Medical Group|Princess Street Family Health Team|Harbour Medical Centre"},
    "au": _WEST | {"work": "Woolworths|BHP|Bunnings|Coles|Qantas|Australia Post", "pharm": "Chemist Warehouse|Priceline|TerryWhite Chemmart", "clinic": "Sturt Street Medical Centre|Harbour Medical Centre|Northgate Clinic"},
    "nz": _WEST | {"work": "Fonterra|Countdown|Mitre 10|Silver Fern Farms|NZ Post", "pharm": "Unichem|Life Pharmacy|Hill's Pharmacy", "school": "Otara Primary|Gisborne Boys' High|St Peter's College"},
    "za": _WEST | {"work": "Sasol|Shoprite|Eskom|Pick n Pay|Anglo American", "pharm": "Clicks|Dis-Chem|Link Pharmacy", "clinic": "Seshego Clinic|Nolungile CDC|Mediclinic George", "venue": "Sandton City|Kings Park|Nando's"},
    "ie": _WEST | {"work": "An Post|Dunnes Stores|Intel|ESB|Kerry Group", "pharm": "Boots|McCabes|Hickey's Pharmacy", "school": "Scoil Mhuire|St. Mary's Primary School|Gaelscoil Dara"},
    "in": _WEST | {"clinic": "Sanjeevani Clinic|Lotus Polyclinic|Dr Rao's Nursing Home|Sai Krupa Hospital", "home": "Shanti Niketan Old Age Home|Ashraya Home|Snehalaya", "ward": "Gandhi Ward|Mother Teresa Ward|Nehru Block|Sushruta Block", "school": "Kendriya Vidyalaya|St Xavier's School|DPS|Delhi Public School", "work": "Infosys|Tata Motors|State Bank of India|BSNL|Hindustan Lever|Meera Textiles", "church": "St Thomas Church|Ganesh temple|Jama Masjid|Gurdwara Sahib", "pharm": "Apollo Pharmacy|MedPlus|Sri Balaji Medicals", "venue": "Lalbagh|Phoenix Mall|Saravana Bhavan", "house": "Sree Nilayam|Lakshmi Nivas|Shanti Kunj"},
    "sg": _WEST | {"clinic": "Bedok Polyclinic|Raffles Medical|Healthway Medical|Tan Family Clinic", "home": "Ren Ci Nursing Home|St Theresa's Home|Orange Valley", "ward": "Lee Kong Chian Ward|Ng Teng Fong Ward|Tan Chin Tuan Ward", "school": "Nanyang Primary|Raffles Institution|Tampines Secondary", "work": "Singapore Airlines|NTUC FairPrice|Keppel Shipyard|SMRT|Grab", "church": "Wesley Methodist|Kwan Im Temple|Masjid Sultan", "pharm": "Guardian|Watsons|Unity Pharmacy", "venue": "Bedok Reservoir|Tampines Mall|Maxwell Food Centre"},
    "ph": _WEST | {"clinic": "Santos Medical Clinic|San Lorenzo Polyclinic|Rural Health Unit of Tanza", "home": "Hospicio de San Jose|Golden Acres|San Lorenzo Ruiz Home", "ward": "Sta. Ana Ward|Rizal Pavilion|St. Therese Ward", "school": "Rizal Elementary School|San Beda|Ateneo", "pharm": "Mercury Drug|Watsons|Rose Pharmacy", "work": "Jollibee|SM Supermarket|Meralco|Cebu Pacific|Sykes", "church": "Sto. Niño Parish|Iglesia ni Cristo Poblacion|San Agustin Church", "venue": "SM Dasma|Luneta Park|Robinsons Place"},
    "ng": _WEST | {"clinic": "Divine Mercy Clinic|Eko Specialist Clinic|Iyi-Enu Mission Clinic", "home": "Regina Mundi Home|Holy Family Home", "ward": "Azikiwe Ward|Awolowo Ward|Mary Slessor Ward", "school": "Queen's College|Government Secondary School Garki|Royal Kiddies Academy", "work": "Dangote Cement|MTN|Zenith Bank|NNPC|Innoson Motors", "church": "Redeemed Church|Winners Chapel|St Mulumba's|Central Mosque", "pharm": "HealthPlus|MedPlus Pharmacy|Alpha Pharmacy", "venue": "Balogun Market|Ogbete Main Market|Shoprite"},
    "ke": _WEST | {"clinic": "Lumumba Sub-County Hospital|Avenue Clinic|St Monica's Dispensary", "home": "Mji wa Huruma|Nyumba ya Wazee|PCEA Thogoto Home", "ward": "Kenyatta Ward|Wangari Ward|Lodwar Ward", "school": "Maseno School|Alliance High|Kisumu Girls", "work": "Safaricom|Kenya Power|Unga Ltd|Equity Bank|Kakuzi", "church": "PCEA St Andrew's|AIC Milimani|Jamia Mosque|ACK St Stephen's", "pharm": "Goodlife Pharmacy|Haltons|Mimosa Pharmacy", "venue": "Kibuye Market|Uhuru Park|Naivas"},
}  # fmt: skip
ROADS = {
    "in": "MG Road|Nehru Street|3rd Cross, 5th Main|Gandhi Nagar Road|Anna Salai|Station Road|Temple Road",
    "sg": "Bedok North Ave 3|Tampines Street 81|Jurong West St 52|Ang Mo Kio Ave 10|Lorong 8 Toa Payoh",
    "ph": "Rizal Street|Mabini St.|Bonifacio Ave|Quezon Blvd|Sampaguita St",
    "ng": "Awolowo Road|Zik Avenue|Adeniran Ogunsanya Street|Ahmadu Bello Way|Okpara Avenue",
    "ke": "Oginga Odinga Street|Kenyatta Avenue|Moi Road|Ngong Road|Nandi Road",
    "za": "Church Street|Voortrekker Road|Nelson Mandela Drive|Kloof Street|Jan Smuts Avenue",
    "us": "Lincoln Ave|Maple Street|N. Main St|Sycamore Ln|Martin Luther King Jr. Blvd|County Road 12|Washington St|Birch Hollow Ct|W 43rd St|Elm Dr|Highway 20 East|Peachtree Rd",
    "": "Church Street|Station Road|High Street|Queen Street|Beech Close|Mill Lane|Victoria Road|Albert Terrace|Elizabeth Crescent|Harbour View|Grange Avenue|George Street",
}
HOLIDAYS = {
    "us": "Thanksgiving|Christmas|Christmas Eve|Labor Day|the Fourth of July|Memorial Day|Easter Sunday|New Year's Eve|Halloween|Mother's Day",
    "in": "Diwali|Onam|Holi|Republic Day|Eid|Pongal", "sg": "Chinese New Year|Deepavali|National Day|Hari Raya",
    "": "Christmas Day|Boxing Day|Easter Monday|Good Friday|New Year's Day|Easter|Christmas Eve|Eid",
}  # fmt: skip
