"""Made-up people and real enough places: words to fill the notes with. `_` in a word stands for a blank."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


# origin -> (women's given names, men's given names, family names)
NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    origin: (_words(women), _words(men), _words(families))
    for origin, women, men, families in (
        ("anglo",
         """Margaret Susan Linda Patricia Barbara Jennifer Karen Nancy Lisa Betty Dorothy Sandra Ashley Emily Donna Carol
         Michelle Amanda Melissa Deborah Stephanie Rebecca Laura Sharon Cynthia Kathleen Amy Helen Ruth Joan Judith Alice
         Jean Doris Marilyn Grace Rose Charlotte Chloe Hannah Sophie Lauren Megan Olivia Ava Isla Harper Hazel Brenda Tracy
         June Pamela Gillian Heather Beverley Sheila Vera Ivy Poppy Mia Ella Evelyn Abigail Victoria Paige Destiny Jasmine""",
         """James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark
         Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary
         Nicholas Eric Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Frank Raymond Jack Dennis Walter Peter
         Harold Douglas Henry Arthur Albert Ralph Roy Noah Liam Ethan Mason Logan Oliver Harry Alfie Archie Graham Keith""",
         """Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Jackson White Harris Martin Thompson
         Robinson Clark Lewis Walker Hall Allen Young King Wright Hill Scott Green Adams Baker Nelson Carter Mitchell Roberts
         Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan Bell Bailey Cooper
         Richardson Cox Howard Ward Peterson Gray Watson Brooks Wood Bennett Barnes Ross Henderson Coleman Jenkins Perry
         Powell Long Patterson Hughes Washington Butler Simmons Foster Bryant Russell Griffin Hayes Hartley Fairclough
         Whitfield Pickering Lovell Mayhew Strickland Tuttle Hawthorne Booker Dixon Crawford Marsh Sharp Frost Page Webb"""),
        ("irish",
         "Aoife Siobhán Niamh Ciara Orla Gráinne Bridget Maeve Róisín Sinéad Caoimhe Deirdre Nuala Eileen Noreen Mary Saoirse",
         "Seán Patrick Conor Cian Declan Eoin Padraig Brendan Fergal Niall Liam Donal Gerard Oisín Ciarán Diarmuid Colm Eamon",
         """Murphy Kelly O'Sullivan Walsh O'Brien Byrne Ryan O'Connor O'Neill O'Reilly Doyle McCarthy Gallagher Doherty Kennedy
         Lynch Murray Quinn Moran McLoughlin Ní_Bhriain Fitzgerald Brennan Nolan Daly Keane Hanrahan Kavanagh Mulligan"""),
        ("celtic",
         "Fiona Morag Eilidh Catriona Mairi Rhiannon Carys Bethan Cerys Angharad Isobel Elspeth Shona Kirsty Sian Lowri",
         "Alasdair Callum Hamish Iain Ewan Angus Fraser Gareth Rhys Dafydd Owain Gethin Duncan Murdo Lachlan Emyr Gwilym",
         """MacDonald McKenzie Campbell Robertson Cameron Ferguson MacLeod Sutherland Munro Buchanan Davies Griffiths Llewellyn
         Pritchard Vaughan Bevan McGregor Drummond Sinclair Urquhart Gillespie Lloyd Probert McIntosh Dunbar"""),
        ("hispanic",
         """Maria Guadalupe Rosa Carmen Juana Ana Sofia Isabella Valentina Camila Gabriela Lucia Yolanda Marisol Esperanza
         Leticia Alejandra Daniela Xiomara Dolores Beatriz Graciela""",
         """Jose Juan Luis Carlos Jesus Miguel Jorge Francisco Manuel Angel Ricardo Hector Raul Alejandro Fernando Mateo
         Santiago Diego Javier Rafael Ernesto Guillermo""",
         """Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Reyes
         Morales Cruz Ortiz Gutierrez Chavez Ramos Castillo Mendoza Vasquez Jimenez de_la_Cruz Santiago Delgado Muñoz Peña"""),
        ("chinese",
         "Mei Li Xiaoling Wei_Ling Hui_Min Siew_Eng Jia_Hui Yan Fang Ying Mei_Ling Xin_Yi Lihua Grace Pei_Shan Suet_Fong",
         "Wei Ming Jun Wei_Jie Kok_Leong Boon_Huat Jianhua Zhiwei Chee_Keong Yong Hao Kenneth Raymond Tao Bin Kah_Wai",
         "Chen Wang Li Zhang Liu Tan Lim Lee Ng Wong Chan Goh Ong Koh Chua Teo Huang Lin Wu Zhao Cheung Leung Ho Yeo Sim Xu"),
        ("indian",
         """Priya Anjali Sunita Lakshmi Deepa Kavita Meena Nisha Pooja Radha Shanti Sushila Ananya Divya Geeta Harpreet
         Manpreet Padma Revathi Savitri Usha Vidya Aishwarya Jaswinder""",
         """Rajesh Amit Sanjay Vijay Suresh Ramesh Anil Arjun Rohan Vikram Harish Ganesh Krishnan Gurpreet Mahesh Naveen
         Prakash Ravi Srinivas Venkatesh Karthik Mohan Aarav Balwinder""",
         """Patel Sharma Singh Kumar Gupta Shah Reddy Nair Iyer Rao Mehta Desai Joshi Verma Kaur Menon Pillai Chatterjee
         Banerjee Mukherjee Agarwal Kulkarni Deshpande Naidu Krishnamurthy Subramaniam Bose Gill Dhillon Fernandes Govender"""),
        ("muslim",
         "Fatima Aisha Zainab Khadija Maryam Amina Nadia Samira Rukhsana Yasmin Shazia Farah Noor Hafsa Leila Nasreen Hiba",
         "Mohammed Ahmed Ali Hassan Omar Yusuf Ibrahim Imran Tariq Bilal Khalid Faisal Usman Abdul_Rahman Mustafa Kareem Amir",
         """Khan Hussain Ahmed Ali Malik Rahman Begum Akhtar Chaudhry Iqbal Mahmood Siddiqui Mirza Hassan Qureshi Sheikh
         Abdullah Haddad Nasser El-Sayed Al-Masri Farouk Aziz Mansour Abdi Warsame Hosseini"""),
        ("african",
         "Ngozi Chioma Adaeze Folake Amara Abena Akosua Ifeoma Funmilayo Wanjiru Tendai Rutendo Esther Blessing Comfort Grace",
         "Emeka Chidi Oluwaseun Kwame Kofi Tunde Babajide Obinna Ikenna Kamau Tafadzwa Emmanuel Samuel Ifeanyi Yaw Femi",
         """Okafor Adeyemi Okonkwo Mensah Boateng Owusu Adebayo Eze Nwosu Balogun Asante Mwangi Otieno Moyo Ncube Okeke
         Ogunleye Osei Abiodun Achebe Chukwu Kimani Mutasa Tesfaye Bekele Kamara"""),
        ("southern_african",
         "Nomvula Thandiwe Lerato Zanele Nosipho Palesa Ayanda Busisiwe Anke Elmarie Marietjie Refilwe Lindiwe Annelize Naledi",
         "Sipho Thabo Bongani Mandla Lungelo Tshepo Kagiso Sizwe Pieter Johan Hendrik Gerhardus Francois Andile Themba Kobus",
         """Dlamini Nkosi Ndlovu Khumalo Mokoena Zulu Mahlangu Sithole Mthembu van_der_Merwe Botha Pretorius Naidoo Venter
         van_Wyk Molefe Mabaso Nel Coetzee du_Plessis Radebe Jacobs Petersen Abrahams Swanepoel Ngcobo Steyn"""),
        ("european",
         """Agnieszka Katarzyna Magdalena Giulia Francesca Eleni Anna Olga Svetlana Ingrid Birgit Chiara Joanna Irina Zofia
         Mariana Helena Katerina Élise Geneviève""",
         """Piotr Krzysztof Tomasz Marco Giovanni Dimitrios Nikolaos Vladimir Sergei Hans Lars Andrzej Stefan Antonio Luca Jean
         Dragan Andrei Jean-Pierre Étienne""",
         """Kowalski Nowak Wiśniewski Rossi Russo Esposito Papadopoulos Ivanov Petrov Schmidt Mueller Schneider Hansen Nielsen
         Popescu Silva Costa Ferreira Santos Novak Horvath Kovacs Cohen Goldberg Katz Lombardi Wojcik DiMarco Lindqvist"""),
        ("quebec", "Manon Chantal Sylvie Nathalie Josée Isabelle Mélanie", "Benoît Luc Alain Yves Normand Sylvain Mathieu",
         "Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Pelletier Bélanger Leblanc"),
        ("east_asian",
         "Linh Thuy Huong Ji-woo Soo-jin Yuki Keiko Maricel Jocelyn Rosario Marites Hoa Min-ji Hanako Cherry Mai",
         "Minh Tuan Duc Hung Min-jun Sung-ho Kenji Hiroshi Rodel Jun Reynaldo Danilo Quang Jae-won Takeshi Long",
         """Nguyen Tran Le Pham Hoang Vu Kim Park Choi Jung Tanaka Suzuki Sato Bautista Dela_Cruz Santos Villanueva Aquino
         Magsaysay Dizon Bui Vo Yoon Kang Nakamura Manalo"""),
        ("pacific",
         "Aroha Mere Ngaire Hine Kiri Sina Lupe Mele Marama Whetu Losa Ana", "Tane Wiremu Hemi Rangi Sione Tevita Tama Semisi Ioane",
         "Ngata Parata Tamihana Te_Kanawa Rangihuna Tupou Faleolo Tuilagi Leota Vea Paki Waititi Mahuta Taufa Henare"),
        ("malay", "Siti_Aminah Nurul_Huda Zarina Aishah Rohani", "Mohamed_Faizal Ismail Hafiz Razali Azman Zulkifli",
         "binte_Osman bin_Ahmad bin_Abdullah binte_Yusof Rahmat bin_Salleh binte_Kassim"),
    )
}  # fmt: skip

ORIGINS: dict[str, dict[str, int]] = {
    "us": {"anglo": 50, "hispanic": 17, "european": 9, "irish": 6, "indian": 5, "chinese": 4, "east_asian": 5, "african": 3, "muslim": 3},
    "uk": {"anglo": 54, "celtic": 14, "irish": 6, "indian": 8, "muslim": 8, "african": 5, "european": 4, "chinese": 1},
    "ie": {"irish": 68, "anglo": 13, "european": 8, "african": 4, "indian": 4, "muslim": 3},
    "ca": {"anglo": 44, "celtic": 8, "quebec": 12, "european": 9, "chinese": 8, "indian": 9, "east_asian": 5, "muslim": 5},
    "au": {"anglo": 55, "celtic": 8, "irish": 7, "european": 11, "chinese": 6, "indian": 6, "east_asian": 4, "muslim": 3},
    "nz": {"anglo": 50, "celtic": 13, "pacific": 20, "chinese": 5, "indian": 7, "european": 3, "east_asian": 2},
    "in": {"indian": 80, "muslim": 14, "anglo": 2, "european": 4},
    "za": {"southern_african": 66, "anglo": 16, "indian": 12, "muslim": 3, "african": 3},
    "sg": {"chinese": 68, "indian": 12, "malay": 14, "anglo": 3, "east_asian": 3},
}  # fmt: skip

NICKNAMES = {
    "Margaret": "Peggy", "Patricia": "Pat", "Barbara": "Barb", "Deborah": "Debbie", "Kathleen": "Kath", "Jennifer": "Jen",
    "William": "Bill", "Robert": "Bob", "James": "Jim", "Richard": "Dick", "Michael": "Mike", "Thomas": "Tom", "Joseph": "Joe",
    "Charles": "Chuck", "Edward": "Ted", "Christopher": "Chris", "Daniel": "Danny", "Anthony": "Tony", "Rebecca": "Becky",
    "Elizabeth": "Liz", "Susan": "Sue", "Guadalupe": "Lupe", "Francisco": "Paco", "Patrick": "Paddy", "Stephanie": "Steph",
    "Benjamin": "Ben", "Matthew": "Matt", "Samuel": "Sam", "Mohammed": "Mo", "Katarzyna": "Kasia", "Venkatesh": "Venky",
}  # fmt: skip

# country -> towns: name, state as written (empty where none is), start of the post code, area code
TOWNS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    country: tuple(tuple(part.strip() for part in town.split(",")) for town in towns.split(";"))  # type: ignore[misc]
    for country, towns in (
        ("us", """Dayton, OH, 454, 937; Akron, OH, 443, 330; Tucson, AZ, 857, 520; Fresno, CA, 937, 559; Plano, TX, 750, 972;
         El Paso, TX, 799, 915; Worcester, MA, 016, 508; Duluth, MN, 558, 218; Boise, ID, 837, 208; Macon, GA, 312, 478;
         Tampa, FL, 336, 813; Ocala, FL, 344, 352; Scranton, PA, 185, 570; Erie, PA, 165, 814; Yonkers, NY, 107, 914;
         Utica, NY, 135, 315; Peoria, IL, 616, 309; Naperville, IL, 605, 630; Tacoma, WA, 984, 253; Spokane, WA, 992, 509;
         Durham, NC, 277, 919; Asheville, NC, 288, 828; Mobile, AL, 366, 251; Topeka, KS, 666, 785; Omaha, NE, 681, 402;
         Grand Rapids, MI, 495, 616; Flint, MI, 485, 810; Madison, WI, 537, 608; Chattanooga, TN, 374, 423; Reno, NV, 895, 775;
         St. Paul, MN, 551, 651; Bangor, ME, 044, 207; Baton Rouge, LA, 708, 225; Eugene, OR, 974, 541; Santa Rosa, CA, 954, 707"""),
        ("uk", """Leeds, , LS7, 0113; Sheffield, , S10, 0114; Bristol, , BS6, 0117; Manchester, , M20, 0161; Croydon, , CR0, 020;
         Hackney, , E8, 020; Norwich, , NR2, 01603; Exeter, , EX4, 01392; Dundee, , DD2, 01382; Paisley, , PA1, 0141;
         Swansea, , SA2, 01792; Belfast, , BT9, 028; Lisburn, , BT28, 028; Derby, , DE1, 01332; Preston, , PR2, 01772;
         Ipswich, , IP4, 01473; Oldham, , OL8, 0161; Wrexham, , LL11, 01978; Reading, , RG1, 0118; Stockton-on-Tees, , TS18, 01642"""),
        ("ie", """Rathmines, Dublin 6, D06, 01; Tallaght, Dublin 24, D24, 01; Douglas, Co. Cork, T12, 021; Salthill, Galway, H91, 091;
         Ennis, Co. Clare, V95, 065; Drogheda, Co. Louth, A92, 041; Tralee, Co. Kerry, V92, 066; Naas, Co. Kildare, W91, 045;
         Letterkenny, Co. Donegal, F92, 074; Tullamore, Co. Offaly, R35, 057"""),
        ("ca", """Kitchener, ON, N2M, 519; Oshawa, ON, L1G, 905; Thunder Bay, ON, P7B, 807; Burnaby, BC, V5H, 604; Kelowna, BC, V1Y, 250;
         Red Deer, AB, T4N, 403; Saskatoon, SK, S7K, 306; Brandon, MB, R7A, 204; Moncton, NB, E1C, 506; Truro, NS, B2N, 902;
         Gatineau, QC, J8X, 819; Mississauga, ON, L5B, 905"""),
        ("au", """Geelong, VIC, 3220, 03; Footscray, VIC, 3011, 03; Penrith, NSW, 2750, 02; Dubbo, NSW, 2830, 02; Toowoomba, QLD, 4350, 07;
         Cairns, QLD, 4870, 07; Fremantle, WA, 6160, 08; Glenelg, SA, 5045, 08; Hobart, TAS, 7000, 03; Parramatta, NSW, 2150, 02;
         Wagga Wagga, NSW, 2650, 02; Belconnen, ACT, 2617, 02"""),
        ("nz", """Papakura, , 2110, 09; Hamilton, , 3204, 07; Tauranga, , 3110, 07; Hastings, , 4122, 06; Porirua, , 5022, 04;
         Timaru, , 7910, 03; Dunedin, , 9016, 03; Whangārei, , 0110, 09; Palmerston North, , 4410, 06; Invercargill, , 9810, 03"""),
        ("in", """Bengaluru, Karnataka, 560, 080; Pune, Maharashtra, 411, 020; Chennai, Tamil Nadu, 600, 044; Kochi, Kerala, 682, 0484;
         Hyderabad, Telangana, 500, 040; Lucknow, UP, 226, 0522; Jaipur, Rajasthan, 302, 0141; Ludhiana, Punjab, 141, 0161;
         Kolkata, West Bengal, 700, 033; Vadodara, Gujarat, 390, 0265"""),
        ("za", """Bellville, , 7530, 021; Mitchells Plain, , 7785, 021; Soweto, , 1804, 011; Benoni, , 1501, 011; Umlazi, , 4031, 031;
         Pinetown, , 3610, 031; Polokwane, , 0699, 015; George, , 6529, 044; Bloemfontein, , 9301, 051; Gqeberha, , 6001, 041"""),
        ("sg", """Ang Mo Kio, , 56, 65; Bedok, , 46, 65; Tampines, , 52, 65; Toa Payoh, , 31, 65; Jurong West, , 64, 65; Yishun, , 76, 65;
         Clementi, , 12, 65; Hougang, , 53, 65"""),
    )
}  # fmt: skip

_ENGLISH = _words("""Oak Maple Cedar Church Mill Station Victoria Park Chapel High King Queen Albert Elm Spring Grange Manor
 Green Meadow Hill Chestnut Birch Willow Garden York Windsor Cambridge Alma Nelson George Bridge School Orchard Lime""")
_AMERICAN = _words("""Oak Maple Cedar Main Washington Lincoln Jefferson Elm Pine Lake Hickory Sycamore Magnolia Walnut Jackson
 Franklin Madison Sunset Ridge Meadow Dogwood Mill_Creek Old_Orchard Cherry N._3rd W._14th E._Monroe S._Adams Juniper Laurel""")
STREETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "us": (_AMERICAN, _words("St Ave Dr Ln Rd Blvd Ct Way Street Avenue Drive Lane Road Pl Cir")),
    "uk": (_ENGLISH, _words("Road Street Lane Close Avenue Gardens Crescent Terrace Rd Drive Grove Way")),
    "ie": (_ENGLISH + _words("Parnell O'Connell Pearse St._Brigid's"), _words("Road Street Park Drive Grove Avenue Lawn Heights")),
    "ca": (_AMERICAN[:16] + _words("Dundas King Bloor Rideau Lakeshore"), _words("St Ave Rd Cres Dr Street Blvd Crt")),
    "au": (_ENGLISH + _words("Banksia Wattle Kangaroo Macquarie"), _words("St Rd Ave Cres Pde Street Road Ct Drive")),
    "nz": (_ENGLISH + _words("Tui Rata Kowhai Kauri Totara"), _words("Road Street Ave Place Cres Terrace Rd St")),
    "in": (_words("MG Gandhi Nehru Station Temple 4th_Cross 12th_Main Brigade Lake_View Rajaji Church Tilak"), _words("Road Street Marg Layout")),
    "za": (_words("Voortrekker Main Church Protea Mandela Beach Sisulu Long Kerk Loop Acacia Jan_Smuts"), _words("Street Road Avenue Rd St")),
    "sg": (_words("Ang_Mo_Kio Bedok_North Tampines Serangoon Clementi Yishun Hougang Jurong_East"), _words("Street_11 Avenue_3 Street_21 Ave_4 Street_72")),
}  # fmt: skip

HOSPITALS: dict[str, tuple[str, ...]] = {
    "us": _words("""St._Mary's_Medical_Center Mercy_General_Hospital ~_Regional_Medical_Center ~_Memorial_Hospital Good_Samaritan_Hospital
     Providence_~ Baptist_Medical_Center Sacred_Heart_Hospital ~_VA_Medical_Center Lakeview_Community_Hospital St._Luke's Holy_Cross_Hospital"""),
    "uk": _words("""~_General_Hospital ~_Royal_Infirmary St_James's Queen_Elizabeth_Hospital Royal_~_Hospital ~_District_General
     St_Luke's_Hospital ~_University_Hospital Princess_Alexandra_Hospital ~_Cottage_Hospital"""),
    "ie": _words("""St._Vincent's University_Hospital_~ Mercy_University_Hospital ~_General_Hospital Our_Lady_of_Lourdes_Hospital St._Luke's
     ~_Community_Hospital Bon_Secours_Hospital"""),
    "in": _words("Apollo_Hospital_~ Fortis_Hospital St._John's_Medical_College_Hospital ~_District_Hospital Manipal_Hospital ~_Medical_College Lotus_Nursing_Home"),
    "za": _words("~_Provincial_Hospital Groote_Schuur Tygerberg_Hospital ~_Mediclinic Netcare_~ Helen_Joseph_Hospital ~_Community_Health_Centre"),
    "sg": _words("~_General_Hospital Tan_Tock_Seng_Hospital Changi_General_Hospital Mount_Alvernia ~_Polyclinic ~_Community_Hospital"),
}  # fmt: skip
OTHER_HOSPITALS = _words(
    "~_General_Hospital ~_Base_Hospital St_Vincent's Royal_~_Hospital Mercy_Hospital ~_Public_Hospital ~_District_Hospital St_John_of_God_~"
)
WARDS = _words(
    "Nightingale Seacole Cavell Lister Beech Windermere Bronte Churchill Fleming Rowan Kingfisher Oakwood Jenner Ashdown Mandela Harbour Tui"
)
PRACTICES = _words("""~_Family_Practice Riverside_Surgery ~_Medical_Centre Oakfield_Health_Centre Hillcrest_Medical_Practice ~_Family_Medicine Parkside_Clinic
 Lakeside_Primary_Care Eastgate_Surgery Brookfield_Medical_Group Station_Road_Surgery ~_Pediatrics_&_Family_Care Westview_Clinic""")
