"""Workbooks as Excel writes them: texts shared, numbers as numbers. Made by hand, so that each part can be another."""

import io
import re
import warnings
import zipfile
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def unpacked(rows, sheets=(("Lijst", ""),), extra=""):
    """The parts of a workbook with these rows in its first sheet; `sheets` are names and states, `extra` more XML."""
    strings = {}
    data = "".join(row_xml(number, row, strings) for number, row in enumerate(rows, start=1))
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": types(numbers),
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": workbook_xml(sheets),
        "xl/_rels/workbook.xml.rels": relations(
            [
                *((f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
                ("rId90", "styles", "styles.xml"),
                ("rId91", "sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/styles.xml": STYLES,
        STRINGS: strings_xml(strings),
        **{f"xl/worksheets/sheet{n}.xml": sheet_xml("", "") for n in numbers},
        SHEET: sheet_xml(data, extra),
    }
    return {name: part.encode() for name, part in parts.items()}


def row_xml(number, row, strings):
    cells = (cell_xml(f"{get_column_letter(place)}{number}", cell, strings) for place, cell in enumerate(row, start=1))
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell_xml(name, cell, strings):
    if cell == "":
        return ""
    if NUMBER.fullmatch(cell):
        return f'<c r="{name}"><v>{cell}</v></c>'
    return f'<c r="{name}" t="s"><v>{strings.setdefault(FORBIDDEN.sub("?", cell), len(strings))}</v></c>'


def strings_xml(strings):
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    return f'{HEAD}<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>'


def sheet_xml(data, extra):
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{extra}</worksheet>'


def workbook_xml(sheets):
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" state="{state or "visible"}" r:id="rId{n}"/>'
        for n, (name, state) in enumerate(sheets, start=1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'


def relations(links):
    listed = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in links)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def types(numbers):
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in numbers
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>{sheets}</Types>'
    )


def packed(parts):
    """The parts as a zip, the same bytes on every day; pairs instead of a dict may name one twice."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for name, part in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED, compresslevel=1)
    return content.getvalue()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
