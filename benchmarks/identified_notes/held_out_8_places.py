"""Places of held-out part 8: towns, streets, hospitals, schools, employers and addresses of each country."""

import random

TOWNS = {
    "US": "Akron/OH|Yakima/WA|Laredo/TX|Bemidji/MN|Hattiesburg/MS|Fresno/CA|Pawtucket/RI|Flint/MI|Reading/PA|Truth or Consequences/NM|Mobile/AL|Eau Claire/WI|Chattanooga/TN|Hope/AR|Bend/OR|Cape Girardeau/MO|Poughkeepsie/NY|Ogden/UT|Rocky Mount/NC|Sunset/LA",
    "UK": "Stockport/Cheshire|Barnsley/South Yorkshire|Port Talbot/Wales|Kirkcaldy/Scotland|Hull/|Ballymena/Northern Ireland|Diss/Norfolk|Bath/|Rugby/Warks|Ely/Cambs|Dewsbury/W Yorks|Deal/Kent|Stornoway/|Aberystwyth/|Peckham/London",
    "CA": "Moose Jaw/SK|Sudbury/ON|Trois-Rivières/QC|Kamloops/BC|Red Deer/AB|Corner Brook/NL|Scarborough/ON|Moncton/NB|Flin Flon/MB",
    "AU": "Wagga Wagga/NSW|Toowoomba/QLD|Bendigo/VIC|Alice Springs/NT|Geraldton/WA|Burnie/TAS|Parramatta/NSW|Orange/NSW|Mount Isa/QLD",
    "IE": "Tullamore/Co. Offaly|Ennis/Co. Clare|Letterkenny/Co. Donegal|Tallaght/Dublin 24|Cobh/Co. Cork|Athlone/|Birr/Co. Offaly",
    "IN": "Madurai/Tamil Nadu|Thrissur/Kerala|Nashik/Maharashtra|Hubballi/Karnataka|Ludhiana/Punjab|Guntur/AP|Bareilly/UP|Siliguri/WB",
    "NZ": "Whangārei/|Porirua/|Invercargill/|Papakura/Auckland|Hastings/|Gore/|Taumarunui/|Nelson/",
    "ZA": "Khayelitsha/Western Cape|Soweto/Gauteng|Umlazi/KZN|Bloemfontein/Free State|George/Western Cape|Mthatha/Eastern Cape",
    "SG": "Toa Payoh/|Bukit Batok/|Ang Mo Kio/|Yishun/|Bedok/|Punggol/",
    "NG": "Ibadan/Oyo State|Surulere/Lagos|Enugu/|Kaduna/|Abeokuta/Ogun State|Port Harcourt/Rivers State|Warri/Delta State",
    "PH": "Batangas City/|Dumaguete/Negros Oriental|Marikina/Metro Manila|Tacloban/Leyte|Iligan/|Baguio/",
    "KE": "Eldoret/|Kisumu/|Thika/|Kakamega/|Embakasi/Nairobi|Nyeri/",
    "JM": "Spanish Town/St. Catherine|May Pen/Clarendon|Port Antonio/Portland|Half Way Tree/Kingston|Black River/St. Elizabeth",
    "MY": "Taiping/Perak|Muar/Johor|Petaling Jaya/Selangor|Kota Bharu/Kelantan|Sibu/Sarawak|Klang/Selangor",
    "AE": "Al Ain/|Deira/Dubai|Khor Fakkan/|Mussafah/Abu Dhabi|Jumeirah/Dubai",
    "PK": "Faisalabad/Punjab|Sukkur/Sindh|Mardan/KPK|Gulberg/Punjab|Sialkot/Punjab|Abbottabad/KPK",
    "GH": "Kumasi/Ashanti|Tamale/|Sekondi/|Madina/Accra|Koforidua/|Cape Coast/",
}
STREETS = {
    "US": "# Juniper Ridge Rd|# W 5th St Apt 4B|# County Road 218|# Martin Luther King Jr Blvd|# Elm|# NE Halsey|#½ Lakeshore Ave|# Rancho Verde Ln, Lot 9|PO Box #|# Saint Charles Pkwy Unit 12",
    "UK": "# Larkspur Close|Flat 2, # Station Road|# The Maltings|Rose Cottage, Back Lane|#a Gladstone Terrace|# Mill Hey|# Heol y Parc|Ivy House, Church Walk|# Tanner's Yard",
    "CA": "# Concession Rd 6|#-1180 Portage Ave|# rue des Érables|# Spadina Cres E|RR 2, Site 5|# Bathurst St, Apt 1107",
    "AU": "#/14 Banksia Pde|# Wattle Grove|Unit 3, # Kookaburra St|# Old Coach Rd|# Esplanade|Lot # Gunyah Track",
    "IE": "# Pairc na Coille|Ballyknock|# St Brigid's Terrace|The Bungalow, Knockaderry|# Orchard Drive|Apt 6, # Quay St",
    "IN": "No. #, 2nd Cross, Anna Nagar|# Gandhi Road|Flat 304, Sai Krupa Apts|H.No. 4-#/A, Old Bus Stand|# MG Road|Plot #, Sector 21",
    "NZ": "# Kōwhai Ave|#b Rata Street|# Marine Pde|# State Highway 1|# Pōhutukawa Dr",
    "ZA": "# Protea Street|# Zone 6|# Vilakazi Close|# Oak Avenue|# Nelson Mandela Drive|Erf #, Site C",
    "SG": "Blk # Lorong 4 #08-123|# Jalan Kayu|Blk #A Hougang Ave 7 #02-17|# Serangoon Garden Way",
    "NG": "# Adeniyi Street|# Aba Road|Block 4, # Gwarinpa Estate|# Allen Avenue|# Ring Road",
    "PH": "# Mabini St., Brgy. San Roque|Blk 5 Lot #, Villa Caridad Subd.|Purok #, Brgy. Poblacion|# Rizal Ave.",
    "KE": "P.O. Box #|# Oginga Odinga Street|Hse No. #, Umoja Estate|# Kenyatta Avenue",
    "JM": "# Molynes Road|Lot #, Waterford|# Hope Road|# Windward Road|Bog Hole District",
    "MY": "No. #, Jalan SS 2/24|# Lorong Perdana 3|# Jalan Bunga Raya|Lot #, Kampung Baru",
    "AE": "Villa #, Street 14B|Flat 902, Al Noor Tower|P.O. Box #|# Al Wasl Road",
    "PK": "House #, Street 7, Model Town|# Mall Road|Mohalla Qasimabad, House #|#-C Satellite Town",
    "GH": "Hse No. B#/4|# Ring Road Central|Plot #, Block C, Tafo|# Oxford Street|P. O. Box KS #",
}
HOSPITALS = {
    "US": "St. Brendan's Medical Center|Cedar Bluff Regional|Hartwell Memorial Hospital|Mercy Point|Tri-Lakes Community Hospital|Our Lady of Sorrows Hospital|Pine Hollow VAMC|Dorrance Children's|Kettle River Health",
    "UK": "Royal Thornfield Infirmary|Queen Adelaide Hospital|St Wilfrid's|Addersley General|Pendleford Royal|Ysbyty Glan Elwy|Ravenscar District General",
    "CA": "St. Amable Hospital|Prairie Crossing Health Centre|Humber Bluffs|Lady Dufferin Hospital|Hôpital Sainte-Ursule",
    "AU": "Kurrajong Base Hospital|St Perpetua's Private|Royal Darebin|Tallowood District Hospital|Mater Concordia",
    "IE": "St Colmcille's General|Mater Dei Kilmurry|Our Lady's Regional|Cuan Mhuire Hospital|Midland University Hospital Ferbane",
    "IN": "Sri Venkatesa Multispeciality|Lifespring Hospitals|Govt. Rajendra Medical College|St. Alphonsa Mission Hospital|Sanjivani Nursing Home",
    "NZ": "Te Awa Hospital|Kahurangi Base|Southgate Public Hospital|Mercy Waiora",
    "ZA": "Nomzamo Regional|Tygerkloof Hospital|Mediheuwel Private|Chief Langa Hospital",
    "SG": "Marina East General|Bukit Emas Hospital|St Xavier's Community Hospital|Kranji Polyclinic",
    "NG": "Adeola Teaching Hospital|St. Gerard's Catholic Hospital|Lifecrest Specialist Hospital|General Hospital Isale",
    "PH": "Sto. Cristo Medical Center|Dr. Paz Memorial Hospital|Batasan Provincial Hospital|San Lorenzo Doctors'",
    "KE": "Mwea Level 4 Hospital|Consolata Mission Hospital|Uzima County Referral|Kenbright Nursing Home",
    "JM": "Princess Maud Hospital|Cornwall Heights Regional|St. Ann's Cay Hospital|Nuttfield Hospital",
    "MY": "Hospital Seri Melati|Hospital Tengku Zahra|Pantai Cahaya|Klinik Kesihatan Jelutong",
    "AE": "Al Reem Falcon Hospital|Oasis Crescent Hospital|Mediclear Jumeira|Sheikha Hessa Hospital",
    "PK": "Shifa-e-Kamil Hospital|Bibi Hajra Trust Hospital|Services Hospital Rawal|Al-Khair Medical Complex",
    "GH": "Okomfo Regional|Holy Child Hospital|Adabraka Polyclinic|Nkwanta Mission Hospital",
}
STEMS = {
    "US": "Larkin|Maple Fork|Bayside|Jefferson|Sweetwater|Dogwood|Whitaker|Copper Basin|Stillwater",
    "UK": "Hawthorn|Bramley|Nightingale|Fernleigh|Beechwood|Castlegate|Oakdene|Wensley|Abbots Ford",
    "CA": "Maplecrest|Birchmount|Algonquin|Riel|Kootenay|Trillium|Lakehead",
    "AU": "Jacaranda|Coolibah|Murrindal|Flinders Reach|Bottlebrush|Yarran",
    "IE": "Slieve Bloom|Scoil Bhríde|Cúirt Mhuire|Fairgreen|Abbeyview|Knockmore",
    "IN": "Saraswati|Vivekananda|Ashirwad|Green Valley|Navjeevan|Lotus",
    "NZ": "Tūī Glen|Rimu|Harakeke|Ōtara Creek|Fernbrook",
    "ZA": "Jabulani|Blouberg|Protea Glen|Ubuntu|Kloofnek",
    "SG": "Kallang Basin|Jurong Spring|Rivervale|Peng Siang|Orchid Park",
    "NG": "Divine Favour|Corona Gate|Oluwole|Royal Crown|Zenith Gate",
    "PH": "Sta. Teresita|Mapagmahal|San Isidro|Bayanihan|Luntian",
    "KE": "Tumaini|Baraka|Jamii|Uhuru Gardens|Neema",
    "JM": "Hibiscus|Blue Mahoe|Mount Salem|Doctor Bird|Trench View",
    "MY": "Seri Indah|Damai|Cempaka|Bukit Aman|Desa Jaya",
    "AE": "Al Noor|Palm Gate|Zabeel Star|Falcon Heights|Al Safa",
    "PK": "Iqra|Fatima Jinnah|Gulshan|Rehmat|Indus View",
    "GH": "Adom|Good Shepherd|Nyame Tease|Sankofa|Golden Jubilee",
}
ENDINGS = {
    "clinic": {
        "US": "Family Practice|Urgent Care|Pediatrics|Health Center|Pain & Spine|OB/GYN Associates|Dialysis",
        "": "Surgery|Medical Centre|Health Centre|Family Clinic|Dental Practice|Physiotherapy",
    },
    "school": {
        "US": "Elementary|Middle School|High School|K-8",
        "": "Primary School|High School|Academy|Primary|College",
    },
    "employer": {
        "US": "Logistics|Poultry|Foundry Inc.|School District|Lumber Co.|Trucking LLC|Diner",
        "": "Logistics Ltd|Bakery|Engineering|Textiles|Building Supplies|Motors|Foods",
    },
    "home": {"US": "Manor SNF|Assisted Living|Care Center|Village", "": "Lodge|House|Nursing Home|Court|Care Home"},
    "ward": {"US": "Pavilion|Tower 5|Unit", "": "Ward|Ward 3|Unit|Wing"},
    "pharmacy": {"US": "Drug|Pharmacy #0412|Apothecary", "": "Chemist|Pharmacy|Dispensary"},
    "church": {"US": "Baptist Church|AME Church|Lutheran", "": "Parish Church|Community Hall|Methodist Church"},
    "prison": {"US": "State Correctional|County Jail|Detention Center", "": "Prison|Remand Centre|Correctional Centre"},
}
STATED = ("US", "CA", "AU", "IN", "PK")
"""Countries whose addresses name a state, which stays plain."""
STATES = {
    "OH": "Ohio", "WA": "Washington", "TX": "Texas", "MN": "Minnesota", "CA": "California", "PA": "Pennsylvania", "NM": "New Mexico",
}  # fmt: skip


