# ruff: noqa: ARG001, ARG005
"""Places as notes write them: homes, towns with their postal and area codes, institutions, shops and roads."""

import random

from benchmarks.identified_notes.held_out_13_names import CULTURES
from benchmarks.identified_notes.notes import Filled

# Town;state;first three of the ZIP code;area code.
_US_TOWNS = """
Wauseon;OH;435;419 Chillicothe;OH;456;740 Ashtabula;OH;440;440 Elyria;OH;440;440 Xenia;OH;453;937 Ypsilanti;MI;481;734
Cadillac;MI;496;231 Escanaba;MI;498;906 Flint;MI;485;810 Paw_Paw;MI;490;269 Kankakee;IL;609;815 Cairo;IL;629;618
Moline;IL;612;309 Peru;IN;469;765 Kokomo;IN;469;765 Muncie;IN;473;765 Waukesha;WI;531;262 Oconomowoc;WI;530;262
Eau_Claire;WI;547;715 Rhinelander;WI;545;715 Bemidji;MN;566;218 Eveleth;MN;557;218 St._Cloud;MN;563;320 Minot;ND;587;701
Wahpeton;ND;580;701 Mitchell;SD;573;605 Ogallala;NE;691;308 Kearney;NE;688;308 Ottumwa;IA;525;641 Keokuk;IA;526;319
Salina;KS;674;785 Dodge_City;KS;678;620 Joplin;MO;648;417 Cape_Girardeau;MO;637;573 Sedalia;MO;653;660 Enid;OK;737;580
Tahlequah;OK;744;918 Ponca_City;OK;746;580 Conway;AR;720;501 Hope;AR;718;870 Nacogdoches;TX;759;936 Eagle_Pass;TX;788;830
Waxahachie;TX;751;972 Pecos;TX;797;432 Laredo;TX;780;956 Gallup;NM;873;505 Socorro;NM;878;575 Truth_or_Consequences;NM;879;575
Chinle;AZ;865;928 Yuma;AZ;853;928 Surprise;AZ;853;623 Elko;NV;898;775 Winnemucca;NV;894;775 Provo;UT;846;801 Moab;UT;845;435
Rifle;CO;816;970 Alamosa;CO;811;719 Greeley;CO;806;970 Laramie;WY;820;307 Gillette;WY;827;307 Pocatello;ID;832;208
Coeur_d'Alene;ID;838;208 Kalispell;MT;599;406 Havre;MT;595;406 Yakima;WA;989;509 Puyallup;WA;983;253 Walla_Walla;WA;993;509
Klamath_Falls;OR;976;541 Bend;OR;977;541 Hermiston;OR;978;541 Weed;CA;960;530 Lodi;CA;952;209 Oxnard;CA;930;805 Norco;CA;928;951
El_Cajon;CA;920;619 Visalia;CA;932;559 Hilo;HI;967;808 Wasilla;AK;996;907 Bethel;AK;995;907 Opelousas;LA;705;337
Natchitoches;LA;714;318 Tupelo;MS;388;662 Yazoo_City;MS;391;662 Tuscumbia;AL;356;256 Mobile;AL;366;251 Opelika;AL;368;334
Valdosta;GA;316;229 Rome;GA;301;706 Kissimmee;FL;347;407 Immokalee;FL;341;239 Apopka;FL;327;407 Sumter;SC;291;803
Orangeburg;SC;291;803 Kinston;NC;285;252 Lumberton;NC;283;910 Boone;NC;286;828 Cookeville;TN;385;931 Hazard;KY;417;606
Paducah;KY;420;270 Beckley;WV;258;304 Nitro;WV;251;304 Danville;VA;245;434 Hagerstown;MD;217;301 Altoona;PA;166;814
Intercourse;PA;175;717 Wilkes-Barre;PA;187;570 Utica;NY;135;315 Schenectady;NY;123;518 Massena;NY;136;315 Vineland;NJ;083;856
Paramus;NJ;076;201 Chicopee;MA;010;413 Fall_River;MA;027;508 Woonsocket;RI;028;401 Meriden;CT;064;203 Rutland;VT;057;802
Berlin;NH;035;603 Presque_Isle;ME;047;207 Lewiston;ME;042;207
"""
# Town;province;first three of the postal code;area code.
_CANADIAN_TOWNS = """
Moose_Jaw;SK;S6H;306 Prince_Albert;SK;S6V;639 La_Ronge;SK;S0J;306 Swift_Current;SK;S9H;306 Brandon;MB;R7A;204 Flin_Flon;MB;R8A;204
Thompson;MB;R8N;431 Steinbach;MB;R5G;204 Lethbridge;AB;T1K;403 Medicine_Hat;AB;T1A;403 Vegreville;AB;T9C;780 High_Level;AB;T0H;780
Red_Deer;AB;T4N;403 Nanaimo;BC;V9R;250 Chilliwack;BC;V2P;604 Kamloops;BC;V2C;250 Terrace;BC;V8G;250 Hope;BC;V0X;604
Timmins;ON;P4N;705 Kenora;ON;P9N;807 Sault_Ste._Marie;ON;P6A;705 Brampton;ON;L6P;905 Guelph;ON;N1H;519 Cornwall;ON;K6H;613
Orillia;ON;L3V;705 Pembroke;ON;K8A;613 Leamington;ON;N8H;519 Kapuskasing;ON;P5N;705 Trois-Rivières;QC;G9A;819
Rimouski;QC;G5L;418 Saguenay;QC;G7H;418 Val-d'Or;QC;J9P;819 Longueuil;QC;J4K;450 Laval;QC;H7T;450 Sept-Îles;QC;G4R;418
Moncton;NB;E1C;506 Bathurst;NB;E2A;506 Miramichi;NB;E1V;506 Truro;NS;B2N;902 Antigonish;NS;B2G;902 Sydney;NS;B1P;902
Summerside;PE;C1N;902 Gander;NL;A1V;709 Corner_Brook;NL;A2H;709 Come_By_Chance;NL;A0B;709 Iqaluit;NU;X0A;867 Hay_River;NT;X0E;867
Whitehorse;YT;Y1A;867
"""


