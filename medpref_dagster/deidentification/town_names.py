"""Towns outside the United States, of which `zipcodes` has all: the largest and best known by country, by their English names.

Written down from common knowledge of geography. Those that are words of every day or given names (*Reading*, *Bath*, *Florence*) are left
out, since a preposition has to tell them; names of several words are joined by `_`.
"""

from medpref_dagster.deidentification.lexicon import list_words

_BRITAIN = (
    "aberdare aberdeen aberystwyth accrington airdrie aldershot altrincham ashford aylesbury ayr bangor barnsley barnstaple barrow-in-furness basildon basingstoke batley bebington bedford belfast berwick bicester birkenhead birmingham blackburn "
    "blackpool bodmin bognor bolton bootle boston bournemouth bracknell bradford braintree brentwood bridgend bridgwater brighton bristol bromley bromsgrove burnley bury caerphilly camberley cambridge cannock canterbury cardiff carlisle carmarthen castleford "
    "chatham chelmsford cheltenham chester chesterfield chichester chippenham chorley clacton coatbridge colchester corby coventry crawley crewe croydon cumbernauld cwmbran darlington dartford derby derry dewsbury doncaster dorchester dudley dumfries "
    "dundee dunfermline durham ealing eastbourne eastleigh edinburgh enfield epsom exeter falkirk falmouth fareham farnborough fleetwood folkestone gateshead gillingham glasgow glenrothes gloucester gosport grantham gravesend greenock grimsby "
    "guildford hackney halesowen halifax harlow harrogate hartlepool hastings hatfield hemel_hempstead hereford hertford hinckley horsham hounslow hove huddersfield hull huntingdon hyndburn ilford inverness ipswich islington keighley kendal kettering kidderminster "
    "kilmarnock kingswood kirkcaldy lambeth lancaster leamington leeds leicester lewisham lichfield lincoln lisburn liverpool livingston llanelli londonderry loughborough lowestoft luton macclesfield maidenhead maidstone manchester mansfield margate merthyr "
    "middlesbrough milton_keynes motherwell neath newbury newcastle newham newport newquay newry northampton northwich norwich nottingham nuneaton oldham omagh ormskirk oswestry paisley penrith penzance perth peterborough plymouth pontefract pontypridd poole "
    "portsmouth preston ramsgate redditch redhill reigate rhondda rhyl rochdale rochester rotherham rugby runcorn salford salisbury scarborough scunthorpe sheffield shrewsbury sittingbourne skegness skelmersdale slough smethwick solihull southampton southend "
    "southport southwark stafford staines stevenage stirling stockport stockton stoke-on-trent stourbridge stourport stranraer stroud sunderland swansea swindon tamworth taunton telford thanet tilbury torquay totnes tower_hamlets trowbridge truro tunbridge_wells wakefield "
    "wallasey walsall walthamstow warrington warwick watford wellingborough weston-super-mare weymouth whitehaven widnes wigan winchester windsor wirral woking wokingham wolverhampton worcester workington worksop worthing wrexham yeovil "
)
_IRELAND = "athlone ballina ballymena ballymun bray carlow castlebar cavan clonmel cobh cork donegal drogheda dundalk dungarvan dunlaoghaire ennis enniscorthy galway kilkenny killarney kinsale letterkenny limerick longford mallow monaghan mullingar naas navan nenagh newbridge portlaoise roscommon sligo swords thurles tralee tullamore waterford westport wexford wicklow youghal "
_CANADA = (
    "abbotsford barrie belleville brampton brandon brantford burnaby calgary charlottetown chilliwack cornwall dartmouth edmonton etobicoke fredericton gander gatineau guelph halifax hamilton iqaluit kamloops kelowna kenora kingston kitchener laval "
    "lethbridge levis lloydminster longueuil medicine_hat mississauga moncton montreal moose_jaw nanaimo nipissing orillia oshawa ottawa penticton pickering prince_albert prince_george quebec red_deer regina richmond rimouski saguenay saint_john sarnia saskatoon "
    "sault_ste_marie scarborough sherbrooke st._john's sudbury surrey thunder_bay timmins toronto trois-rivieres vancouver whitehorse winnipeg yellowknife yorkton "
)
_OCEANIA = (
    "albury alice_springs armidale ballarat bankstown bathurst bendigo blacktown broken_hill broome bunbury bundaberg burnie cairns canberra cessnock coffs_harbour cronulla dandenong devonport dubbo echuca frankston fremantle geelong geraldton gladstone "
    "gold_coast gosford goulburn gympie hobart horsham ipswich kalgoorlie karratha katherine launceston lismore liverpool mackay maitland mandurah maroochydore mildura mount_gambier mount_isa newcastle noosa nowra orange parramatta penrith port_augusta port_hedland "
    "port_macquarie queanbeyan redcliffe rockhampton shepparton sunshine_coast sydney tamworth taree toowoomba townsville traralgon wagga_wagga wagga wangaratta warrnambool whyalla wodonga wollongong wyong "
    "auckland blenheim christchurch dunedin gisborne gore greymouth hamilton hastings hawera invercargill kaikoura kaitaia levin manukau masterton napier nelson new_plymouth oamaru palmerston_north paraparaumu porirua queenstown rotorua taupo tauranga "
    "timaru tokoroa upper_hutt lower_hutt waikato waitakere wellington whakatane whanganui whangarei apia nadi suva lautoka nukualofa port_moresby lae honiara port_vila papeete noumea "
)
_AFRICA = (
    "aba abakaliki abeokuta abidjan abuja accra addis_ababa agadez akure algiers antananarivo arusha asaba asmara bamako bamenda bangui banjul bauchi beira benin_city bissau blantyre bloemfontein boksburg bujumbura bulawayo calabar cape_coast cape_town "
    "casablanca chipata conakry cotonou dakar dar_es_salaam djibouti dodoma douala durban eldoret enugu entebbe francistown freetown gaborone garissa gombe gqeberha gulu gweru harare hargeisa ibadan ikeja ilorin jinja johannesburg jos juba kaduna kampala kano "
    "katsina kericho khartoum kigali kimberley kinshasa kisii kisumu kitwe kumasi lagos libreville lilongwe limpopo livingstone lokoja lome luanda lubumbashi lusaka machakos maiduguri makurdi malindi maputo maseru mbabane mbale mbarara mbeya mbombela meru "
    "mekelle midrand minna mogadishu mombasa monrovia moroni moshi mpumalanga mufulira mutare mwanza mzuzu nairobi naivasha nakuru nampula ndola niamey nnewi nouakchott nsukka nyeri ogbomosho omdurman onitsha oshogbo ouagadougou owerri oyo paarl pietermaritzburg "
    "polokwane port_elizabeth port_harcourt port_louis potchefstroom praia pretoria rabat rustenburg sandton sekondi sokoto soweto stellenbosch sunyani takoradi tamale tema thika tripoli tunis umlazi umtata upington uyo vereeniging warri welkom windhoek "
    "witbank yaounde yola zaria zinder zomba "
)
_ASIA = (
    "abu_dhabi agartala agra ahmedabad aizawl ajmer aleppo aligarh allahabad almaty alwar amman amravati amritsar anand ankara antalya asansol astana aurangabad bacolod baghdad bahawalpur baku bandung banda_aceh bangalore bangkok bareilly basra batam bathinda beijing "
    "beirut belgaum bengaluru bhavnagar bhilai bhopal bhubaneswar bikaner bilaspur bogor bukhara busan calicut cebu chandigarh changsha chengdu chennai chiang_mai chittagong chongqing cochin coimbatore colombo comilla coonoor cuttack daegu dalian damascus darjeeling davao "
    "dehradun delhi dhaka dhanbad dharamsala doha dubai dushanbe durgapur erode faisalabad faridabad fukuoka gandhinagar gaya georgetown ghaziabad goa gorakhpur gujranwala guntur gurgaon gurugram guwahati gwalior haifa haiphong hampi hanoi haridwar hisar hiroshima hosur "
    "howrah hubli hyderabad iloilo imphal indore ipoh isfahan islamabad istanbul izmir jabalpur jaffna jaipur jakarta jalandhar jammu jamnagar jamshedpur jeddah jerusalem jhansi jodhpur johor_bahru kabul kakinada kalyan kandahar kandy kannur kanpur kaohsiung karachi kathmandu "
    "khulna kochi kohima kolhapur kolkata kollam kota kota_kinabalu kottayam kozhikode kuala_lumpur kuching kurnool kuwait_city kyoto lahore latur lucknow ludhiana macau madurai makati malacca malappuram manama mandalay mangalore mangaluru manila mathura medan meerut melaka "
    "moradabad mosul mumbai multan muscat mysore mysuru muzaffarpur nagasaki nagoya nagpur nanded nanjing nashik nellore noida ooty osaka palakkad palembang panaji panipat pasig patiala patna peshawar phnom_penh phuket pokhara pondicherry puducherry pune pyongyang quetta "
    "quezon_city raipur rajahmundry rajkot rajshahi ranchi rawalpindi rishikesh riyadh rohtak rourkela saharanpur saigon salem samarkand sapporo secunderabad semarang sendai seoul shanghai sharjah shenzhen shillong shimla sialkot siliguri solapur srinagar surabaya surat sylhet taguig "
    "taichung tainan taipei tashkent tbilisi tehran tel_aviv thanjavur thane thiruvananthapuram thrissur tianjin tirunelveli tirupati tiruchirappalli tokyo trichy trivandrum udaipur udupi ujjain ulaanbaatar vadodara varanasi vellore vientiane vijayawada visakhapatnam vizag warangal wuhan xian "
    "yangon yerevan yogyakarta yokohama zamboanga ang_mo_kio bedok bukit_batok clementi geylang hougang jurong pasir_ris punggol queenstown sengkang serangoon tampines toa_payoh woodlands yishun "
)
_EUROPE = (
    "aachen aalborg aarhus alicante amiens amsterdam antwerp arnhem athens augsburg avignon barcelona bari basel belgrade benidorm bergen berlin bern bialystok bielefeld bilbao bochum bologna bonn bordeaux bratislava braga bremen brescia brest brno bruges brussels bucharest "
    "budapest burgas bydgoszcz caen cagliari catania charleroi chemnitz chisinau clermont-ferrand cluj coimbra cologne constanta copenhagen cordoba cracow craiova debrecen dnipro donetsk dortmund dresden dubrovnik duisburg dusseldorf eindhoven erfurt espoo essen faro florence "
    "frankfurt gdansk gdynia geneva genoa ghent gijon girona gothenburg granada graz grenoble groningen hague hamburg hannover haarlem heidelberg helsinki heraklion iasi innsbruck jena karlsruhe katowice kaunas kharkiv kherson kiel kielce klaipeda kosice krakow larissa "
    "lausanne leipzig leiden leuven liege lille limassol limoges linz lisbon ljubljana lodz lublin lucerne lviv lyon maastricht madrid magdeburg mainz malaga malmo mannheim mariupol marrakech marseille messina milan minsk modena montpellier moscow munich munster murcia nantes "
    "naples nicosia nijmegen nuremberg odense odesa odessa oporto oslo ostrava oviedo padua palermo pamplona parma patras perugia pescara pisa plovdiv podgorica poltava poznan prague pristina radom reims rennes reykjavik riga rijeka rostock rotterdam rouen rzeszow salamanca "
    "salzburg sarajevo seville sibiu skopje sofia split stavanger stockholm strasbourg stuttgart szczecin szeged tallinn tampere tarragona tartu thessaloniki tilburg tirana toledo torun toulouse trieste trondheim turin turku uppsala utrecht valencia valletta valladolid varna "
    "venice verona vienna vigo vilnius volos warsaw wroclaw wuppertal zagreb zaporizhzhia zaragoza zurich zwolle kyiv kiev "
)
_AMERICAS = (
    "acapulco aguascalientes arequipa asuncion barranquilla barquisimeto belem belize_city belo_horizonte bogota brasilia bridgetown bucaramanga buenos_aires cali campinas cancun caracas cartagena castries chihuahua choluteca ciudad_juarez cochabamba cuenca culiacan curitiba "
    "cusco fortaleza goiania guadalajara guanajuato guatemala_city guayaquil hermosillo holguin iquitos kingston la_paz leon lima managua manaus maracaibo mayaguez medellin mendoza merida mexicali michoacan montego_bay monterrey montevideo morelia nassau natal oaxaca paramaribo "
    "pereira ponce port-au-prince porto_alegre port_of_spain puebla punta_cana queretaro quetzaltenango quito recife reynosa rio_de_janeiro rosario saltillo salvador san_jose san_juan san_pedro_sula san_salvador santa_cruz santiago santo_domingo sao_paulo sonsonate sucre tampico "
    "tegucigalpa tijuana toluca torreon trujillo tuxtla valparaiso veracruz villahermosa xalapa zacatecas "
)
TOWNS_ABROAD = frozenset(
    name.replace("_", " ")
    for name in list_words(_BRITAIN + _IRELAND + _CANADA + _OCEANIA + _AFRICA + _ASIA + _EUROPE + _AMERICAS)
)
"""Folded; some are family or given names, too."""
