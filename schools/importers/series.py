"""The series of files that we read, and what their columns were called over the years."""

from portal.importing import Columns

INSTITUTION = ("INSTELLINGSCODE", "INSTELLING", "BRIN NUMMER")
LOCATION = ("VESTIGINGSCODE", "VESTIGINGSNUMMER")
UPPER_YEARS = tuple(f"LEER- OF VERBLIJFSJAAR {year} - {sex}" for year in (3, 4) for sex in ("MAN", "VROUW"))

LOCATIONS = Columns(
    "alle vestigingen vo",
    "import_locations",
    {
        "institution": INSTITUTION,
        "location": LOCATION,
        "name": ("VESTIGINGSNAAM",),
        "street": ("STRAATNAAM",),
        "house_number": ("HUISNUMMER-TOEVOEGING",),
        "postcode": ("POSTCODE",),
        "city": ("PLAATSNAAM",),
        "municipality": ("GEMEENTENUMMER",),
        "denomination": ("DENOMINATIE",),
        "phone": ("TELEFOONNUMMER",),
        "website": ("INTERNETADRES",),
        "structure": ("ONDERWIJSSTRUCTUUR",),
    },
)
EXAMS = Columns(
    "geslaagden, gezakten en cijfers",
    "import_exams",
    {
        "institution": INSTITUTION,
        "location": LOCATION,
        "name": ("INSTELLINGSNAAM VESTIGING",),
        "municipality": ("GEMEENTENAAM VESTIGING",),
        "education": ("ONDERWIJSTYPE VO",),
        "leerweg": ("LEERWEG VMBO",),
        "sector": ("VMBO SECTOR",),
        "afdeling": ("AFDELING",),
        "candidates": ("EXAMENKANDIDATEN",),
    },
)
PUPILS = Columns(
    "leerlingen vo per vestiging naar onderwijstype",
    "import_pupils",
    {
        "institution": INSTITUTION,
        "location": LOCATION,
        "name": ("INSTELLINGSNAAM VESTIGING",),
        "place": ("PLAATSNAAM VESTIGING",),
        "education": ("ONDERWIJSTYPE VO EN LEER- OF VERBLIJFSJAAR",),
        "sector": ("VMBO SECTOR",),
        "afdeling": ("AFDELING",),
        **{title: (title,) for title in UPPER_YEARS},
    },
)
COORDINATES = Columns(
    "coördinaten van vestigingen",
    "import_coordinates",
    {"code": ("VESTIGINGSCODE",), "latitude": ("LATITUDE",), "longitude": ("LONGITUDE",)},
    delimiter=",",
)
ALL = (LOCATIONS, EXAMS, PUPILS, COORDINATES)

MERGED_MUNICIPALITIES = {
    # 2021, Eemsdelta
    **dict.fromkeys(("0003", "0010", "0024"), "1979"),
    # 2022, Purmerend, Dijk en Waard, Maashorst, Land van Cuijk and Amsterdam
    "0370": "0439",
    **dict.fromkeys(("0398", "0416"), "1980"),
    **dict.fromkeys(("0856", "1685"), "1991"),
    **dict.fromkeys(("0756", "0786", "0815", "1684", "1702"), "1982"),
    "0457": "0363",
    # 2023, Voorne aan Zee
    **dict.fromkeys(("0501", "0530", "0614"), "1992"),
}
"""Municipalities of older files and what they are part of now. Haaren (0788) was divided and has no successor."""
