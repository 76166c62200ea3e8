"""Places of the fifth held-out part, by setting: `city|state|shape of its postal codes`, and what stands in a city."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    """What a country's notes name. A city is `name|state or empty|shapes of postal codes` (`#` digit, `@` capital)."""

    cities: tuple[str, ...]
    streets: tuple[str, ...]
    units: tuple[str, ...]
    facilities: tuple[str, ...]
    employers: tuple[str, ...]
    schools: tuple[str, ...]
    churches: tuple[str, ...]
    hosts: tuple[str, ...]


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(";"))


PLACES = {
    "us": Places(
        _split(
            "Worcester|MA|016##;Lowell|MA|0185#;Dayton|OH|454##;Toledo|OH|436##;Mesquite|TX|7514#;El Paso|TX|799##;Laredo|TX|7804#;Modesto|CA|9535#;Chula Vista|CA|919##;Long Beach|CA|908##;Garden Grove|CA|9284#;Tacoma|WA|984##;Yakima|WA|989##;"
            "Boise|ID|837##;Flagstaff|AZ|8600#;Gallup|NM|8730#;Omaha|NE|681##;Duluth|MN|558##;St. Paul|MN|551##;Green Bay|WI|543##;Rockford|IL|611##;Kalamazoo|MI|490##;Dearborn|MI|4812#;Erie|PA|165##;Allentown|PA|181##;Paterson|NJ|075##;Yonkers|NY|107##;Syracuse|NY|132##;"
            "Chattanooga|TN|374##;Mobile|AL|366##;Macon|GA|312##;Greenville|SC|296##;Durham|NC|277##;Roanoke|VA|240##;Hialeah|FL|330##;Ocala|FL|344##;Shreveport|LA|711##;Little Rock|AR|722##;Hilo|HI|96720;Nashua|NH|0306#-####"
        ),
        _split("Hawthorne Avenue;Chestnut St;Lincoln Way;Prospect Street;Old Quarry Road;N. Highland Ave;Willow Ln;County Road 12;Meadowbrook Dr;E. 14th Street;Magnolia Blvd;Sycamore Court;Pleasant St;Cherry Hill Rd;Franklin Turnpike;SW Barbur Blvd;Dogwood Circle;Highway 441;Fairview Ter;W Jackson St"),
        ("", "", "", "", " Apt 3", ", Apt. 12C", " #207", ", Unit 5", " Apt B"),
        _split("Fairlawn Medical Center;St. Cyprian Hospital;Lakeshore Community Hospital;Providence Park Hospital;University Hospital;VA Medical Center;Blue Ridge Regional;Good Samaritan Hospital;Maplewood Rehab and Nursing;Sunrise Manor;Valley Orthopedic Associates;Northside Family Health Center;Memorial Hermann;Beaumont;Hillcrest Care Center;Tri-City Urgent Care;Mount Carmel East;UMass Memorial"),
        _split("Home Depot;Amazon;Lowe's;Dollar General;Ford;Costco;FedEx;Perdue;Caterpillar;Wells Fargo;Publix;Jimenez Landscaping;Southwest Airlines;Kessler Tool and Die"),
        _split("Roosevelt Middle School;Jefferson Elementary;Oakdale High School;St. Rita's School;Little Acorns Daycare"),
        _split("First Baptist Church;St. Joseph's;Temple Beth Shalom;Iglesia Pentecostal La Roca;Mt. Olive AME Church"),
        _split("gmail.com;yahoo.com;hotmail.com;aol.com;comcast.net;icloud.com;outlook.com;fairlawnmed.org;lakeshorehealth.org;att.net"),
    ),
    "uk": Places(
        _split("Leeds||LS# #@@;Sheffield||S## #@@;Nottingham||NG# #@@;Leicester||LE# #@@;Norwich||NR# #@@;Exeter||EX# #@@;Swansea||SA# #@@;Dundee||DD# #@@;Bolton||BL# #@@;Hull||HU# #@@;Croydon||CR# #@@;Luton||LU# #@@;Peterborough||PE# #@@;Kirkcaldy||KY# #@@;Wrexham||LL## #@@;Newry||BT## #@@;Harrow||HA# #@@;Bradford||BD# #@@"),
        _split("Station Road;Church Lane;Victoria Street;The Crescent;Mill Lane;Albert Road;Queensway;Manor Close;Highfield Avenue;Orchard Gardens;London Road;Beech Grove;Castle Street;Windmill Rise"),
        ("", "", "", "", " Flat 2", "A"),
        _split("Leeds General Infirmary;Royal Derby Hospital;Royal Infirmary;Ashfield Surgery;The Limes Medical Centre;Southmead;Queen's Medical Centre;St George's Hospital;Park View Care Home;Ninewells;Whitegates Health Centre;Castle Hill Hospital;Oaklands Nursing Home"),
        _split("Tesco;Royal Mail;Sainsbury's;JCB;Network Rail;Asda;British Gas;Rolls-Royce;Greggs"),
        _split("Highfield Primary School;St Mary's Academy;Westbrook Comprehensive;Little Ducklings Nursery"),
        _split("St Peter's Church;Trinity Methodist Church;Central Mosque;St Bede's"),
        _split("gmail.com;btinternet.com;hotmail.co.uk;nhs.net;yahoo.co.uk;sky.com;outlook.com"),
    ),
    "au": Places(
        _split("Parramatta|NSW|2150;Wollongong|NSW|2500;Dubbo|NSW|2830;Geelong|VIC|3220;Dandenong|VIC|3175;Ballarat|VIC|3350;Cairns|QLD|4870;Toowoomba|QLD|4350;Townsville|QLD|481#;Fremantle|WA|6160;Elizabeth Vale|SA|5112;Launceston|TAS|7250;Palmerston|NT|083#"),
        _split("Macquarie Street;Kangaroo Creek Road;Banksia Ave;Esplanade;Pitt St;Wattle Crescent;Great Western Hwy;Jacaranda Drive;Bourke Street;Coronation Pde"),
        ("", "", "", "", " Unit 4"),
        _split("Westmead Hospital;Geelong Hospital;Royal North Shore;Cairns Base Hospital;Dandenong Medical Centre;Sunshine Hospital;Bluegum Aged Care;The Alfred;Lyell McEwin;Wattle Street Family Practice"),
        _split("Woolworths;Bunnings;Coles;Qantas;BHP;Telstra;Australia Post"),
        _split("Holy Cross Primary;Mount Druitt Public School;Koala Kids Child Care"),
        _split("St Brigid's;Hillsong"),
        _split("gmail.com;bigpond.com;optusnet.com.au;outlook.com.au;health.nsw.gov.au;hotmail.com"),
    ),
    "in": Places(
        _split("Pune|Maharashtra|4110##;Nagpur|Maharashtra|4400##;Coimbatore|Tamil Nadu|6410##;Madurai|Tamil Nadu|625 0##;Kochi|Kerala|6820##;Mysuru|Karnataka|5700##;Bengaluru|Karnataka|560 0##;Lucknow|UP|2260##;Jaipur|Rajasthan|3020##;Ludhiana|Punjab|1410##;Kolkata|West Bengal|7000##;Hyderabad|Telangana|5000##;Ahmedabad|Gujarat|3800##"),
        _split("MG Road;Gandhi Nagar;Station Road;Anna Salai;2nd Main Road, Jayanagar;Sector 15;Nehru Street;Civil Lines;Shivaji Nagar;4th Cross, Indiranagar;Link Road"),
        ("", "", "", ", Flat 302", ", 2nd Floor"),
        _split("Ruby Hall Clinic;Sahyadri Hospital;Government Medical College Hospital;Aster Medcity;PSG Hospitals;Fortis;Narayana Hrudayalaya;Sri Sai Nursing Home;Lifeline Multispeciality Hospital;KEM Hospital"),
        _split("Infosys;Indian Railways;Tata Motors;State Bank of India;BSNL;Bajaj Auto;Wipro"),
        _split("Kendriya Vidyalaya;Little Flower Convent School;DAV Public School"),
        _split("St. Thomas Church;Sri Venkateswara Temple"),
        _split("gmail.com;rediffmail.com;yahoo.co.in;hotmail.com;sahyadrihosp.in"),
    ),
    "ca": Places(
        _split("Mississauga|ON|L5B #@#;Hamilton|ON|L8N #@#;Sudbury|ON|P3E #@#;London|ON|N6A #@#;Laval|QC|H7N #@#;Sherbrooke|QC|J1H #@#;Surrey|BC|V3T #@#;Kelowna|BC|V1Y #@#;Red Deer|AB|T4N #@#;Lethbridge|AB|T1J #@#;Saskatoon|SK|S7K #@#;Brandon|MB|R7A #@#;Moncton|NB|E1C #@#;Halifax|NS|B3H #@#"),
        _split("Dundas Street West;Rue Saint-Denis;Bloor St E;King George Blvd;Portage Avenue;17 Avenue SW;Barrington Street;Boulevard Laurier;Lakeshore Rd;Concession 4"),
        ("", "", "", "", ", Unit 1204", " Apt 6"),
        _split("Credit Valley Hospital;Hamilton General;Foothills;St. Boniface Hospital;Trillium Health Partners;Kelowna General;Hôpital Sacré-Coeur;CHUM;Maple Leaf Medical Clinic;Extendicare"),
        _split("Tim Hortons;Canada Post;Canadian Tire;Bombardier;Loblaws;Stelco"),
        _split("École Notre-Dame;Sir Wilfrid Laurier Public School;Sunnybrook Child Care"),
        _split("St. Andrew's United Church;Knox Presbyterian"),
        _split("gmail.com;rogers.com;sympatico.ca;shaw.ca;hotmail.ca;videotron.ca"),
    ),
}  # fmt: skip