def _read_towns(table: str) -> tuple[tuple[str, str, str, str], ...]:
    rows = (row.replace("_", " ").split(";") for row in "\n".join(table.split(" ")).split())
    return tuple((town, state, code, area) for town, state, code, area in rows)


US_TOWNS, CANADIAN_TOWNS = _read_towns(_US_TOWNS), _read_towns(_CANADIAN_TOWNS)
_STREETS = (
    "Maple", "Old Mill", "Juniper", "Kettle Creek", "Sycamore", "Quarry", "Larkspur", "Tamarack", "Cotton Gin", "Depot",
    "Ferry", "Pinecrest", "Saint Andrews", "Martin Luther King Jr", "Wagon Wheel", "Chestnut Hill", "Bayview", "Harvest",
    "Second", "5th", "14th", "E 93rd", "Washington", "Prairie Rose", "Mockingbird", "Church", "Mission", "Cedar Bluff",
    "Lakeshore", "Cannery", "Vine", "Dogwood", "Blue Heron", "Cemetery", "Windmill", "Orchard", "Buckskin", "Gravel Pit",
    "Cesar Chavez", "Lansdowne", "Wellington", "King", "Queen", "Dufferin", "Portage", "Jasper", "Elgin", "Concord",
)  # fmt: skip
_STREET_TYPES = ("St", "St.", "Street", "Ave", "Avenue", "Rd", "Road", "Dr", "Drive", "Ln", "Lane", "Blvd", "Ct", "Way")
_STREET_TYPES += ("Circle", "Terrace", "Pkwy", "Trail", "Pl", "Loop", "Crescent")
_SAINTS = ("St. Brendan", "St. Odilia", "St. Casimir", "Our Lady of Sorrows", "Holy Rosary", "St. Kateri", "Mercy")
_SAINTS += ("St. Josaphat", "Bethesda", "Good Samaritan", "Sacred Heart", "Mount Carmel", "Ste-Anne", "Providence")
_WORDS = ("Cedar Grove", "Lakeview", "Prairie Winds", "Three Rivers", "Harbor", "Sunrise", "Willow Creek", "Pine Ridge")
_WORDS += ("Valley", "Copper Basin", "Blue Ridge", "Whispering Oaks", "Evergreen", "Heritage", "Northgate", "Bayshore")
_WORDS += ("Redbud", "Sandhills", "Thunder Bay", "Elk Run", "Golden Acres", "Maplewood", "Stonebridge", "Eagle Point")
_COUNTIES = ("Ottawa County", "Apache County", "Cuyahoga Co.", "Tuscarawas County", "Muskegon County", "Pike County")
_COUNTIES += (
    "St. Louis County",
    "Yakima County",
    "Renfrew County",
    "Calcasieu Parish",
    "Orange County",
    "Nez Perce Co.",
)
_COUNTIES += ("Simcoe County", "Lake of the Woods County", "Presidio County", "Chester County", "Elko County")
_RESERVES = ("Six Nations of the Grand River", "Pine Ridge Reservation", "Rosebud Reservation", "Samson Cree Nation")
_RESERVES += (
    "Fort Hope First Nation",
    "Navajo Nation, Chinle Agency",
    "Siksika Nation",
    "Wikwemikong",
    "Red Lake Nation",
)
_RESERVES += ("White Earth Reservation", "Kahnawà:ke", "Gila River Indian Community", "Peguis First Nation", "Ft. Peck")
_HOODS = (
    "Little Haiti",
    "Phillips",
    "Frogtown",
    "Boyle Heights",
    "Parkdale",
    "the Tenderloin",
    "Bridgeport",
    "Rexdale",
)
_HOODS += (
    "Saint-Henri",
    "Fox Point",
    "Over-the-Rhine",
    "the Downtown Eastside",
    "East End",
    "Forest Lawn",
    "Hamtramck",
)
_SHOPS = ("Dollar General", "Walmart", "Tim Hortons", "Kroger", "H-E-B", "Canadian Tire", "Home Depot", "Piggly Wiggly")
_SHOPS += ("Meijer", "Casey's", "Wawa", "Lowe's", "Menards", "7-Eleven", "Sobeys", "Buc-ee's", "Denny's", "Costco")
_EMPLOYERS = ("Tyson Foods", "Amazon", "Koch Concrete", "JBS", "Smithfield", "Purolator", "FedEx Ground", "Bombardier")
_EMPLOYERS += ("City Public Works", "Whirlpool", "Magna Seating", "Syncrude", "Boise Cascade", "Nucor Steel", "UPS")
_HIGHWAYS = ("I-80", "I-75", "Hwy 401", "US-23", "Highway 17", "Route 9", "State Route 32", "US 191", "Autoroute 40")
_HIGHWAYS += ("Trans-Canada Hwy", "I-94 EB at mile marker 112", "Hwy 2 near Exit 48", "I-10 WB", "Loop 410", "QEW")
_BRIDGES = ("Ambassador Bridge", "Lions Gate Bridge", "Mackinac Bridge", "Pont Champlain", "Skyway Bridge")
_BRIDGES += ("Cooper River Bridge", "Third St bridge", "Rainbow Bridge", "Old Iron Bridge", "Peace Bridge")
_PARKS = ("Riverside Park", "Moccasin Lake Park", "Veterans Park", "Gatineau Park", "Lions Field", "Kiwanis Beach")
_PARKS += ("Starved Rock", "Elk Island", "Memorial Park skate bowl", "Letchworth State Park", "Pioneer Trailhead")