def draw_town(rng: random.Random, country: str) -> tuple[str, str]:
    """A town, and the state or country around it (maybe empty)."""
    town, _, region = rng.choice(TOWNS[country].split("|")).partition("/")
    return town, region


def draw_street(rng: random.Random, country: str) -> str:
    """A house and street; in a pattern ` #08-123` is a unit, every other `#` a house number."""
    street = rng.choice(STREETS[country].split("|"))
    number = str(rng.choice((rng.randrange(1, 99), rng.randrange(100, 2999))))
    return street.replace(" #0", " \0").replace("#", number).replace("\0", "#0")


def draw_place(rng: random.Random, country: str, sort: str) -> str:
    """A named hospital, clinic, school, employer, home, ward, pharmacy, church or prison."""
    if sort == "hosp":
        return rng.choice(HOSPITALS[country].split("|"))
    endings = ENDINGS[sort]
    return f"{rng.choice(STEMS[country].split('|'))} {rng.choice(endings.get(country, endings['']).split('|'))}"


def shorten(hospital: str) -> str:
    """A hospital by its initials."""
    letters = [word[0] for word in hospital.replace(".", "").replace("-", " ").split() if word[0].isupper()]
    return "".join(letters) + ("H" if len(letters) < 3 else "")


def address(country: str, lines: bool) -> str:
    """A template of an address, in one line or several; the region's name stays plain."""
    by = "\n" if lines else ", "
    if country in ("US", "CA", "AU"):
        return "{street}" + by + "{town}, «=region» {zip}"
    if country == "UK":
        return "{street}" + by + "{town}" + by + "{zip}"
    if country == "SG":
        return "{street}" + by + "Singapore {zip}"
    if country in ("IN", "PK"):
        return "{street}" + by + "{town} - {zip}" + by + "«=region»"
    if country in ("AE", "JM", "KE"):
        return "{street}" + by + "{town}"
    return "{street}" + by + "{town} {zip}"
