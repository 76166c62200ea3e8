"""Places of the seventh held-out part: streets, towns, post codes, hospitals, employers, schools, by country."""

import random

from benchmarks.identified_notes.held_out_7_people import FAMILIES
from benchmarks.identified_notes.held_out_7_towns import TOWNS

_ROADS: dict[str, str] = {
    "us": "Street St Ave Avenue Rd Drive Dr Lane Ln Blvd Court Ct Way Pkwy Pl Circle Trail Hwy Terrace",
    "uk": "Road Rd Street St Close Avenue Ave Lane Terrace Crescent Gardens Grove Drive Way Mews Row Court",
    "ie": "Road Street Park Avenue Terrace Grove Lawn Drive Close Heights",
    "ca": "Street St Avenue Rd Crescent Cres Drive Blvd Lane Court",
    "au": "Street St Road Rd Parade Avenue Crescent Cct Drive Place Court Highway Esplanade",
    "nz": "Street Road Terrace Crescent Avenue Place Drive Quay Parade",
    "in": "Road Marg Street Nagar Layout Colony Cross Enclave",
    "za": "Street Road Avenue Straat Drive Crescent Close Laan",
    "sg": "Road Avenue Street Drive Lane Walk Close",
    "ng": "Street Road Close Crescent Avenue Way Lane",
    "ph": "Street St. Avenue Extension Road Drive",
    "ae": "Street Road",
}
_ROAD_NAMES = [
    "Acacia",
    "Alder",
    "Ash",
    "Aspen",
    "Beech",
    "Birch",
    "Canal",
    "Castle",
    "Cedar",
    "Chapel",
    "Cherry",
    "Chestnut",
    "Church",
    "Cliff",
    "College",
    "Elm",
    "Factory",
    "Ferry",
    "Forge",
    "Garden",
    "George",
    "Harbour",
    "Hawthorn",
    "High",
    "Hill",
    "Holly",
    "Jubilee",
    "Juniper",
    "King",
    "Kingfisher",
    "Lake",
    "Laurel",
    "Lilac",
    "Lime",
    "Linden",
    "Magnolia",
    "Main",
    "Maple",
    "Market",
    "Meadow",
    "Mill",
    "Mulberry",
    "North",
    "Oak",
    "Orchard",
    "Park",
    "Pine",
    "Poplar",
    "Prospect",
    "Queen",
    "Railway",
    "River",
    "Rose",
    "Rowan",
    "School",
    "Spring",
    "Spruce",
    "Station",
    "Sycamore",
    "Tower",
    "Union",
    "Vicarage",
    "Victoria",
    "View",
    "Walnut",
    "Washington",
    "Water",
    "Wellington",
    "Willow",
    "Windsor",
    "Wren",
]
_SAINTS = (
    "Agatha Anne Brendan Bride Catherine Columba Elizabeth Francis Gerard Giles Helen Hilda James Joseph Jude Luke "
)
_SAINTS += "Margaret Martin Mary Matthew Michael Monica Nicholas Patrick Raphael Theresa Vincent"
_SHOPS = (
    "Bakery|Hardware|Roofing|Plumbing & Heating|Haulage|Motors|Foods|Logistics|Textiles|Print Works|Dairy|Auto Body"
)
_SHOPS += (
    "|Construction|Landscaping|Law LLP|Accountants|Timber|Steel|Poultry Farm|Fisheries|Electrical|Cleaning Services"
)
_HOME_WORDS = "Lodge|House|Court|Manor|Grange|Villa|Gardens|Rest|Heights|Meadows|Place"
_AREAS = [
    "Maple",
    "Cedar",
    "Sunny",
    "Willow",
    "Silver",
    "Golden",
    "Ever",
    "Rose",
    "Oak",
    "Stone",
    "Bright",
    "Green",
    "Clear",
    "Fair",
    "Spring",
    "Glen",
    "Brook",
    "River",
]
_AREA_ENDS = [
    "bank",
    "brook",
    "croft",
    "dale",
    "field",
    "ford",
    "gate",
    "haven",
    "holme",
    "hurst",
    "lea",
    "ridge",
    "side",
    "view",
    "ville",
    "wood",
    "water",
]
_WARDS = "Brunel Cavell Fleming Hawthorn Jenner Juniper Kestrel Lavender Lister Magnolia Nightingale Pasteur Primrose "
_WARDS += "Seacole Skylark Snowdrop Wisteria"


