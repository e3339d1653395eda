"""Countries and regions by the names that agencies use, in capitals without accents.

Codes are ISO 3166-1 alpha-2. Regions are drawn wide: who is outside by mistake would print what
they may not.
"""

_EUROPE = """
AL Albania, AD Andorra, AT Austria, BY Belarus, BE Belgium, BA Bosnia and Herzegovina, BG Bulgaria,
HR Croatia, CY Cyprus, CZ Czech Republic, DK Denmark, EE Estonia, FO Faroe Islands, FI Finland,
FR France, DE Germany, GI Gibraltar, GR Greece, GG Guernsey, HU Hungary, IS Iceland, IE Ireland,
IM Isle of Man, IT Italy, JE Jersey, XK Kosovo, LV Latvia, LI Liechtenstein, LT Lithuania,
LU Luxembourg, MT Malta, MD Moldova, MC Monaco, ME Montenegro, NL Netherlands, MK North Macedonia,
NO Norway, PL Poland, PT Portugal, RO Romania, RU Russia, SM San Marino, RS Serbia, SK Slovakia,
SI Slovenia, ES Spain, SE Sweden, CH Switzerland, UA Ukraine, GB United Kingdom, VA Vatican City
"""
_ASIA = """
AF Afghanistan, AM Armenia, AZ Azerbaijan, BH Bahrain, BD Bangladesh, BT Bhutan, BN Brunei,
KH Cambodia, CN China, GE Georgia, HK Hong Kong, IN India, ID Indonesia, IR Iran, IQ Iraq,
IL Israel, JP Japan, JO Jordan, KZ Kazakhstan, KW Kuwait, KG Kyrgyzstan, LA Laos, LB Lebanon,
MO Macau, MY Malaysia, MV Maldives, MN Mongolia, MM Myanmar, NP Nepal, KP North Korea, OM Oman,
PK Pakistan, PS Palestine, PH Philippines, QA Qatar, SA Saudi Arabia, SG Singapore, KR South Korea,
LK Sri Lanka, SY Syria, TW Taiwan, TJ Tajikistan, TH Thailand, TL Timor-Leste, TR Turkey,
TM Turkmenistan, AE United Arab Emirates, UZ Uzbekistan, VN Vietnam, YE Yemen
"""
_AFRICA = """
DZ Algeria, AO Angola, BJ Benin, BW Botswana, BF Burkina Faso, BI Burundi, CV Cape Verde,
CM Cameroon, CF Central African Republic, TD Chad, KM Comoros, CG Congo,
CD Democratic Republic of the Congo, DJ Djibouti, EG Egypt, GQ Equatorial Guinea, ER Eritrea,
SZ Eswatini, ET Ethiopia, GA Gabon, GM Gambia, GH Ghana, GN Guinea, GW Guinea-Bissau,
CI Ivory Coast, KE Kenya, LS Lesotho, LR Liberia, LY Libya, MG Madagascar, MW Malawi, ML Mali,
MR Mauritania, MU Mauritius, MA Morocco, MZ Mozambique, NA Namibia, NE Niger, NG Nigeria,
RE Reunion, RW Rwanda, ST Sao Tome and Principe, SN Senegal, SC Seychelles, SL Sierra Leone,
SO Somalia, ZA South Africa, SS South Sudan, SD Sudan, TZ Tanzania, TG Togo, TN Tunisia,
UG Uganda, EH Western Sahara, ZM Zambia, ZW Zimbabwe
"""
_NORTH_AMERICA = "CA Canada, MX Mexico, US United States, GL Greenland, BM Bermuda"
_CENTRAL_AMERICA = """
BZ Belize, CR Costa Rica, SV El Salvador, GT Guatemala, HN Honduras, NI Nicaragua, PA Panama
"""
_CARIBBEAN = """
AG Antigua and Barbuda, AW Aruba, BS Bahamas, BB Barbados, KY Cayman Islands, CU Cuba, CW Curacao,
DM Dominica, DO Dominican Republic, GD Grenada, GP Guadeloupe, HT Haiti, JM Jamaica,
MQ Martinique, PR Puerto Rico, KN Saint Kitts and Nevis, LC Saint Lucia,
VC Saint Vincent and the Grenadines, TT Trinidad and Tobago
"""
_SOUTH_AMERICA = """
AR Argentina, BO Bolivia, BR Brazil, CL Chile, CO Colombia, EC Ecuador, FK Falkland Islands,
GF French Guiana, GY Guyana, PY Paraguay, PE Peru, SR Suriname, UY Uruguay, VE Venezuela
"""
_OCEANIA = """
AU Australia, FJ Fiji, PF French Polynesia, GU Guam, KI Kiribati, MH Marshall Islands,
FM Micronesia, NR Nauru, NC New Caledonia, NZ New Zealand, PW Palau, PG Papua New Guinea,
WS Samoa, SB Solomon Islands, TO Tonga, TV Tuvalu, VU Vanuatu
"""


def _table(text: str) -> dict[str, str]:
    """Name in capitals → code."""
    pairs = (entry.strip().partition(" ") for entry in text.split(","))
    return {name.upper(): code for code, _space, name in pairs}


def _codes(text: str) -> tuple[str, ...]:
    return tuple(sorted(_table(text).values()))


