"""Towns of the seventh held-out part, with the state or county that an address gives."""

# Country -> towns ("town/area" with the state or county that an address gives).
TOWNS: dict[str, str] = {
    "us": "Akron/OH Alamosa/CO Bangor/ME Bend/OR Biloxi/MS Bozeman/MT Brattleboro/VT Chattanooga/TN Chico/CA "
    "Dubuque/IA El_Paso/TX Erie/PA Eufaula/AL Fargo/ND Fayetteville/NC Flagstaff/AZ Gallup/NM Gary/IN Hilo/HI "
    "Jonesboro/AR Joplin/MO Kenosha/WI Lafayette/LA Laramie/WY Macon/GA Minot/ND Muncie/IN Nashua/NH Ocala/FL "
    "Paducah/KY Pocatello/ID Pueblo/CO Roanoke/VA Rockford/IL Saginaw/MI Schenectady/NY Scranton/PA Sioux_Falls/SD "
    "Spokane/WA Tulsa/OK Visalia/CA Waco/TX Wichita/KS Winston-Salem/NC Yakima/WA Yonkers/NY Mount_Pleasant/SC "
    "Reading/PA Mobile/AL Normal/IL Sandy/UT",
    "uk": "Barnsley/South_Yorkshire Bath/Somerset Bolton/Lancs Burnley/Lancashire Caernarfon/Gwynedd Chesterfield/Derbyshire "
    "Clitheroe/Lancs Diss/Norfolk Dundee/Angus Falkirk/Stirlingshire Grimsby/Lincs Halifax/West_Yorkshire Hove/E_Sussex "
    "Kendal/Cumbria Kettering/Northants Leek/Staffs Llanelli/Carmarthenshire Lisburn/Co_Antrim Ludlow/Shropshire "
    "Margate/Kent Oban/Argyll Paisley/Renfrewshire Redcar/Cleveland Rugby/Warwickshire Skegness/Lincolnshire "
    "Slough/Berks Swindon/Wilts Thirsk/N_Yorks Wick/Caithness Wigan/Lancs Wells/Somerset Sandwich/Kent",
    "ie": "Athlone/Co._Westmeath Ballina/Co._Mayo Bray/Co._Wicklow Carlow/Co._Carlow Clonmel/Co._Tipperary "
    "Dundalk/Co._Louth Ennis/Co._Clare Kinsale/Co._Cork Letterkenny/Co._Donegal Listowel/Co._Kerry Naas/Co._Kildare "
    "Navan/Co._Meath Tuam/Co._Galway Tullamore/Co._Offaly",
    "ca": "Brandon/MB Chicoutimi/QC Corner_Brook/NL Fredericton/NB Guelph/ON Iqaluit/NU Kamloops/BC Kelowna/BC "
    "Lethbridge/AB Medicine_Hat/AB Moose_Jaw/SK Nanaimo/BC North_Bay/ON Orillia/ON Rimouski/QC Sudbury/ON "
    "Summerside/PE Thunder_Bay/ON Truro/NS Whitehorse/YT",
    "au": "Albury/NSW Ballarat/VIC Broome/WA Bunbury/WA Burnie/TAS Cessnock/NSW Dubbo/NSW Footscray/VIC Geelong/VIC "
    "Goulburn/NSW Ipswich/QLD Katherine/NT Mackay/QLD Mildura/VIC Mount_Gambier/SA Orange/NSW Penrith/NSW Port_Augusta/SA "
    "Toowoomba/QLD Wagga_Wagga/NSW",
    "nz": "Ashburton/Canterbury Gisborne/Gisborne Gore/Southland Hastings/Hawke's_Bay Invercargill/Southland "
    "Kaikohe/Northland Levin/Horowhenua Masterton/Wairarapa Motueka/Tasman Oamaru/Otago Papakura/Auckland Porirua/Wellington "
    "Rotorua/Bay_of_Plenty Taupō/Waikato Timaru/Canterbury Whangārei/Northland",
    "in": "Aligarh/Uttar_Pradesh Belagavi/Karnataka Bhilai/Chhattisgarh Coimbatore/Tamil_Nadu Dehradun/Uttarakhand "
    "Guntur/Andhra_Pradesh Gwalior/MP Hubballi/Karnataka Jalandhar/Punjab Jodhpur/Rajasthan Kolhapur/Maharashtra "
    "Kozhikode/Kerala Madurai/Tamil_Nadu Nashik/Maharashtra Palakkad/Kerala Siliguri/West_Bengal Surat/Gujarat "
    "Warangal/Telangana",
    "za": "Bloemfontein/Free_State Boksburg/Gauteng George/Western_Cape Gqeberha/Eastern_Cape Kimberley/Northern_Cape "
    "Khayelitsha/Western_Cape Mitchells_Plain/Western_Cape Mthatha/Eastern_Cape Paarl/Western_Cape Pinetown/KZN "
    "Polokwane/Limpopo Soweto/Gauteng Umlazi/KwaZulu-Natal Vereeniging/Gauteng",
    "sg": "Ang_Mo_Kio/Singapore Bedok/Singapore Bishan/Singapore Clementi/Singapore Hougang/Singapore Jurong_West/Singapore "
    "Pasir_Ris/Singapore Punggol/Singapore Serangoon/Singapore Tampines/Singapore Toa_Payoh/Singapore Yishun/Singapore",
    "ng": "Aba/Abia Abeokuta/Ogun Akure/Ondo Benin_City/Edo Calabar/Cross_River Enugu/Enugu Ibadan/Oyo Ikeja/Lagos Ilorin/Kwara "
    "Jos/Plateau Kaduna/Kaduna Lokoja/Kogi Onitsha/Anambra Owerri/Imo Surulere/Lagos Warri/Delta Zaria/Kaduna",
    "ph": "Angeles/Pampanga Antipolo/Rizal Bacolod/Negros_Occidental Baguio/Benguet Batangas_City/Batangas "
    "Cagayan_de_Oro/Misamis_Oriental Dumaguete/Negros_Oriental Iligan/Lanao_del_Norte Lipa/Batangas Marikina/Metro_Manila "
    "Naga/Camarines_Sur Tacloban/Leyte Tarlac/Tarlac Zamboanga/Zamboanga_del_Sur",
    "ae": "Ajman/UAE Al_Ain/Abu_Dhabi Al_Barsha/Dubai Deira/Dubai Jumeirah/Dubai Khalifa_City/Abu_Dhabi Mirdif/Dubai "
    "Mussafah/Abu_Dhabi Ras_Al_Khaimah/UAE Salmiya/Kuwait Doha/Qatar Juffair/Bahrain",
}
