"""Each list with its columns: all fields that the form of its model has, under the same names."""

from schools.exchange import Digits, Year, exchange

from ..models import Course, Occupation, Pay, Prospect

OCCUPATIONS = exchange(
    "occupations",
    Occupation,
    keys="slug",
    values="title cluster summary tasks day workplace reviewed heavy heavy_source heavy_year growth growth_confirmed "
    "profiles_confirmed isco08 brc2014 group_name group_workers group_source group_year source source_year",
    links="profiles activities",
    named_by="title",
    heavy_year=Year(),
    group_year=Year(),
    source_year=Year(),
    isco08=Digits(4),
    brc2014=Digits(4),
)
COURSES = exchange(
    "courses",
    Course,
    keys="crebo",
    values="name level level_confirmed level_basis note source source_year",
    named_by="name crebo",
    source_year=Year(),
    crebo=Digits(5),
)
PAY = exchange(
    "pay",
    Pay,
    keys="occupation kind period population",
    values="value unit region caution is_shown source source_year",
    source_year=Year(),
)
PROSPECTS = exchange(
    "prospects",
    Prospect,
    keys="occupation technical kind period sentence",
    values="value unit region population source source_year",
    named_by="occupation kind sentence",
    source_year=Year(),
)
LISTS = (OCCUPATIONS, COURSES, PAY, PROSPECTS)