CARE_HOMES = _words("""Sunrise_Villa Willow_Court Maplewood_Manor Beechcroft_Care_Home St_Anne's_Nursing_Home Rosewood_Rest_Home Golden_Meadows
 Harbour_View_Lodge Cedar_Grove_Rehab ~_Care_Center Brookdale_House Elmhurst_Residential_Home The_Laurels""")
EMPLOYERS: dict[str, tuple[str, ...]] = {
    "us": _words("Walmart FedEx Amazon the_post_office Kroger Home_Depot ~_Public_Schools John_Deere Tyson_Foods ~_Fire_Department Target Bechtel"),
    "uk": _words("Tesco Royal_Mail Sainsbury's ~_City_Council Greggs Network_Rail Rolls-Royce Amazon Morrisons Marks_&_Spencer Bombardier"),
    "in": _words("Infosys Tata_Steel ~_Municipal_Corporation Wipro Indian_Railways Bajaj_Auto Reliance Mahindra"),
    "ie": _words("Dunnes_Stores An_Post Intel Kerry_Group ~_County_Council Bus_Éireann Ryanair SuperValu"),
    "ca": _words("Tim_Hortons Canada_Post Loblaws Bombardier ~_Transit Canadian_Tire Magna City_of_~"),
    "au": _words("Woolworths Bunnings Coles Qantas BlueScope ~_City_Council Australia_Post Kmart"),
    "nz": _words("Fonterra Air_New_Zealand Countdown ~_District_Council Mitre_10 NZ_Post Silver_Fern_Farms"),
    "za": _words("Eskom Shoprite Transnet Pick_n_Pay Sasol ~_Municipality Checkers Anglo_American"),
    "sg": _words("ComfortDelGro SMRT NTUC_FairPrice Singapore_Airlines Keppel DBS Sheng_Siong"),
}  # fmt: skip
SCHOOLS = _words("""~_Elementary Lincoln_Middle_School ~_High_School St_Patrick's_Primary ~_Primary_School Oakwood_Academy Holy_Family_School ~_College
 Greenfield_Primary Roosevelt_Elementary Jefferson_High Sacred_Heart_School St_Joseph's Riverside_Kindergarten Little_Acorns_Nursery""")
PHARMACIES: dict[str, tuple[str, ...]] = {
    "us": _words("Walgreens CVS Rite_Aid Kroger_Pharmacy Walmart_Pharmacy Costco_Pharmacy ~_Drug"),
    "uk": _words("Boots Lloyds_Pharmacy Rowlands_Pharmacy Well_Pharmacy Superdrug ~_Pharmacy"),
    "ie": _words("Boots Hickey's_Pharmacy ~_Pharmacy McCabes"), "ca": _words("Shoppers_Drug_Mart Rexall ~_Pharmacy Pharmasave"),
    "au": _words("Chemist_Warehouse Priceline ~_Pharmacy Terry_White"), "nz": _words("Unichem Life_Pharmacy ~_Pharmacy"),
    "in": _words("Apollo_Pharmacy MedPlus ~_Medicals"), "za": _words("Clicks Dis-Chem ~_Pharmacy"), "sg": _words("Guardian Watsons Unity"),
}  # fmt: skip