def _clean(name: str) -> str:
    return name.replace("_", " ")


def _plain_family(rng: random.Random) -> str:
    return rng.choice([name for name in FAMILIES if " " not in name and name.isascii() and "-" not in name])


def _pairs(country: str) -> list[tuple[str, str]]:
    return [(_clean(town), _clean(area)) for town, area in (pair.split("/") for pair in TOWNS[country].split())]


def town(rng: random.Random, country: str) -> str:
    """A town alone."""
    return rng.choice(_pairs(country))[0]


def town_area(rng: random.Random, country: str) -> str:
    """A town with what an address puts behind it, as one place."""
    name, area = rng.choice(_pairs(country))
    return name if area == "Singapore" else f"{name}, {area}"


def street(rng: random.Random, country: str) -> str:
    """House number and street."""
    name = rng.choice(_ROAD_NAMES) if rng.random() < 0.7 else _plain_family(rng)
    road, number = rng.choice(_ROADS[country].split()), str(rng.randint(1, 240))
    if country == "us":
        number = str(rng.randint(3, 19999))
        direction = rng.choice(("", "", "", "N ", "S. ", "W ", "East "))
        unit = rng.choice(
            (
                "",
                "",
                "",
                f" Apt {rng.randint(1, 40)}{rng.choice('ABC')}",
                f", Unit {rng.randint(1, 400)}",
                f" #{rng.randint(1, 300)}",
                f" Lot {rng.randint(1, 80)}",
            )
        )
        if rng.random() < 0.06:
            return f"{rng.choice(('PO Box', 'P.O. Box'))} {rng.randint(12, 9800)}"
        if rng.random() < 0.1:
            return (
                f"{number} {direction}{rng.randint(2, 180)}{rng.choice(('th St', 'th Avenue', 'th Street NW'))}{unit}"
            )
        return f"{number} {direction}{name} {road}{unit}"
    if country == "sg":
        block = rng.choice((f"Blk {number}", f"Block {number}", f"Blk {number}{rng.choice('ABC')}"))
        place = rng.choice(_pairs("sg"))[0]
        return f"{block} {place} {road} {rng.randint(1, 90)} #{rng.randint(2, 25):02d}-{rng.randint(100, 999)}"
    if country == "in":
        return rng.choice(
            (
                f"H.No. {number}/{rng.randint(1, 30)}, {_plain_family(rng)} {road}",
                f"Flat {rng.randint(101, 1204)}, {rng.choice(_AREAS)} {rng.choice(('Residency', 'Towers', 'Heights'))}",
                f"{number}, {rng.randint(1, 9)}th Cross, {_plain_family(rng)} Nagar",
                f"Plot {number}, Sector {rng.randint(2, 60)}",
            )
        )
    if country == "ph":
        barangay = rng.choice(("Brgy. San Isidro", "Brgy. Poblacion", "Barangay Mabini", "Brgy. Sto. Niño"))
        return f"{number} {_plain_family(rng)} {road}, {barangay}"
    if country == "ae":
        return f"Villa {number}, {rng.choice(('Street', 'St.'))} {rng.randint(3, 60)}{rng.choice(('', 'A', 'B'))}"
    if country == "au" and rng.random() < 0.2:
        return f"{rng.randint(1, 30)}/{number} {name} {road}"
    if country == "uk" and rng.random() < 0.15:
        return f"Flat {rng.randint(1, 30)}, {number} {name} {road}"
    return f"{number} {name} {road}"


