"""Places of sixteen countries, and how an address is written there."""

import random

from benchmarks.identified_notes.held_out_14_numbers import write

# Towns | suburbs, villages, estates | counties, districts | streets | hospitals | schools | shops, pubs, parks, temples | roads of an accident | employers
_LISTS = {
    "uk": "Pontypridd, Oswestry, Arbroath, Todmorden, Kettering, Cookstown, Bacup, Thurso, Reading, Bath, Sandwich, Battle, Ware, Deal | Splott, Lower Slaughter, Tang Hall, Gorbals, Wigan Pier Estate, Pity Me, Byker, Rhosllannerchrugog, Great Snoring, Meadow Well estate | Powys, Fife, Shropshire, Co. Tyrone, East Riding, London Borough of Newham, Ceredigion | Heol y Deri, Gallowgate, Mill Lane, Cable Street, Whip-Ma-Whop-Ma-Gate, St Aldate's Close, Bog Lane, Acacia Avenue, The Shambles | Royal Gwent Hospital, Ninewells Hospital, Pinderfields, St Luke's Infirmary, Craigavon Area Hospital, Airedale General, Queen Alexandra Hospital | St Winifred's RC Primary, Ysgol Bro Teifi, Holme Valley Academy, Larkhall High School | the Dog and Duck, Greggs in the Arndale, Roundhay Park, Guru Nanak Gurdwara, St Chad's Church, the Red Lion, Finsbury Park Mosque, Tesco Extra on Bar Hill | M6 J19, A470 near Storey Arms, M25 junction 10, A9 at Slochd, A63 Castle Street, M4 between J32 and J33 | Bramley Foundry Ltd, Tata Steel Port Talbot, Dunnes Haulage, Norfolk County Council, Pilkington Glass",
    "ie": "Ballina, Letterkenny, Carrick-on-Shannon, Listowel, Tuam, Youghal, Birr | Tallaght, Knocknaheeny, Inishowen, Ballymun, Salthill, Kilmuckridge | Co. Mayo, Co. Donegal, County Offaly, Co Wexford | Sráid na Trá, Patrick Street, Convent Road, Barrack Street, O'Connell Avenue | Sligo University Hospital, Portiuncula, Beaumont Hospital, St Vincent's, Cork University Hospital | Scoil Mhuire, Coláiste Íde, Gaelscoil Uí Riada | Hogan's Bar, St Brigid's Church, the SuperValu in Kinvara, Fota Wildlife Park | N17 at Claregalway, M50 J7, N71 near Leap | Glanbia Ballyragget, Kerry Group, Bord na Móna",
    "au": "Wagga Wagga, Toowoomba, Geraldton, Mount Gambier, Bunbury, Orange, Alice Springs | Cabramatta, Wollongbar, Elizabeth Downs, Frankston, Yuendumu, Inala | Shire of Yarra Ranges, the Kimberley, Gippsland, City of Salisbury | Parramatta Road, Banksia Crescent, Wattle Grove Road, Currawong Street | Royal Hobart Hospital, Westmead, Fiona Stanley Hospital, Flinders Medical Centre, Dubbo Base Hospital | Blacktown Girls High, St Monica's Primary School, Yirara College | the Coles in Marrickville, Kings Park, the Bottle-O Hotel, Nan Tien Temple | Pacific Highway at Coopernook, Hume Hwy near Gundagai, M1 Mooney Mooney | BHP Olympic Dam, Hunter Valley Abattoir, Bega Dairy",
    "nz": "Whakatāne, Ōtaki, Invercargill, Gisborne, Levin, Timaru, Kaitaia | Ōtara, Māngere Bridge, Cannons Creek, Titirangi, Aranui | Waikato, Hawke's Bay, Southland, Tairāwhiti | Karangahape Road, Great South Road, Rata Street, Te Rapa Road | Middlemore Hospital, Waikato Hospital, Taranaki Base, Dunedin Public | Kura Kaupapa o Mangatu, Aorere College, Papakura Normal School | Pak'nSave Petone, Ratana Church, the Mitre Tavern, Hagley Park | SH1 at Dome Valley, SH2 near Mangatāwhiri, Desert Road | Fonterra Edgecumbe, Silver Fern Farms, KiwiRail Hutt",
    "in": "Kozhikode, Nashik, Tirunelveli, Siliguri, Ludhiana, Mysuru, Kanpur | Koramangala 4th Block, Andheri West, T. Nagar, Salt Lake Sector III, Bandra, Pimple Saudagar | Ernakulam District, Murshidabad, Thane, Jalandhar district | M.G. Road, 3rd Cross Street, Linking Road, Netaji Subhas Sarani, Gandhi Nagar Main Road | Manipal Hospital, Lilavati Hospital, CMC Vellore, Ruby Hall Clinic, Medanta | Kendriya Vidyalaya, St Aloysius School, DAV Public School | Meenakshi Temple, Jama Masjid, Big Bazaar Phoenix Mall, Cubbon Park | NH-44 near Krishnagiri, Eastern Express Highway, Silk Board junction | Infosys Electronic City, Tata Motors Pimpri, Bhilai Steel Plant",
    "pk": "Sialkot, Mardan, Bahawalpur, Sukkur, Abbottabad | Gulshan-e-Iqbal, DHA Phase 5, Lyari, Saddar, Model Town | Swat District, Tehsil Kharian, Nowshera | Jail Road, Shahrah-e-Faisal, Circular Road, Mall Road | Aga Khan University Hospital, Mayo Hospital, Lady Reading Hospital, Services Hospital | Government High School Chiniot, Beaconhouse | Faisal Mosque, Anarkali Bazaar, Jinnah Park, Imtiaz Super Market | GT Road near Jhelum, M-2 at Kallar Kahar, Northern Bypass | Engro Fertilizers, Pak Steel, Nishat Mills",
    "sg": "Tampines, Jurong West, Toa Payoh, Punggol | Bukit Batok, Ang Mo Kio, Geylang, Bishan | Bedok South, Marine Parade | Serangoon Avenue 3, Jalan Besar, Yishun Ring Road, Lorong 8 | Tan Tock Seng Hospital, Changi General, KK Women's, Ng Teng Fong | Raffles Girls' Primary, Anglo-Chinese School, Pei Hwa | Thian Hock Keng Temple, Sultan Mosque, NTUC FairPrice Hougang, East Coast Park | PIE near Eunos exit, AYE Clementi, ECP | Keppel Shipyard, SBS Transit, PSA Pasir Panjang",
    "my": "Ipoh, Alor Setar, Kuantan, Batu Pahat, Miri | Kampung Baru, Taman Melawati, Felda Jengka, Bangsar, USJ 11 | Hulu Langat, Daerah Kinta, Larut Matang | Jalan Tun Razak, Lorong Haji Taib, Jalan Masjid India, Persiaran Raja | Hospital Kuala Lumpur, Hospital Sultanah Aminah, Pantai Hospital, Hospital Seberang Jaya | SMK Taman Desa, SK Seri Bintang, SJK(C) Chung Hwa | Batu Caves, Masjid Jamek, Mydin Subang, Taman Tasik | PLUS Highway KM 254, LDP Puchong, Karak Highway | Petronas Kertih, Sime Darby Carey Island, Proton Shah Alam",
    "ph": "Dumaguete, Cabanatuan, Lipa, Tuguegarao, Iligan | Barangay San Roque, Brgy. Poblacion, Tondo, Sitio Malinao, Project 6 | Nueva Ecija, Batangas, Bukidnon, Misamis Oriental | Rizal Avenue, Mabini St., Bonifacio Drive, Sampaguita St. | Philippine General Hospital, Vicente Sotto, Southern Philippines Medical Center, St. Luke's | Ateneo de Davao, Maligaya Elementary School | SM City Marilao, Quiapo Church, Jollibee Crossing, Burnham Park | EDSA-Cubao, SLEX Alabang exit, Commonwealth Avenue | Dole Polomolok, Lucio Tan Brewery, Subic Shipyard",
    "ng": "Abeokuta, Onitsha, Kaduna, Makurdi, Owerri | Surulere, Sabon Gari, Ajegunle, Gwarinpa Estate, Bodija | Ikorodu LGA, Oyo State, Nsukka LGA | Awolowo Road, Zik Avenue, Ahmadu Bello Way, Adeniran Ogunsanya St | UCH Ibadan, Lagos University Teaching Hospital, Aminu Kano Teaching Hospital, Eko Hospital | Kings College, Loyola Jesuit, Baptist Nursery School | Balogun Market, Redemption Camp, Shoprite Ikeja, Kano Central Mosque | Lagos-Ibadan Expressway, Third Mainland Bridge, Ore bypass | Dangote Cement Obajana, Julius Berger, Peugeot Kaduna",
    "ke": "Eldoret, Kisumu, Nyeri, Machakos, Kitale | Kibera, Githurai 45, Umoja Estate, Kileleshwa, Kangemi | Kiambu County, Siaya, Murang'a County | Ngong Road, Moi Avenue, Oginga Odinga Street, Haile Selassie Avenue | Kenyatta National Hospital, Moi Teaching and Referral, Aga Khan Kisumu, Mater Hospital | Starehe Boys, Moi Girls Eldoret, Kagumo Primary | Gikomba Market, Jamia Mosque, Naivas Thika, Uhuru Park | Thika Road at Roysambu, Salgaa, Mombasa Road near Mlolongo | Kericho Tea Estates, Bamburi Cement, Mumias Sugar",
    "gh": "Kumasi, Takoradi, Tamale, Koforidua, Sunyani | Madina, Osu, Bantama, Dansoman, Teshie-Nungua | Ashanti Region, Kwahu West, Ga East | Oxford Street, Liberation Road, Harper Road, Nii Boi Town Rd | Korle Bu, Komfo Anokye, 37 Military Hospital, Ridge Hospital | Achimota School, Wesley Girls, Presec | Makola Market, Calvary Methodist Church, Kejetia, Melcom Spintex | Accra-Kumasi road at Nsawam, Kasoa tollbooth, N1 Lapaz | Obuasi Gold Mine, Tema Port, Volta Aluminium",
    "za": "Polokwane, Uitenhage, Mthatha, Kimberley, Paarl, George | Khayelitsha, Soweto, Umlazi V Section, Mitchells Plain, Mamelodi East | uMgungundlovu, Chris Hani District, Overberg | Voortrekker Road, Long Street, Jan Smuts Ave, Vilakazi Street | Chris Hani Baragwanath, Groote Schuur, Tygerberg, King Edward VIII, Netcare Milpark | Hoërskool Linden, Orlando High, St Cyprian's | Shoprite Thohoyandou, Regina Mundi Church, Kloof Nek Spar, Zoo Lake | N1 near Touws River, N3 Van Reenen's Pass, R61 Bityi | Sasol Secunda, Marikana shaft 4, Eskom Kusile",
    "jm": "Mandeville, May Pen, Montego Bay, Port Antonio, Savanna-la-Mar | Tivoli Gardens, Portmore, Half Way Tree, Papine, Old Harbour Bay | St. Elizabeth, Clarendon, Parish of Hanover, Trelawny | Constant Spring Road, Slipe Pen Rd, Barnett Street, Hagley Park Road | KPH, Cornwall Regional, UHWI, Bustamante Hospital for Children | Calabar High, Munro College, Mona Prep | Juici Patties Cross Roads, Coronation Market, Hope Gardens, Webster Memorial Church | Spur Tree Hill, Flat Bridge, Highway 2000 at Vineyard | Appleton Estate, Alpart, Jamalco",
    "gulf": "Sharjah, Al Ain, Dammam, Salalah, Al Wakrah | Al Barsha 2, Deira, Jumeirah Village Circle, Salmiya, Al Olaya | Ras Al Khaimah, Governorate of Hawalli, Eastern Province | Al Wasl Road, King Fahd Road, Corniche Street, Salwa Road | Rashid Hospital, Hamad General, Sheikh Khalifa Medical City, NMC Royal, King Faisal Specialist | GEMS Wellington, Indian School Muscat, Doha College | Lulu Hypermarket, Sheikh Zayed Mosque, Mall of the Emirates, Al Safa Park | Sheikh Zayed Rd Exit 41, E311 near Global Village, Hatta Road | ADNOC Ruwais, Emirates Catering, Aramco Dhahran",
    "us": "Muskogee, Chattanooga, Dubuque, Yakima, Scranton, Mobile, Orange, Normal | Bay Ridge, Five Points, Pine Hills, Boyle Heights, Hamtramck | Cook County, Bexar County, Tuscaloosa County, Navajo Nation | Peachtree St NE, Old Mill Rd, W. 43rd Street, County Road 12, Magnolia Blvd | Mercy General, Cook County Hospital, Baptist Memorial, Mount Sinai, St. Vincent Regional | Lincoln Elementary, Roosevelt Middle School, Booker T. Washington High | Walmart on Route 9, First Baptist Church, Waffle House on Elm, Zilker Park | I-95 exit 42, US-61 near Natchez, I-40 MM 212 | Boeing Renton, Tyson Foods, Delphi Plant 6",
}  # fmt: skip
_FIELDS = ("town", "suburb", "county", "road", "hospital", "school", "spot", "crash", "employer")
PLACES = {
    country: dict(zip(_FIELDS, ([*map(str.strip, field.split(","))] for field in text.split("|")), strict=True))
    for country, text in _LISTS.items()
}
_WARDS = "Bevan Nightingale Seacole Rowan Willow Lister Beech Fleming Cavell Jasmine Victoria Mandela Elgar Oak Kowhai Gandhi"
WARDS = tuple(f"{name} {kind}" for name in _WARDS.split() for kind in ("Ward", "ward", "Unit"))
HOMES = ("Sunny Bank Care Home", "The Laurels", "Glenmoy Lodge", "Tŷ Gwyn", "Ave Maria Nursing Home", "Bupa Hollyoak House", "Kauri Rest Home", "Mount Zion Home", "Bethany Home for the Aged", "Little Sisters of the Poor", "Ashgrove Residential Home", "Casa Serena", "St Elmo's", "Jacaranda Village", "Orchard Court", "Fernlea", "Brookdale Place")  # fmt: skip
SURGERIES = ("Elm Tree Surgery", "Castle Street Practice", "Dr Lal & Partners", "Harbour Medical Centre", "Riverside Family Clinic", "Park View Health Centre", "Hibiscus Polyclinic", "Grange Road Surgery", "Unity Primary Health Centre", "Old Forge Practice", "Millbrook Medical", "St Jude's Clinic", "Station Road Dental", "Kowhai Health Hub")  # fmt: skip
HOUSES = ("Rose Cottage", "Bryn Awel", "The Old Rectory", "Dunroamin", "Taigh na Mara", "Krishna Kripa", "Sea View", "Villa Esperanza", "Baraka House", "Shanti Nivas", "Windy Ridge", "Honeysuckle Barn", "Al Noor Villa", "Top Farm")  # fmt: skip
FLATS = (
    "Flat #",
    "Flat ^#?",
    "Apt ^##",
    "Unit #",
    "Blk ^## #0#-^#",
    "Room #?",
    "Flat ^, Block #",
    "Villa ##",
    "House No. ^##",
)
ZIPS = {
    "uk": ("CF^# #??", "DD^ #??", "SY^# #??", "LS^ #??", "BT8^ #??", "SE^# #??", "le^ #??", "EC1? #??", "M^#??"),
    "ie": ("F26 ?###", "D0# ??##", "T12 ?#?#", "H91??##"),
    "au": ("^###", "^###", "26##"),
    "nz": ("^0##", "31##", "9###"),
    "in": ("^#####", "^## ###", "5600##"),
    "pk": ("^####", "541##"),
    "sg": ("5#####", "S6#####", "3#####"),
    "my": ("5####", "^####"),
    "ph": ("^###", "62##"),
    "ng": ("^#####", "1012##"),
    "ke": ("00^00", "401##", "^0#00"),
    "gh": ("GA-^##-####", "AK-###-####", "GW-####-^###"),
    "za": ("^###", "00##", "79##"),
    "jm": ("JMAAW##", "JMCMD##"),
    "gulf": ("^####", "3####", "1####-^###"),
    "us": ("^####", "^####-####", "^####"),
}
ADDRESSES = {
    "uk": ("{street}, {town} {zip}", "{street}, {suburb}, {town}, {zip}", "{flat}, {street}, {town}, {county} {zip}", "{house}, {suburb}, {county} {zip}", "{street}, {town}"),
    "us": ("{street}, {town} {zip}", "{street}, {flat}, {town} {zip}"),
    "gulf": ("{flat}, {suburb}, {town}, {pobox}", "{pobox}, {town}", "{street}, {suburb}, {town} {zip}"),
    "ke": ("{pobox}-{zip}, {town}", "{flat}, {suburb}, {town}", "{street}, {town} {zip}"),
    "other": ("{street}, {suburb}, {town} {zip}", "{flat}, {street}, {town} {zip}", "{house}, {street}, {suburb}", "{street}, {town}, {county}, {zip}"),
}  # fmt: skip
SLOTS = (*_FIELDS, "ward", "home", "surgery", "house", "flat", "street", "pobox", "town2", "suburb2", "hospital2")
_KEPT = (
    "town",
    "suburb",
    "hospital",
    "surgery",
    "home",
    "ward",
    "street",
    "house",
    "flat",
    "school",
    "employer",
    "county",
)


