"""Which lines of a page are the rows of a table or of a list of figures, told by the lines around them."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.documents.kinds import Unit, item_number

#: Short lines below each other are a table from this many on: a headline with kicker and deck has fewer.
MIN_ROWS = 5
#: The same where each line is a name and its figures.
MIN_FULL_ROWS = 3
#: A table with a line of column names has at least so many columns and rows; a column's name is short.
MIN_COLUMNS, MIN_COLUMN_ROWS, MAX_COLUMN_NAME = 3, 2, 10
#: A row of a table, whatever its length: a name and its figures.
ROW = re.compile(r"[一-龥][^,。;:]{0,14}(?: [-+]?\d[\d.,]*[%万亿个家元户]*)+")
#: Who supplied a list: (市统计局供稿).
_SOURCE = re.compile(r"\((?:数据|资料|信息|材料)?来源.{1,20}\)|\(.{2,16}(?:提供|供稿|整理)\)")
#: A standing head over single figures: 数读上半年.
_FIGURES_HEAD = re.compile(r"[◆●■★◇]?数(?:读|说|字|据)[^,。]{0,12}")


def tables(units: list[Unit]) -> None:
    """Many short lines below each other are rows of a table or a list; a first line unlike them is its head."""
    i = 0
    while i < len(units):
        end = i
        while end < len(units) and _is_row(units[end]) and (end == i or units[end].line.blank == 0):
            end += 1
        if end - i >= MIN_ROWS or (end - i >= MIN_FULL_ROWS and all(ROW.fullmatch(u.text) for u in units[i:end])):
            first = i + (_is_row_with_cells(units[i + 1]) and not _is_row_with_cells(units[i]))
            for k in range(first, end):
                units[k] = replace(units[k], kind="list", rule="table")
        i = max(end, i + 1)


def column_tables(units: list[Unit]) -> None:
    """A line of column names and the lines of as many cells below it are a table, blank lines between them or not."""
    for i, unit in enumerate(units):
        columns = _cells(unit)
        end = i + 1
        while end < len(units) and columns and _cells(units[end]) == columns:
            end += 1
        named = not any(char.isdigit() for char in unit.text) and len(unit.text) <= columns * MAX_COLUMN_NAME
        if named and end - i > MIN_COLUMN_ROWS:
            for k in range(i, end):
                units[k] = replace(units[k], kind="list", rule="column-table")


def figures(units: list[Unit]) -> None:
    """Lines with one figure each below a head of figures (数读上半年) are a list, blank lines between them or not; and
    who supplied a list belongs to it.
    """
    inside = False
    for i, unit in enumerate(units):
        if unit.kind in ("head", "list") and _FIGURES_HEAD.fullmatch(unit.text):
            units[i] = replace(unit, kind="head", rule="figures-head")
            inside = True
        elif inside and _is_row(unit) and not unit.text.endswith(")") and any(char.isdigit() for char in unit.text):
            units[i] = replace(unit, kind="list", rule="figures")
        elif i and units[i - 1].kind == "list" and _is_row(unit) and _SOURCE.fullmatch(unit.text):
            units[i] = replace(unit, kind="list", rule="source-of-list")  # (市统计局供稿)
            inside = False
        else:
            inside = False


def _cells(unit: Unit) -> int:
    """How many cells a line has, 0 with less than a table's columns or when it is no row."""
    cells = len(unit.text.split())
    return cells if cells >= MIN_COLUMNS and unit.kind in ("head", "list", "body") and "。" not in unit.text else 0


def _is_row(unit: Unit) -> bool:
    return unit.kind == "head" and not unit.line.level and item_number(unit.text) is None


def _is_row_with_cells(unit: Unit) -> bool:
    """Whether a line has cells: parted by spaces, or a number in it."""
    return " " in unit.text or any(char.isdigit() for char in unit.text)
