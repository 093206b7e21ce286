"""Read the tables of a page, so that a test can hold them against what the code says."""

import re
from collections.abc import Iterator

from tests.house.source import ROOT

Row = dict[str, str]

CODE = re.compile(r"`([^`]+)`")


def page(name: str) -> str:
    """Return a page of the documentation."""
    return (ROOT / name).read_text("utf-8")


def tables(text: str) -> dict[str, list[Row]]:
    """Return the rows of each table, by the heading it stands under and its first column's name.

    A heading may have several tables: each is named "Heading / Column".
    """
    found: dict[str, list[Row]] = {}
    heading, columns, rows = "", list[str](), list[Row]()
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("#").strip()
        if not line.startswith("|"):
            columns = []
        elif not columns:
            columns, rows = _cells(line), []
            found[f"{heading} / {columns[0]}"] = rows
        elif set(line) - set("|-: "):
            rows.append(dict(zip(columns, _cells(line), strict=True)))
    return found


def codes(cell: str) -> tuple[str, ...]:
    """Return what a cell names as code, in order."""
    return tuple(CODE.findall(cell))


def named(rows: list[Row], column: str) -> Iterator[str]:
    """Return everything a column names as code."""
    for row in rows:
        yield from codes(row[column])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
