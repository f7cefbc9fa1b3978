"""Reads a workbook with nothing but Python's standard library: the witness of the workbook tests.

Usage: read_workbook.py FILE.xlsx   → JSON on standard output:
{"sheets": [{"name", "rows": [[{"kind", "value", "format"} or null, ...], ...], "frozen": cell, "filter": range, "charts": [{"title", "lines": [[name, cells], ...], "dates"}]}]}

Written from ECMA-376 alone: inline strings, ST_Xstring's _xHHHH_ escapes, cell references, number formats.
"""
import json
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def related(archive, part):
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in archive.namelist():
        return {}
    return {r.get("Id"): posixpath.normpath(posixpath.join(folder, r.get("Target"))) for r in ElementTree.fromstring(archive.read(rels))}


def unescape(text):
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def column(reference):
    number = 0
    for letter in re.match("[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def cell(c, formats):
    kind, style = c.get("t", "n"), int(c.get("s", "0"))
    assert c.find(S + "f") is None, "a formula"
    if kind == "inlineStr":
        value = unescape("".join(t.text or "" for t in c.iter(S + "t")))
    else:
        v = c.find(S + "v")
        if v is None:
            kind, value = "empty", None
        else:
            value = v.text == "1" if kind == "b" else float(v.text)
    return {"kind": kind, "value": value, "format": formats[style]}


def chart(root):
    title = "".join(t.text for t in root.find(f"{C}chart/{C}title").iter(A + "t"))
    lines = [[unescape(s.find(f"{C}tx/{C}v").text), (s.find(f"{C}val/{C}numRef/{C}f") if s.find(C + "val") is not None else s.find(f"{C}yVal/{C}numRef/{C}f")).text] for s in root.iter(C + "ser")]
    return {"title": unescape(title), "lines": lines, "dates": root.find(f".//{C}dateAx") is not None}


archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
codes = {int(n.get("numFmtId")): n.get("formatCode") for n in styles.iter(S + "numFmt")}
formats = [codes.get(int(x.get("numFmtId")), "General") for x in styles.find(S + "cellXfs")]
parts = related(archive, "xl/workbook.xml")
sheets = []
for entry in ElementTree.fromstring(archive.read("xl/workbook.xml")).find(S + "sheets"):
    part = parts[entry.get(R + "id")]
    root = ElementTree.fromstring(archive.read(part))
    rows = []
    for row in root.find(S + "sheetData"):
        cells = []
        for c in row:
            while len(cells) < column(c.get("r")):
                cells.append(None)
            cells.append(cell(c, formats))
        while len(rows) < int(row.get("r")) - 1:
            rows.append([])
        rows.append(cells)
    pane, filtered = root.find(f"{S}sheetViews/{S}sheetView/{S}pane"), root.find(S + "autoFilter")
    charts = []
    for drawing in root.iter(S + "drawing"):
        part = related(archive, part)[drawing.get(R + "id")]
        charts += [chart(ElementTree.fromstring(archive.read(target))) for target in related(archive, part).values()]
    sheets.append({"name": entry.get("name"), "rows": rows, "frozen": pane.get("topLeftCell") if pane is not None else None,
                   "filter": filtered.get("ref") if filtered is not None else None, "charts": charts})
json.dump({"sheets": sheets}, sys.stdout)