def _family(rng: random.Random) -> str:
    return rng.choice(rng.choice(CULTURES)[2]).split()[-1]


def _pick(*choices: str):
    return lambda rng, people: rng.choice(choices)


def _town(rng: random.Random, people: dict[str, str]) -> tuple[str, str, str, str]:
    towns = CANADIAN_TOWNS if people["country"] == "CA" else US_TOWNS
    return towns[int(people.setdefault("town", str(rng.randrange(len(towns)))))]


def find_area_code(rng: random.Random, people: dict[str, str]) -> str:
    return _town(rng, people)[3] if rng.random() < 0.8 else rng.choice(US_TOWNS)[3]


def _city(rng: random.Random, people: dict[str, str]) -> str:
    return _town(rng, people)[0]


def find_state(rng: random.Random, people: dict[str, str]) -> str:
    """That of the note's town: no identifier by Safe Harbor, so that it stands outside of the slots."""
    return _town(rng, people)[1]


def _other_town(rng: random.Random, people: dict[str, str]) -> str:
    return rng.choice(CANADIAN_TOWNS if people["country"] == "CA" else US_TOWNS)[0]


def write_zip(rng: random.Random, people: dict[str, str]) -> str:
    start = _town(rng, people)[2]
    if people["country"] == "CA":
        letter = rng.choice("ABCEGHJKLMNPRSTVWXYZ")
        return f"{start}{rng.choice([' ', ' ', ' ', '', '-'])}{rng.randrange(1, 10)}{letter}{rng.randrange(10)}"
    return f"{start}{rng.randrange(1, 99):02}" + (f"-{rng.randrange(1000, 9999)}" if rng.random() < 0.12 else "")


def _street_name(rng: random.Random) -> str:
    name = rng.choice(_STREETS) if rng.random() < 0.8 else _family(rng)
    return f"{name} {rng.choice(_STREET_TYPES)}"


