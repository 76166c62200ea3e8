"""The places of the sixth held-out part: towns with their codes, streets, hospitals, employers, schools by country."""

import random
import string

TOWNS = {
    "us": "Springfield,IL,627,217|Peoria,IL,616,309|Naperville,IL,605,630|Madison,WI,537,608|Eau Claire,WI,547,715|Duluth,MN,558,218|Rochester,MN,559,507|Cedar Rapids,IA,524,319|Omaha,NE,681,402|Topeka,KS,666,785|Tulsa,OK,741,918|Lubbock,TX,794,806|El Paso,TX,799,915|Houston,TX,770,713|San Antonio,TX,782,210|Baton Rouge,LA,708,225|Biloxi,MS,395,228|Mobile,AL,366,251|Chattanooga,TN,374,423|Knoxville,TN,379,865|Asheville,NC,288,828|Durham,NC,277,919|Greenville,SC,296,864|Savannah,GA,314,912|Macon,GA,312,478|Tallahassee,FL,323,850|Ocala,FL,344,352|Fort Myers,FL,339,239|Miami,FL,331,305|Roanoke,VA,240,540|Norfolk,VA,235,757|Wheeling,WV,260,304|Lexington,KY,405,859|Dayton,OH,454,937|Akron,OH,443,330|Toledo,OH,436,419|Fort Wayne,IN,468,260|Evansville,IN,477,812|Kalamazoo,MI,490,269|Flint,MI,485,810|Erie,PA,165,814|Scranton,PA,185,570|Allentown,PA,181,610|Utica,NY,135,315|Yonkers,NY,107,914|Brooklyn,NY,112,718|Buffalo,NY,142,716|Trenton,NJ,086,609|Paterson,NJ,075,973|Bridgeport,CT,066,203|Worcester,MA,016,508|Lowell,MA,018,978|Nashua,NH,030,603|Bangor,ME,044,207|Burlington,VT,054,802|Pawtucket,RI,028,401|Wilmington,DE,198,302|Bethesda,MD,208,301|Missoula,MT,598,406|Boise,ID,837,208|Provo,UT,846,801|Pueblo,CO,810,719|Las Cruces,NM,880,575|Flagstaff,AZ,860,928|Mesa,AZ,852,480|Reno,NV,895,775|Fresno,CA,937,559|Bakersfield,CA,933,661|Oakland,CA,946,510|Chula Vista,CA,919,619|Eugene,OR,974,541|Spokane,WA,992,509|Tacoma,WA,984,253|Hilo,HI,967,808|Wasilla,AK,996,907|Mount Vernon,OH,430,740|Saint Cloud,MN,563,320|Truth or Consequences,NM,879,575|Reading,PA,196,610|Independence,MO,640,816",
    "gb": "Leeds,West Yorkshire,LS,0113|Sheffield,South Yorkshire,S,0114|Stockport,Cheshire,SK,0161|Preston,Lancashire,PR,01772|Norwich,Norfolk,NR,01603|Ipswich,Suffolk,IP,01473|Croydon,Surrey,CR,020|Hackney,London,E,020|Bath,Somerset,BA,01225|Truro,Cornwall,TR,01872|Swansea,,SA,01792|Wrexham,,LL,01978|Dundee,,DD,01382|Inverness,,IV,01463|Belfast,,BT,028|Derby,Derbyshire,DE,01332|Kettering,Northants,NN,01536|Darlington,Co Durham,DL,01325|Bury St Edmunds,Suffolk,IP,01284|Stoke-on-Trent,Staffs,ST,01782|Reading,Berkshire,RG,0118|Sandwich,Kent,CT,01304",
    "ie": "Galway,Co. Galway,H91,091|Limerick,Co. Limerick,V94,061|Tralee,Co. Kerry,V92,066|Sligo,Co. Sligo,F91,071|Drogheda,Co. Louth,A92,041|Tallaght,Dublin 24,D24,01|Mullingar,Co. Westmeath,N91,044|Ballina,Co. Mayo,F26,096|Letterkenny,Co. Donegal,F92,074",
    "ca": "Hamilton,ON,L8,905|London,ON,N6,519|Sudbury,ON,P3,705|Saskatoon,SK,S7,306|Winnipeg,MB,R3,204|Red Deer,AB,T4,403|Kelowna,BC,V1,250|Surrey,BC,V3,604|Moncton,NB,E1,506|Dartmouth,NS,B2,902|Laval,QC,H7,450|Trois-Rivières,QC,G8,819|Medicine Hat,AB,T1,403",
    "au": "Geelong,VIC,32,03|Ballarat,VIC,33,03|Parramatta,NSW,21,02|Wagga Wagga,NSW,26,02|Toowoomba,QLD,43,07|Cairns,QLD,48,07|Fremantle,WA,61,08|Launceston,TAS,72,03|Mount Gambier,SA,52,08|Dubbo,NSW,28,02",
    "nz": "Palmerston North,,44,06|Whangārei,,01,09|Rotorua,,30,07|Invercargill,,98,03|Tauranga,,31,07|Nelson,,70,03|Papatoetoe,Auckland,20,09",
    "in": "Coimbatore,Tamil Nadu,6410,0422|Pune,Maharashtra,4110,020|Mysuru,Karnataka,5700,0821|Jaipur,Rajasthan,3020,0141|Lucknow,UP,2260,0522|Kochi,Kerala,6820,0484|Ludhiana,Punjab,1410,0161|Secunderabad,Telangana,5000,040",
    "ng": "Ibadan,Oyo State,2002,02|Surulere,Lagos,1012,01|Enugu,Enugu State,4001,042|Kaduna,Kaduna State,8001,062|Port Harcourt,Rivers State,5001,084",
    "za": "Soweto,Gauteng,18,011|Pinetown,KZN,36,031|Bellville,Western Cape,75,021|Polokwane,Limpopo,06,015|Gqeberha,Eastern Cape,60,041",
    "ph": "Quezon City,Metro Manila,11,02|Iloilo City,Iloilo,50,033|Davao City,Davao del Sur,80,082|Dasmariñas,Cavite,41,046",
    "sg": "Tampines,,52,6|Toa Payoh,,31,6|Ang Mo Kio,,56,6|Jurong West,,64,6",
}
"""town, state or county, start of the postal code, area code"""
_STREETS = {
    "us": "Maple St|Oak Street|N Main St|Elm Ave|W 4th St|Washington Blvd|Cedar Ln|Lakeview Dr|County Rd 12|Old Mill Road|Sunset Ct|Highland Ave|MLK Jr Blvd|Jefferson Street|Pine Ridge Trail|E Broadway|SE 82nd Ave|Church St|River Bend Way|Park Ave|State Route 9|Hickory Hollow Ln|Calle Sol|Via Verde|S Pulaski Rd|Rural Route 2|Cherry Tree Cir|Martin Ave",
    "gb": "High Street|Station Road|Church Lane|Victoria Road|The Green|Mill Lane|Queensway|Albert Terrace|Kingsley Close|Orchard Avenue|Beech Grove|Manor Park Crescent|Heol y Bryn|Castle View|Back Lane|St John's Mews",
    "ie": "Main Street|Chapel Road|Cluain Mhuire|Seaview Park|The Crescent|Ashgrove Drive|Old Cork Road|Abbey Court|St Brigid's Terrace",
    "ca": "King St W|Bloor Ave|Rue Sainte-Anne|Dundas Street|Portage Ave|Boul. Lévesque|Concession Rd 6|8th Ave SW|Maple Cres|Granville Dr",
    "au": "George St|Bourke Street|Ocean Pde|Wattle Grove|Kangaroo Rd|Pitt St|Jacaranda Cres|Nullarbor Ct|Railway Tce|Banksia Ave",
    "nz": "Kauri Street|Tui Road|Rimu Place|Queens Drive|Te Awa Lane|Marine Parade|Featherston St",
    "in": "MG Road|Gandhi Nagar|4th Cross, Indiranagar|Anna Salai|Shivaji Nagar|Sector 21|Nehru Street|Lajpat Nagar II",
    "ng": "Adeola Odeku Street|Aba Road|Ahmadu Bello Way|Awolowo Road|Ogui Road|Allen Avenue",
    "za": "Jan Smuts Avenue|Vilakazi Street|Voortrekker Road|Umgeni Rd|Long Street|Church Street",
    "ph": "Rizal Street|Mabini St, Brgy. San Roque|Katipunan Ave|Purok 4, Brgy. Poblacion|Bonifacio St",
    "sg": "Tampines Street 21|Lorong 4 Toa Payoh|Ang Mo Kio Ave 3|Jurong West Street 42",
}  # fmt: skip
_HOSPITALS = {
    "us": "Mercy General Hospital|St. Luke's Medical Center|Good Samaritan Hospital|Lakeshore Regional Medical Center|Memorial Hermann Southwest|Sacred Heart Hospital|Baptist Memorial Hospital|University Hospital|Providence St. Joseph|Cedar Valley Medical Center|Holy Cross Hospital|Presbyterian Hospital|Northwest Community Hospital|Children's Hospital of {town}|{town} General Hospital|{town} VA Medical Center|{town} Regional|Methodist Hospital|Kaiser {town}|Tri-County Hospital|Blessing Hospital|St. Vincent's|Mount Carmel East|Riverbend Hospital|Ascension St. Mary's|Henry Whitfield Cancer Center|Bayview Medical Center|Shriners Hospital|Mercy|{town} Memorial",
    "gb": "{town} Royal Infirmary|{town} General Hospital|Queen Elizabeth Hospital|St James's University Hospital|Royal Victoria Hospital|Princess of Wales Hospital|The Christie|Northern General|Royal Free Hospital|Hope Hospital|Whiston Hospital|{town} District General",
    "ie": "University Hospital {town}|St. Vincent's University Hospital|Mater Misericordiae|Beaumont Hospital|Our Lady of Lourdes Hospital|Bon Secours {town}|Portiuncula Hospital|Rotunda Hospital",
    "ca": "{town} General Hospital|St. Michael's Hospital|Royal University Hospital|Hôpital de la Cité|Foothills Medical Centre|Victoria General|Juravinski Hospital|Health Sciences Centre",
    "au": "{town} Base Hospital|Royal Prince Alfred Hospital|St Vincent's Hospital|Westmead Hospital|{town} Private Hospital|Mater Hospital|Flinders Medical Centre",
    "nz": "{town} Hospital|Middlemore Hospital|Waikato Hospital|Starship Children's|Hutt Hospital",
    "in": "Apollo Hospitals {town}|KEM Hospital|PSG Hospitals|Fortis {town}|Govt. General Hospital {town}|Sri Ramakrishna Hospital|Christian Medical College",
    "ng": "University College Hospital {town}|Lagos University Teaching Hospital|{town} General Hospital|St. Nicholas Hospital|Federal Medical Centre {town}",
    "za": "Chris Hani Baragwanath|Tygerberg Hospital|Addington Hospital|Netcare {town}|Mediclinic {town}|{town} Provincial Hospital",
    "ph": "St. Luke's Medical Center|{town} Doctors' Hospital|Philippine General Hospital|The Medical City",
    "sg": "Changi General Hospital|Tan Tock Seng Hospital|KK Women's Hospital|Mount Elizabeth|Khoo Teck Puat Hospital",
}
_CLINICS = {
    "us": "{town} Family Medicine|Lakeside Pediatrics|Parkview Internal Medicine|Willow Creek Clinic|Summit Orthopedics|Riverside Women's Health|Harbor Point Primary Care|Greenwood Family Practice|Prairie View Behavioral Health|Desert Sun Dermatology|Three Rivers Community Health Center|Northside Urgent Care|Pinnacle Heart Associates|Four Corners Eye Clinic",
    "": "The Elms Surgery|{town} Medical Centre|Park Lane Practice|Riverside Medical Practice|Cornerstone Family Practice|The Abbey Surgery|{town} Health Centre|Marine Medical Centre",
}
_EMPLOYERS = "Walmart distribution center|Tyson Foods|Caterpillar|Boeing|Amazon warehouse|Ford plant|Kroger|Home Depot|Union Pacific|Dollar General|John Deere|Smithfield Packing|Delta Air Lines|Hawkins & Lowe Accountants|Bluebird Bakery|Redstone Logistics|Pete's Auto Body|Acme Roofing|First National Bank|UPS|Costco|Ridgeline Lumber|Sunrise Landscaping|Ace Hardware|Casey's|Publix|Waffle House|Sherwin-Williams|Grant & Sons Plumbing"
_EMPLOYERS_ELSEWHERE = {
    "gb": "Tesco|Royal Mail|Sainsbury's|Network Rail|JCB|Jones & Hunt Solicitors|Greggs",
    "ie": "Dunnes Stores|Intel|An Post|SuperValu|Kerry Foods",
    "ca": "Tim Hortons|Canadian Tire|Bombardier|Loblaws|Suncor",
    "au": "Woolworths|Qantas|BHP|Bunnings|Coles",
    "nz": "Fonterra|Pak'nSave|Air New Zealand",
    "in": "Tata Motors|Infosys|Indian Railways|TVS Mills",
    "za": "Eskom|Shoprite|Sasol|Anglo Platinum",
    "ng": "Dangote Cement|NNPC|First Bank",
    "ph": "Jollibee|SM Supermarket|PLDT",
    "sg": "Singapore Airlines|NTUC FairPrice|DBS",
}
_SCHOOLS = "Lincoln Elementary|Washington Middle School|Roosevelt High School|St. Joseph's Academy|Jefferson Elementary School|Cedar Grove Preschool|Kennedy High|Little Sprouts Daycare|Oakwood Primary School|Holy Family National School|Hillcrest Academy|{town} Community College|{town} High School|Martin Luther King Elementary|St Mary's Primary"
_HOMES = "Golden Acres Nursing Home|Sunrise of {town}|Meadowbrook Manor|Shady Oaks SNF|Brookdale {town}|Maple Grove Care Center|The Willows|Heritage Village|Ashbury Court Residential Home|Evergreen Rehab & Nursing|St. Anne's Home|Cedar Lodge"
_PHARMACIES = "Hartley Family Pharmacy|Main Street Drug|{town} Pharmacy|Medicine Shoppe|Corner Drug Store|Riverside Apothecary|Hometown Pharmacy"
_CHURCHES = "First Baptist Church|St. Paul AME|Our Lady of Guadalupe|Grace Lutheran|Temple Beth El|Masjid Al-Noor|New Hope Church|St Brendan's"
_AGENCIES = "VNA of {town}|Comfort Keepers {town}|Amedisys|Bayada {town}|Interim HealthCare|Lakeland Home Health|Gentiva|Angels at Home|{town} Community Nursing Team|Hospice of {town}|Kindred at Home"
_FUNERALS = "Hartman & Sons|O'Dell Mortuary|Greenlawn Funeral Home|{town} Memorial Chapel|Co-op Funeralcare {town}"
_COUNTIES = "Jackson County|Lincoln County|Washington County|Franklin County|Monroe County|Jefferson County|Marion County|Clay County|Greene County|Union County|Orange County|Polk County"
_ABBREVIATED = "MGH|UCSF|UAB|OSU Med|NYP|LGI|RVH|CUH|UIHC|HCMC|BWH|UPMC|RPA|CMC"