def stem(rng: random.Random) -> str:
    """What a web address or a hospital's name begins with."""
    return rng.choice(_AREAS) + rng.choice(_AREA_ENDS)


def post_code(rng: random.Random, country: str) -> str:
    """A postal code of the country."""
    letters, digit = "ABDEFGHJLNPQRSTUWXYZ", lambda: str(rng.randint(0, 9))
    if country == "us":
        return f"{rng.randint(1001, 99950):05d}" + (f"-{rng.randint(1, 9999):04d}" if rng.random() < 0.2 else "")
    if country == "uk":
        area = rng.choice(
            [
                "LA",
                "BB",
                "WN",
                "S",
                "DN",
                "HX",
                "LS",
                "YO",
                "CA",
                "DD",
                "PA",
                "KW",
                "BT",
                "CF",
                "SA",
                "NR",
                "NN",
                "ST",
                "CT",
                "SN",
                "BN",
                "TS",
                "B",
                "M",
                "E",
                "SE",
            ]
        )
        return f"{area}{rng.randint(1, 29)}{rng.choice((' ', ' ', ' ', ''))}{digit()}{rng.choice(letters)}{rng.choice(letters)}"
    if country == "ie":
        last = "".join(rng.choice("ACDEFHKNPRTVWXY0123456789") for _ in range(4))
        return f"{rng.choice('ACEFHKNPRTVWXY')}{rng.randint(12, 99)}{rng.choice((' ', ' ', ''))}{last}"
    if country == "ca":
        first = rng.choice("ABCEGHJKLMNPRSTVXY")
        mid, end = rng.choice("ABCEGHJKLMNPRSTVWXYZ"), rng.choice("ABCEGHJKLMNPRSTVWXYZ")
        return f"{first}{digit()}{mid}{rng.choice((' ', ' ', ''))}{digit()}{end}{digit()}"
    if country in ("au", "nz", "za", "ph"):
        return str(rng.randint(1010, 7290))
    if country == "in":
        number = rng.randint(110001, 799999)
        return rng.choice((str(number), f"{number // 1000} {number % 1000:03d}"))
    return str(rng.randint(100001, 829999))


def hospital(rng: random.Random, country: str) -> str:
    """A hospital's name."""
    saint, family = rng.choice(_SAINTS.split()), _plain_family(rng)
    place = town(rng, country)
    stem = rng.choice(_AREAS) + rng.choice(_AREA_ENDS)
    if country in ("us", "ca"):
        return rng.choice(
            (
                f"{place} General Hospital",
                f"St. {saint} Medical Center",
                f"{family} Memorial Hospital",
                f"{stem} Regional Medical Center",
                f"{place} VA Medical Center" if country == "us" else f"{place} Health Sciences Centre",
                f"{stem} Health",
                f"St {saint}'s",
                f"Mercy {place}",
                f"{family} Children's Hospital",
                f"{stem} Community Hospital",
                f"{place} Gen",
            )
        )
    if country in ("uk", "ie", "au", "nz", "za"):
        return rng.choice(
            (
                f"Royal {place} Infirmary",
                f"{place} General Hospital",
                f"St {saint}'s Hospital",
                f"{place} Hospital",
                f"{place} District Hospital",
                f"Queen {saint} Hospital",
                f"{stem} Hospital",
                f"{place} DGH",
                f"St {saint}'s",
                f"University Hospital {place}",
                f"{stem} Private Hospital",
                f"{place} Cottage Hospital",
            )
        )
    if country == "in":
        return rng.choice(
            (
                f"{place} Medical College Hospital",
                f"{family} Multispeciality Hospital",
                f"{family} Nursing Home, {place}",
                f"Sri {saint} Hospital",
                f"{stem} Hospitals",
            )
        )
    if country == "ae":
        return rng.choice((f"{place} Hospital", f"{family} Medical Centre", f"{stem} Specialty Hospital, {place}"))
    return rng.choice(
        (
            f"{place} Teaching Hospital",
            f"{place} General Hospital",
            f"{family} Specialist Hospital",
            f"St. {saint}'s Hospital, {place}",
            f"{place} Medical Centre",
        )
    )