def _street(rng: random.Random, people: dict[str, str]) -> str:
    number = rng.choice([rng.randrange(1, 99), rng.randrange(100, 1999), rng.randrange(2000, 19999)])
    rural = [
        f"PO Box {rng.randrange(11, 4800)}",
        f"P.O. Box {rng.randrange(11, 980)}",
        f"RR {rng.randrange(1, 9)} Box {rng.randrange(10, 400)}",
        f"RR#{rng.randrange(1, 7)}",
        f"{number} County Road {rng.randrange(2, 99)}",
        f"{number} State Hwy {rng.randrange(2, 299)}",
        f"HC {rng.randrange(10, 99)} Box {rng.randrange(10, 99)}",
        f"Lot {rng.randrange(2, 88)}, {rng.choice(_WORDS)} Mobile Home Park",
    ]
    if people["country"] == "CA":
        rural += [
            f"{number} Concession Rd {rng.randrange(2, 14)}",
            f"{rng.randrange(100, 999)} Range Road {rng.randrange(10, 260)}",
            f"{number} rue {rng.choice(['des Érables', 'Principale', 'Saint-Joseph', 'du Moulin'])}",
            f"{number} chemin {rng.choice(['du Lac', 'des Pins', 'Royal', 'Sainte-Foy'])}",
        ]
    if rng.random() < 0.2:
        return rng.choice(rural)
    side = rng.choice(["", "", "", "", "N ", "S. ", "West ", "NE "])
    unit = rng.choice(["Apt ", "Apt. ", "#", "Unit ", "Ste ", "apt ", "Trlr "]) + rng.choice(
        [str(rng.randrange(1, 40)), f"{rng.randrange(1, 30)}{rng.choice('ABCD')}", f"{rng.choice('ABCDEF')}"]
    )
    text = f"{number} {side}{_street_name(rng)}"
    return f"{text}{rng.choice([' ', ', '])}{unit}" if rng.random() < 0.3 else text


def _crossing(rng: random.Random, people: dict[str, str]) -> str:
    joint = rng.choice([" and ", " & ", "/", " at "])
    return (
        f"{rng.choice(_STREETS)}{joint}{rng.choice(_STREETS)}"
        if rng.random() < 0.4
        else (f"{_street_name(rng)}{joint}{_street_name(rng)}")
    )


def _named(*endings: str):
    """An institution named after a saint, a town, a person or a pleasant thing."""

    def write(rng: random.Random, people: dict[str, str]) -> str:
        start = rng.choice([rng.choice(_SAINTS), rng.choice(_WORDS), _other_town(rng, people), _family(rng)])
        ending = rng.choice(endings)
        return (start + "'s" if start.startswith("St.") and ending[0] != "-" else start) + " " + ending.lstrip("-")

    return write


def _branch(names: tuple[str, ...]):
    """A shop or an employer, at times with the place that tells which one."""

    def write(rng: random.Random, people: dict[str, str]) -> str:
        name = rng.choice(names)
        if rng.random() < 0.3:
            name = f"{_family(rng)} {rng.choice(['& Sons', 'Trucking', 'Bakery', 'Dairy', 'Auto Body', 'Farms'])}"
        ending = rng.choice(["", "", "", f" on {_street_name(rng)}", f" in {_other_town(rng, people)}"])
        return name + ending.removesuffix(".")

    return write


_MAKERS = {
    "home": _street, "street": _street, "city": _city, "town": _other_town,
    "cross": _crossing, "county": _pick(*_COUNTIES), "reserve": _pick(*_RESERVES), "hood": _pick(*_HOODS),
    "hosp": _named("Hospital", "Medical Center", "General Hospital", "Regional Medical Center", "Health Centre", "Memorial"),
    "clinic": _named("Family Practice", "Clinic", "Community Health Center", "Medical Group", "Internal Medicine"),
    "office": _named("Dental", "Eye Care", "Specialty Associates", "Physical Therapy", "Behavioral Health"),
    "nhome": _named("Manor", "Care Center", "Skilled Nursing & Rehab", "Assisted Living", "Lodge", "Long-Term Care"),
    "shelter": _named("House", "Women's Shelter", "Rescue Mission", "Emergency Shelter", "Transitional Housing"),
    "school": _named("Elementary", "Middle School", "High School", "Public School", "Academy", "Montessori"),
    "church": _named("Church", "Lutheran Church", "Baptist Church", "Parish", "AME Zion", "Temple", "Islamic Centre"),
    "camp": _named("Day Camp", "Bible Camp", "Summer Camp", "Scout Reservation"),
    "pharm": _named("Pharmacy", "Drug", "Apothecary", "Drug Mart"),
    "agency": _named("Home Health", "Hospice", "Home Care", "Visiting Nurses"),
    "lab": _named("Pathology Associates", "Reference Lab", "Imaging", "Diagnostics"),
    "funeral": _named("Funeral Home", "& Sons Mortuary"),
    "court": _named("County Jail", "Detention Centre", "Correctional Institution", "Police Department"),
    "univ": _named("University", "State College", "Community College", "Institute of Technology"),
    "ward": _named("Pavilion", "Wing", "Tower", "Unit", "Ward", "Building"),
    "shop": _branch(_SHOPS), "employer": _branch(_EMPLOYERS), "road": _pick(*_HIGHWAYS),
    "bridge": _pick(*_BRIDGES), "park": _pick(*_PARKS),
}  # fmt: skip
PLACES = frozenset(_MAKERS)


def write_place(slot: str, rng: random.Random, people: dict[str, str]) -> Filled:
    return Filled(_MAKERS[slot](rng, people).removesuffix("."), "location")