def draw_town(rng: random.Random, country: str) -> list[str]:
    return rng.choice(TOWNS[country].split("|")).split(",")


def write_place(kind: str, rng: random.Random, country: str, town: str) -> str:
    """A place of a kind (`hosp`, `clinic`, `street`, `road`, `employer` ...) near a town."""
    road = rng.choice(_STREETS[country].split("|"))
    if kind == "road":
        return road
    if kind == "street":
        return _number_street(rng, country, road)
    if kind == "hosp":
        listed = _HOSPITALS[country]
    elif kind == "clinic":
        listed = _CLINICS["us" if country in ("us", "ca") else ""]
    elif kind == "employer":
        listed = _EMPLOYERS_ELSEWHERE.get(country, _EMPLOYERS)
    else:
        listed = {
            "school": _SCHOOLS, "home": _HOMES, "pharm": _PHARMACIES, "church": _CHURCHES,
            "county": _COUNTIES, "abbr": _ABBREVIATED, "agency": _AGENCIES, "funeral": _FUNERALS,
        }[kind]  # fmt: skip
    return rng.choice(listed.split("|")).replace("{town}", town).replace("{street}", road)


def _number_street(rng: random.Random, country: str, road: str) -> str:
    number = rng.choice((rng.randint(1, 99), rng.randint(100, 999), rng.randint(1000, 9999)))
    if country == "us":
        if road.startswith("Rural Route"):
            return f"{road}, Box {rng.randint(10, 400)}"
        return rng.choice((f"{number} {road}",) * 6 + (f"{number} {road} Apt {rng.randint(1, 30)}{rng.choice('ABCD')}", f"{number} {road}, Unit {rng.randint(1, 400)}", f"{number} {road} #{rng.randint(1, 40)}", f"PO Box {rng.randint(10, 9999)}"))  # fmt: skip
    small = rng.randint(1, 140)
    if country == "sg":
        return f"Blk {rng.randint(100, 899)} {road} #{rng.randint(2, 20):02}-{rng.randint(10, 300)}"
    if country == "in":
        return rng.choice((f"{small}, {road}", f"No. {small}/{rng.randint(1, 9)}, {road}", f"Flat {rng.randint(1, 9)}0{rng.randint(1, 9)}, {road}"))  # fmt: skip
    return rng.choice((f"{small} {road}",) * 4 + (f"Flat {rng.randint(1, 20)}, {small} {road}", f"{small}{rng.choice('AB')} {road}"))  # fmt: skip


def write_code(rng: random.Random, country: str, start: str) -> str:
    """A postal code of a town."""
    digit = rng.randint

    def letters(count: int, of: str = "ABDEFGHJLNPQRSTUWXYZ") -> str:
        return "".join(rng.choice(of) for _ in range(count))

    if country == "us":
        code = f"{start}{digit(1, 99):02}"
        return f"{code}-{digit(1000, 9999)}" if rng.random() < 0.15 else code
    if country == "gb":
        return f"{start}{digit(1, 20)} {digit(1, 9)}{letters(2)}"
    if country == "ie":
        return f"{start} {letters(1, 'ACDEFHKNPRTVWXY')}{rng.choice(string.digits)}{letters(1, 'ACDEFHKNPRTVWXY')}{digit(0, 9)}"
    if country == "ca":
        return f"{start}{letters(1, 'ABCEGHJKLMNPRSTVWXYZ')}{rng.choice((' ', ' ', ''))}{digit(1, 9)}{letters(1, 'ABCEGHJKLMNPRSTVWXYZ')}{digit(1, 9)}"
    missing = {"in": 6, "ng": 6, "sg": 6}.get(country, 4) - len(start)
    return start + "".join(str(digit(0, 9)) for _ in range(missing))
