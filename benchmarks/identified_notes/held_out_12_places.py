"""Towns with their postal codes, streets, and what stands in them, by country."""

import random
import string

# Town | state or province (no identifier) | the postal code's pattern (9 a digit, A a letter)
TOWNS: dict[str, str] = {
    "us": "Dayton|OH|454## Fresno|CA|937## Tulsa|OK|741## Worcester|MA|016## Spokane|WA|992## Macon|GA|312## Duluth|MN|558## El_Paso|TX|799## Lancaster|PA|176## Yonkers|NY|107## Peoria|IL|616## Mobile|AL|366## Boise|ID|837## Baton_Rouge|LA|708## Chandler|AZ|852## Durham|NC|277## Flint|MI|485## Independence|MO|640## Hartford|CT|061## Lakeland|FL|338## Green_Bay|WI|543##",
    "uk": "Leeds||LS# #@@ Croydon||CR# #@@ Stockport||SK# #@@ Norwich||NR# #@@ Swansea||SA# #@@ Dundee||DD# #@@ Reading||RG## #@@ Derby||DE## #@@ Bath||BA# #@@ Preston||PR# #@@ Oldham||OL# #@@ Belfast||BT## #@@ Walsall||WS# #@@ Paisley||PA# #@@",
    "ie": "Galway||H91_@#@# Cork||T12_@#@# Limerick||V94_@#@# Sligo||F91_@#@# Drogheda||A92_@#@# Kilkenny||R95_@#@# Tralee||V92_@#@#",
    "ca": "Hamilton|ON|L8@_#@# Halifax|NS|B3@_#@# Regina|SK|S4@_#@# Burnaby|BC|V5@_#@# Red_Deer|AB|T4@_#@# Kingston|ON|K7@_#@# Moncton|NB|E1@_#@# Brandon|MB|R7@_#@#",
    "au": "Geelong|VIC|32## Parramatta|NSW|215# Toowoomba|QLD|435# Fremantle|WA|616# Glenelg|SA|504# Ballarat|VIC|335# Wollongong|NSW|250# Cairns|QLD|487# Launceston|TAS|725#",
    "nz": "Hamilton||32## Nelson||701# Rotorua||301# Dunedin||901# Porirua||502# Invercargill||981# Napier||411# Papakura||211#",
    "in": "Pune|Maharashtra|4110## Mysuru|Karnataka|5700## Kochi|Kerala|6820## Coimbatore|Tamil_Nadu|6410## Jaipur|Rajasthan|3020## Lucknow|UP|2260## Nagpur|Maharashtra|4400## Vadodara|Gujarat|3900##",
    "za": "Durban|KZN|400# Bellville|Western_Cape|753# Polokwane|Limpopo|069# Soweto|Gauteng|180# Bloemfontein|Free_State|930# Gqeberha|Eastern_Cape|600# Pietermaritzburg|KZN|320#",
    "sg": "Bedok||46#### Tampines||52#### Jurong_West||64#### Toa_Payoh||31#### Woodlands||73#### Ang_Mo_Kio||56####",
}
STREETS = {
    "us": "Maple_St Oak_Avenue Elm_Street Washington_Blvd Cedar_Lane 5th_Ave Sunset_Drive Lakeview_Rd N._Main_Street Jefferson_Ct W_Grand_Ave Hillcrest_Dr Old_Mill_Road Church_St Magnolia_Way County_Road_12",
    "uk": "High_Street Station_Road Church_Lane Victoria_Terrace Mill_Lane Park_Avenue Kings_Road Green_Lane Manor_Close Albert_Road The_Crescent Primrose_Hill Windsor_Drive",
    "ie": "Main_Street Seaview_Park O'Connell_Street Castle_Road Ashgrove St._Patrick's_Terrace The_Orchard Marian_Park",
    "ca": "King_St_W Dundas_Street Queen_St._E Lakeshore_Road Birch_Crescent 14th_Ave_NW Rue_Saint-Paul Portage_Ave",
    "au": "Banksia_Street George_St Wattle_Grove Pacific_Highway Kangaroo_Rd Bourke_Street Jacaranda_Ave Hume_Crescent",
    "nz": "Rata_Street Great_South_Road Kowhai_Place Queen_St Tui_Crescent Hobson_Street Rimu_Road",
    "in": "M.G._Road 4th_Cross,_Gandhi_Nagar Station_Road Nehru_Street 2nd_Main,_Jayanagar Temple_Road Shivaji_Marg",
    "za": "Protea_Street Church_St Nelson_Mandela_Drive Vilakazi_Street Jan_Smuts_Ave Long_Street Kerk_Straat",
    "sg": "Bedok_North_Ave_3 Tampines_St_81 Jurong_West_St_42 Lorong_4_Toa_Payoh Woodlands_Drive_16 Ang_Mo_Kio_Ave_10",
}
HOSPITALS = {
    "us": "* Regional Medical Center;* General Hospital;St. Mary's Hospital;Mercy Medical Center;* Memorial Hospital;Good Samaritan Hospital;Providence St. Joseph;Mount Carmel East;* VA Medical Center;Cedar Ridge Health;Methodist University Hospital",
    "uk": "* Royal Infirmary;Royal * Hospital;* General Hospital;Queen Elizabeth Hospital;St James's Hospital;Princess Royal Hospital;* District General;St George's",
    "ie": "University Hospital *;Mater Hospital;St. James's Hospital;* Regional Hospital;Our Lady of Lourdes Hospital;Beaumont Hospital",
    "ca": "* General Hospital;St. Joseph's Healthcare;* Health Sciences Centre;Royal Alexandra Hospital;Foothills Medical Centre;Victoria General",
    "au": "* Base Hospital;* Hospital;St Vincent's Hospital;Royal * Hospital;Calvary;Prince of Wales Hospital;Mater Private",
    "nz": "* Hospital;Middlemore Hospital;Waikato Hospital;Southern Cross *;Wairau Hospital",
    "in": "Apollo Hospital, *;* Medical College Hospital;Sree Narayana Hospital;City Care Hospital, *;Manipal Hospital;St. Martha's Hospital",
    "za": "* Provincial Hospital;Netcare *;Life * Hospital;Groote Schuur;Chris Hani Baragwanath Hospital;Mediclinic *;King Edward VIII Hospital",
    "sg": "Tan Tock Seng Hospital;Changi General Hospital;SGH;* Community Hospital;Ng Teng Fong General Hospital;KKH",
}
WARDS = "Nightingale Ward;Churchill Ward;Seacole Ward;Willow Ward;Rowan Ward;Elizabeth Ward;Hartley Unit;Bevan Ward;Fleming Ward;Cavell Ward"
PAVILIONS = (
    "Whitaker Pavilion;Kessler Tower;Rosenberg Wing;Harper 4 West;Donnelly Pavilion;Lakeside 5 North;Baxter Building"
)
EMPLOYERS = {
    "us": "Walmart;Amazon;Kroger;UPS;Home Depot;* Public Schools;Tyson Foods;FedEx;Jiffy Lube;Lowe's;* Fire Department", "uk": "Tesco;Royal Mail;* City Council;Asda;Jaguar Land Rover;Greggs;Network Rail;Amazon;BT;Sainsbury's",
    "ie": "Dunnes Stores;SuperValu;An Post;* County Council;Intel;Ryanair;Glanbia", "ca": "Canadian Tire;Tim Hortons;Loblaws;City of *;Bombardier;Canada Post;Suncor",
    "au": "Woolworths;Bunnings;Coles;* City Council;BHP;Qantas;Australia Post", "nz": "Fonterra;Countdown;Mitre 10;* City Council;Air New Zealand;Silver Fern Farms;The Warehouse",
    "in": "Infosys;Tata Motors;State Bank of India;Reliance Retail;Southern Railway;TCS", "za": "Shoprite;Eskom;Transnet;Pick n Pay;Anglo American;Sasol;SAPS",
    "sg": "NTUC FairPrice;Singtel;SBS Transit;DBS;Keppel;Grab",
}  # fmt: skip
SCHOOLS = {
    "us": "Lincoln Elementary;Northside Elementary;Roosevelt Elementary School;* Elementary;Jefferson Elementary;St. Anne's School",
    "": "St Mary's Primary School;* Primary School;Holy Trinity School;* Junior School;Hillcrest Primary;Sacred Heart School;Westfield Academy",
}
PHARMACIES = {
    "us": "Walgreens;CVS;Rite Aid;Kroger;Costco;Walmart;Publix;H-E-B", "uk": "Boots;Well;Rowlands;Lloyds;Day Lewis;Superdrug",
    "ie": "Boots;Hickey's;McCabes;LloydsPharmacy", "ca": "Shoppers Drug Mart;Rexall;London Drugs;Pharmasave",
    "au": "Chemist Warehouse;Priceline;TerryWhite Chemmart;Amcal", "nz": "Unichem;Life Pharmacy;Chemist Warehouse;Bargain Chemist",
    "in": "Apollo Pharmacy;MedPlus;Wellness Forever", "za": "Clicks;Dis-Chem;Link",
    "sg": "Guardian;Watsons;Unity",
}  # fmt: skip
HOMES = "Sunrise Manor;The Laurels;Oakwood Court;Beechcroft;Maplewood Village;Rosewood Lodge;Brookhaven;St. Clare's;Willowbrook;Fairview House;Cedar Grange"
CLINICS = "* Family Practice;* Medical Centre;Riverside Medical Group;Park Lane Surgery;Lakeside Clinic;* Health Centre;Elm Tree Surgery;Bayview Medical;The Grove Practice;Northgate Clinic"