def write_place(slot: str, rng: random.Random, people: dict[str, str]) -> str:
    """A place of the note's country; the patient's own places stay the same through the note."""
    if slot in _KEPT:
        people.setdefault(f"place.{slot}", _draw_place(slot, rng, people["country"]))
        return people[f"place.{slot}"]
    kept = people.get(f"place.{slot.rstrip('2')}")
    place = _draw_place(slot.rstrip("2"), rng, people["country"])
    while place == kept:
        place = _draw_place(slot.rstrip("2"), rng, people["country"])
    return place


def _draw_place(slot: str, rng: random.Random, country: str) -> str:
    match slot:
        case "ward":
            return rng.choice(WARDS)
        case "home":
            return rng.choice(HOMES)
        case "surgery":
            return rng.choice(SURGERIES)
        case "house":
            return rng.choice(HOUSES)
        case "flat":
            return write(rng, rng.choice(FLATS)).strip("-")
        case "pobox":
            return rng.choice(["P.O. Box ", "PO Box ", "P O Box "]) + str(rng.randint(11, 99_999))
        case "street":
            number = rng.choice(
                [
                    str(rng.randint(1, 240)),
                    f"{rng.randint(1, 90)}{rng.choice('abAB')}",
                    f"{rng.randint(1, 30)}/{rng.randint(2, 60)}",
                ]
            )
            road = rng.choice(PLACES[country]["road"])
            return (
                f"No. {number}, {road}" if country in ("in", "my", "ng") and rng.random() < 0.4 else f"{number} {road}"
            )
        case _:
            return rng.choice(PLACES[country][slot])


def write_zip(rng: random.Random, country: str) -> str:
    return write(rng, rng.choice(ZIPS[country]))