_EU = tuple(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
_MIDDLE_EAST = (
    "AE", "BH", "EG", "IL", "IQ", "IR", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SY", "YE",
)  # fmt: skip
_LATIN = _codes(f"{_SOUTH_AMERICA}, {_CENTRAL_AMERICA}, {_CARIBBEAN}, MX Mexico")
_CIS = ("AM", "AZ", "BY", "KG", "KZ", "MD", "RU", "TJ", "TM", "UZ")
_DACH = ("AT", "CH", "DE")
_NORDIC = ("DK", "FI", "FO", "GL", "IS", "NO", "SE")
_AMERICA = _codes(_NORTH_AMERICA)

REGIONS: dict[str, tuple[str, ...]] = {
    "AFRICA": _codes(_AFRICA),
    "ASIA": _codes(_ASIA),
    "AUSTRALASIA": ("AU", "NZ"),
    "BALTIC STATES": ("EE", "LT", "LV"),
    "BALTICS": ("EE", "LT", "LV"),
    "BENELUX": ("BE", "LU", "NL"),
    "BRITISH ISLES": ("GB", "GG", "IE", "IM", "JE"),
    "CARIBBEAN": _codes(_CARIBBEAN),
    "CENTRAL AMERICA": _codes(_CENTRAL_AMERICA),
    "CIS": _CIS,
    "DACH": _DACH,
    "EU": _EU,
    "EUROPE": _codes(_EUROPE),
    "EUROPEAN UNION": _EU,
    "GAS": _DACH,
    "GCC": ("AE", "BH", "KW", "OM", "QA", "SA"),
    "GERMAN SPEAKING COUNTRIES": ("AT", "CH", "DE", "LI"),
    "GERMAN-SPEAKING COUNTRIES": ("AT", "CH", "DE", "LI"),
    "GSA": _DACH,
    "IBERIA": ("AD", "ES", "PT"),
    "LATIN AMERICA": _LATIN,
    "MIDDLE EAST": _MIDDLE_EAST,
    "NORDIC COUNTRIES": _NORDIC,
    "NORDICS": _NORDIC,
    "NORTH AMERICA": _AMERICA,
    "OCEANIA": _codes(_OCEANIA),
    "SCANDINAVIA": ("DK", "NO", "SE"),
    "SOUTH AMERICA": _codes(_SOUTH_AMERICA),
}

_OTHER_NAMES = {
    "AMERICA": "US", "BOSNIA": "BA", "BRITAIN": "GB", "BURMA": "MM", "CABO VERDE": "CV",
    "CHANNEL ISLANDS": "JE", "COTE D'IVOIRE": "CI", "CZECHIA": "CZ", "DEUTSCHLAND": "DE",
    "DR CONGO": "CD", "EIRE": "IE", "ENGLAND": "GB", "FRG": "DE", "FYROM": "MK", "GB": "GB",
    "GREAT BRITAIN": "GB", "HOLLAND": "NL", "KOREA": "KR", "MACAO": "MO", "MACEDONIA": "MK",
    "MAINLAND CHINA": "CN", "NORTHERN IRELAND": "GB", "OSTERREICH": "AT", "PRC": "CN",
    "REPUBLIC OF IRELAND": "IE", "REPUBLIC OF KOREA": "KR", "ROI": "IE", "RUSSIAN FEDERATION": "RU",
    "SCHWEIZ": "CH", "SCOTLAND": "GB", "SOUTHERN IRELAND": "IE", "SWAZILAND": "SZ",
    "THE NETHERLANDS": "NL", "TURKIYE": "TR", "U.A.E.": "AE", "U.K.": "GB", "U.S.": "US",
    "U.S.A.": "US", "UAE": "AE", "UK": "GB", "UNITED STATES OF AMERICA": "US", "US": "US",
    "USA": "US", "VATICAN": "VA", "WALES": "GB",
    # In German and in French.
    "ALLEMAGNE": "DE", "AUTRICHE": "AT", "BELGIEN": "BE", "BELGIQUE": "BE", "CHINE": "CN",
    "DANEMARK": "DK", "ESPAGNE": "ES", "ETATS-UNIS": "US", "FRANKREICH": "FR",
    "GROSSBRITANNIEN": "GB", "ITALIE": "IT", "ITALIEN": "IT", "JAPON": "JP",
    "LUXEMBURG": "LU", "NIEDERLANDE": "NL", "NORWEGEN": "NO",
    "PAYS-BAS": "NL", "POLEN": "PL", "POLOGNE": "PL", "ROYAUME-UNI": "GB", "RUSSIE": "RU",
    "RUSSLAND": "RU", "SCHWEDEN": "SE", "SPANIEN": "ES", "SUISSE": "CH", "TSCHECHIEN": "CZ",
    "TURKEI": "TR", "UNGARN": "HU", "VEREINIGTE STAATEN": "US",
    # As sports desks shorten them.
    "ARG": "AR", "AUS": "AU", "AUT": "AT", "BEL": "BE", "BRA": "BR", "CAN": "CA", "CHN": "CN",
    "DEN": "DK", "ESP": "ES", "FIN": "FI", "FRA": "FR", "GBR": "GB", "GER": "DE", "IRL": "IE",
    "ITA": "IT", "JPN": "JP", "NED": "NL", "NOR": "NO", "NZL": "NZ", "POL": "PL", "POR": "PT",
    "ROC": "TW", "SUI": "CH", "SWE": "SE",
}  # fmt: skip

#: Every name → its codes.
NAMES: dict[str, tuple[str, ...]] = {
    **{
        name: (code,)
        for text in (
            _EUROPE, _ASIA, _AFRICA, _NORTH_AMERICA, _CENTRAL_AMERICA, _CARIBBEAN, _SOUTH_AMERICA,
            _OCEANIA,
        )
        for name, code in _table(text).items()
    },
    **{name: (code,) for name, code in _OTHER_NAMES.items()},
    **REGIONS,
}  # fmt: skip
#: How many words the longest name has.
MOST_WORDS = max(len(name.split()) for name in NAMES)