def towns(country: str) -> list[list[str]]:
    """The towns: name, state, pattern of the postal code."""
    text = TOWNS[country].replace("# #", "#_#")
    return [[part.replace("_", " ") for part in town.split("|")] for town in text.split()]


def fill_pattern(pattern: str, rng: random.Random, letters: str = string.ascii_uppercase) -> str:
    """`#` becomes a digit and `@` a letter."""
    return "".join(
        rng.choice(string.digits) if mark == "#" else rng.choice(letters) if mark == "@" else mark for mark in pattern
    )


def draw_street(rng: random.Random, country: str) -> str:
    street = rng.choice(STREETS[country].split()).replace("_", " ")
    number = rng.randint(2, 240) if country != "us" else rng.choice([rng.randint(12, 999), rng.randint(1000, 9800)])
    if country == "sg":
        return f"Blk {number} {street} #{rng.randint(2, 15):02}-{rng.randint(10, 399)}"
    unit = rng.choice(["Apt 4B", "Apt. 12", "Unit 3", "#207"]) if country in ("us", "ca") else ""
    before = f"Flat {rng.randint(1, 12)}, " if country == "uk" and rng.random() < 0.15 else ""
    return f"{before}{number} {street}" + (f" {unit}" if unit and rng.random() < 0.15 else "")


def draw_place(slot: str, rng: random.Random, country: str, town: str) -> str:
    kinds = {
        "hosp": HOSPITALS[country], "ward": PAVILIONS if country == "us" else WARDS, "employer": EMPLOYERS[country],
        "school": SCHOOLS["us" if country == "us" else ""], "pharm": PHARMACIES[country], "home": HOMES,
        "clinic": CLINICS if country != "us" else CLINICS.replace("Surgery", "Associates").replace("Centre", "Center"),
    }  # fmt: skip
    return rng.choice(kinds[slot].split(";")).replace("*", town)
