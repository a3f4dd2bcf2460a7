"""The order of the house: who may know whom, how long a function may be, and what the serving process leaves out."""

import ast
import re
from gettext import GNUTranslations
from subprocess import run

import pytest
from django.apps import apps
from django.core.management import call_command

from .conftest import ROOT
from .serving import ask_process

pytestmark = pytest.mark.one_database

OURS = ("portal", "schools", "careers", "stats")
PARTS = {
    "models": {"forms", "filters", "views", "api", "importers", "admin", "pandas", "requests"},
    "filters": {"views", "api", "importers", "admin", "pandas", "requests"},
    "importers": {"views", "api", "filters", "admin", "requests"},
    "views": {"importers", "admin", "pandas", "requests"},
    "api": {"importers", "admin", "pandas", "requests", "views"},
}
"""Which parts of an app must not be imported by which part; later parts may import earlier ones."""
MOST_LINES, MOST_BRANCHES = 20, 8


def modules():
    """Name and syntax tree of every module of ours, but for migrations."""
    for path in sorted(each for app in OURS for each in (ROOT / app).rglob("*.py")):
        if "migrations" not in path.parts:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path, ast.parse(path.read_text(encoding="utf-8"))


MODULES = list(modules())


def imported(name, path, tree):
    """Full names of all that a module imports, also inside functions: "schools.models.Status"."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        if isinstance(node, ast.ImportFrom):
            levels = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*levels, *([node.module] if node.module else [])])
            yield from (f"{base}.{each.name}" for each in node.names)


IMPORTS = {name: set(imported(name, path, tree)) for name, path, tree in MODULES}


def those_that_import(pattern, *, within):
    """Modules under `within` that import something whose full name fits the pattern, each with what it imports."""
    return {
        (name, each)
        for name, imports in IMPORTS.items()
        if re.match(rf"{within}(\.|$)", name)
        for each in imports
        if re.match(pattern, each)
    }


# Who may know whom


def test_the_schools_know_neither_careers_nor_statistics():
    assert those_that_import(r"(careers|stats)(\.|$)", within="schools") == set()


def test_careers_and_statistics_do_not_know_each_other():
    assert those_that_import(r"stats(\.|$)", within="careers") == set()
    assert those_that_import(r"careers(\.|$)", within="stats") == set()


def test_reading_files_knows_no_app():
    assert those_that_import(r"(schools|careers|stats)(\.|$)", within=r"portal\.importing") == set()
    assert those_that_import(r"portal\.(?!importing)", within=r"portal\.importing") == set()


def test_what_opens_the_content_policy_knows_no_app_and_what_reads_videos_no_table():
    assert those_that_import(r"(schools|careers|stats)(\.|$)", within=r"portal\.policy") == set()
    assert those_that_import(r"(schools|careers\.(?!media))", within=r"careers\.media") == set()


def test_settings_and_addresses_are_imported_by_nobody():
    for app in OURS:
        assert those_that_import(r"portal\.(settings|urls|wsgi)(\.|$)", within=app) == set()


def test_nobody_imports_the_tests():
    for app in OURS:
        assert those_that_import(r"tests(\.|$)", within=app) == set()


@pytest.mark.parametrize("app", OURS)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_an_app_imports_only_what_stands_before_it(app, part):
    forbidden = "|".join(PARTS[part])
    pattern = rf"({app}\.({forbidden})|{forbidden})(\.|$)"

    assert those_that_import(pattern, within=rf"{app}\.{part}") == set()


def test_only_files_are_read_with_pandas_and_only_inside_functions():
    users = those_that_import(r"pandas(\.|$)", within=".*")
    at_the_top = {
        name
        for name, path, tree in MODULES
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in imported(name, path, ast.Module([node], []))
        if each.split(".")[0] in ("pandas", "openpyxl", "python_calamine")
    }

    assert {name for name, _imported in users} <= {"portal.importing.reading"}
    assert at_the_top == set()


def test_modules_have_no_names_that_hide_what_is_in_them():
    assert [
        name for name in IMPORTS if re.search(r"\b(utils|helpers|mixins|signals|services|misc|common)$", name)
    ] == []


def test_every_app_belongs_to_the_house():
    folders = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert folders <= set(OURS)
    assert {each.name for each in apps.get_app_configs() if each.name in OURS} == folders


# The process that serves


def test_the_serving_process_never_loads_what_only_reads_files(site):
    process = ask_process(site, "/", "/scholen/?near=3011", "/scholen/00BD00/", "/api/v1/locations", "/beheer/")

    assert [answer.status for answer in process.answers] == [200, 200, 200, 200, 302]
    loaded = {module.split(".")[0] for module in process.modules}
    assert "schools" in loaded
    assert loaded & {"pandas", "numpy", "openpyxl", "python_calamine", "weasyprint", "jwt", "pytest"} == set()
    assert not [module for module in process.modules if module.startswith("schools.importers")]


# Functions and modules


def functions():
    for name, path, tree in MODULES:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name} in {name}", node


FORKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.match_case)


def branches(function):
    """Ways through a function after McCabe: one, and one more for every fork in it."""
    return 1 + sum(isinstance(node, FORKS) for node in ast.walk(function))


def body_lines(function):
    """Lines from the first word to the last, without the docstring."""
    docstring = function.body[0] if ast.get_docstring(function) else None
    lines = function.end_lineno - function.lineno + 1
    return lines - (docstring.end_lineno - docstring.lineno + 1 if docstring else 0)


def test_a_function_has_at_most_twenty_lines():
    assert [where for where, function in functions() if body_lines(function) > MOST_LINES] == []


def test_a_function_has_few_ways_through_it():
    assert [where for where, function in functions() if branches(function) > MOST_BRANCHES] == []


def test_most_functions_are_short():
    lengths = sorted(body_lines(function) for _where, function in functions())

    assert lengths[len(lengths) // 2] <= 8


def test_a_module_has_at_most_about_three_hundred_lines():
    sizes = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path, _tree in MODULES}

    assert {name: size for name, size in sizes.items() if size > 330} == {}


# Migrations, templates and translations


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def templates(folder=""):
    return sorted((ROOT / "templates" / folder).rglob("*.html"))


@pytest.mark.parametrize("path", templates("components"), ids=lambda path: path.stem)
def test_a_component_begins_with_a_line_that_says_what_it_shows(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]

    assert re.fullmatch(r"\{# [A-Z][^#]+\. #\}", first)


def test_components_get_only_what_they_need():
    for path in templates():
        for included in re.findall(r"\{% include \"components/[^%]+%\}", path.read_text(encoding="utf-8")):
            assert included.endswith(" only %}"), (path.name, included)
            assert len(re.findall(r"\w+=", included)) <= 4, (path.name, included)


def test_components_ask_the_database_nothing():
    for path in templates("components"):
        assert not re.search(r"\.(objects|all|filter|count|exists)\b", path.read_text(encoding="utf-8")), path.name


def test_words_for_people_can_be_translated():
    """In templates: whatever is written between two tags stands in a translation, or is a name or a unit."""
    names = {"Profielwijzer", "km", "BWI", "M&amp;T", "MVI", "PIE", "HBR", "| Profielwijzer", "Français", "kiesmbo.nl"}
    folders = ("schools", "careers", "components", "about")
    for path in [*(each for name in folders for each in templates(name)), ROOT / "templates/base.html"]:
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"))
        text = re.sub(r"\{% blocktranslate.*?endblocktranslate %\}", "", text, flags=re.DOTALL)
        text = re.sub(r"<!--.*?-->|<path[^>]*>|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
        left = {word.strip() for word in re.split(r"<[^>]*>", text)} - names
        assert not [word for word in left if re.search(r"[A-Za-zé]{3,}", word)], path.name


def test_words_for_people_are_never_made_with_an_f_string():
    for name, _path, tree in MODULES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext", "ngettext"):
                assert not any(isinstance(each, ast.JoinedStr | ast.BinOp) for each in node.args), (name, node.lineno)


@pytest.mark.parametrize("path", sorted((ROOT / "locale").rglob("*.po")), ids=lambda path: path.parts[-3])
def test_compiled_translations_equal_their_sources(path, tmp_path):
    compiled = tmp_path / "made.mo"
    run(["msgfmt", "--check-format", "--no-hash", "-o", compiled, path], check=True)

    def entries(file):
        with file.open("rb") as stream:
            return GNUTranslations(stream)._catalog

    assert entries(compiled) == entries(path.with_suffix(".mo"))


# What is shipped with the site


def test_nothing_of_somebody_elses_is_loaded_by_our_own_style():
    for path in (ROOT / "static" / "css").glob("*.css"):
        addresses = re.findall(r"url\(([^)]+)\)|@import", path.read_text(encoding="utf-8"))
        assert not [each for each in addresses if "//" in each or each == ""], path.name


def test_public_style_uses_logical_properties_only():
    css = (ROOT / "static/css/portal.css").read_text(encoding="utf-8")

    physical = re.findall(
        r"[{;](?:margin|padding|border)-(?:left|right|top|bottom)\b|[{;](?:left|right|top|bottom):", css
    )
    assert physical == []


def test_every_font_and_icon_that_pages_name_is_there():
    css = (ROOT / "static/css/portal.css").read_text(encoding="utf-8")

    for name in re.findall(r"url\(\.\./([^)]+)\)", css):
        assert (ROOT / "static" / name).is_file(), name