def clinic(rng: random.Random, country: str) -> str:
    """A practice, health centre or pharmacy."""
    place, family = town(rng, country), _plain_family(rng)
    stem = rng.choice(_AREAS) + rng.choice(_AREA_ENDS)
    kinds = {
        "us": "Family Medicine|Internal Medicine Associates|Urgent Care|Orthopaedics|Pediatrics|Cardiology Group|Eye Associates",
        "uk": "Surgery|Medical Centre|Health Centre|Medical Practice|Group Practice",
        "in": "Clinic|Polyclinic|Diagnostics",
        "ng": "Clinic|Primary Health Centre|Medical Centre",
        "sg": "Polyclinic|Family Clinic|Medical Clinic",
    }
    kind = rng.choice(kinds.get(country, kinds["uk"] if country != "ca" else kinds["us"]).split("|"))
    return rng.choice((f"{place} {kind}", f"{stem} {kind}", f"{family} {kind}", f"{stem} {kind} {place}"))


def ward(rng: random.Random, _country: str) -> str:
    """A ward that has a name."""
    return rng.choice(_WARDS.split()) + " " + rng.choice(("Ward", "ward", "Unit", "Suite"))


def work(rng: random.Random, country: str) -> str:
    """Where someone works."""
    place, family, shop = town(rng, country), _plain_family(rng), rng.choice(_SHOPS.split("|"))
    return rng.choice(
        (
            f"{family} {shop}",
            f"{place} {shop}",
            f"{family} & Sons {shop}",
            f"{family} {shop}",
            f"{place} City Council",
            f"{family} & {_plain_family(rng)}",
        )
    )


def school(rng: random.Random, country: str) -> str:
    """A school, nursery or university."""
    place, saint = town(rng, country), rng.choice(_SAINTS.split())
    stem = rng.choice(_AREAS) + rng.choice(_AREA_ENDS)
    if country in ("us", "ca"):
        return rng.choice(
            (
                f"{stem} Elementary",
                f"{stem} Middle School",
                f"{place} High School",
                f"St. {saint} Academy",
                f"{place} Community College",
                f"{stem} Preschool",
            )
        )
    return rng.choice(
        (
            f"{stem} Primary School",
            f"St {saint}'s Primary",
            f"{place} High School",
            f"{stem} Nursery",
            f"{place} Grammar",
            f"{stem} Secondary School",
            f"St {saint}'s College",
        )
    )


def home(rng: random.Random, country: str) -> str:
    """A nursing home."""
    stem = rng.choice(_AREAS) + rng.choice(_AREA_ENDS)
    name = f"{stem} {rng.choice(_HOME_WORDS.split('|'))}"
    kinds = {"us": "Nursing and Rehab|SNF|Assisted Living||Care Center|Memory Care", "au": "Aged Care||RACF|"}
    kind = rng.choice(kinds.get(country, "Care Home|Nursing Home||Residential Home|").split("|"))
    return f"{name} {kind}".strip()


def other_place(rng: random.Random, country: str) -> str:
    """A church, shelter, bar, park: a place where the person goes."""
    place, saint = town(rng, country), rng.choice(_SAINTS.split())
    stem = rng.choice(_AREAS) + rng.choice(_AREA_ENDS)
    return rng.choice(
        (
            f"St {saint}'s Church",
            f"{place} Leisure Centre",
            f"{stem} Day Centre",
            f"{stem} Park",
            f"{stem} Arms",
            f"{place} Library",
            f"{stem} Shopping Centre",
            f"{place} Mosque",
            f"{stem} Bowls Club",
            f"{place} Fire Station",
            f"{stem} Retirement Village",
        )
    )
