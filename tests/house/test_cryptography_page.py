"""The page on cryptography names all that is derived, sealed, signed and stored, and no more."""

import ast
import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import get_args, get_type_hints

import apsw
import msgspec
import pytest

from tests.house.pages import Row, codes, named, page, tables
from tests.house.source import ROOT, Module, modules
from troth.application.ports import Shelf
from troth.application.texts import STRUCTURE
from troth.crypto.derive import TAG
from troth.crypto.envelope import padded_bytes, place
from troth.store.migrations import migrations

TEXT = page("docs/reference/cryptography.md")
TABLES = tables(TEXT)
SOURCE = modules("src")

CRYPTOGRAPHIC = frozenset(
    {
        "Crypto",
        "Cryptodome",
        "OpenSSL",
        "argon2",
        "bcrypt",
        "cryptography",
        "jwt",
        "nacl",
        "passlib",
    }
    | {"pyrage", "py_vapid", "rsa"}
)
"""Packages that seal, sign or hash passphrases; one of them is ours, and one seals backups."""

SPEAKING_TLS = {"cli", "notify"}
"""Who may open a connection that is sealed on its way; what it takes comes from the system."""

PLAIN_COPY = "application.copies.exported"
"""Reads what was taken out of a record, which is neither sealed nor signed."""


def source_name(module: Module) -> str:
    """Return a module's name below the package, as the page writes it."""
    name = module.path.removeprefix("src/troth/").removesuffix(".py").replace("/", ".")
    return name.removesuffix("__init__").removesuffix(".")


def loaded(module: Module) -> ModuleType:
    """Return a module itself."""
    return import_module(f"troth.{source_name(module)}".removesuffix("."))


def calls(name: str) -> Iterator[tuple[Module, ast.Call]]:
    """Return every call of a function or method, wherever it is in the source."""
    for module in SOURCE:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and called(node) == name:
                yield module, node


def called(call: ast.Call) -> str | None:
    """Return the name of what is called."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return None


def constant(call: ast.Call, position: int) -> object:
    """Return the constant at a place among the arguments, or None for anything computed."""
    if len(call.args) <= position:
        return None
    argument = call.args[position]
    return argument.value if isinstance(argument, ast.Constant) else None


def derived() -> set[str]:
    """Return every label a key is derived under."""
    return {str(constant(call, 1)) for _, call in calls("derive") if len(call.args) == 2}


def tagged() -> set[str]:
    """Return every other label: before a hash, before a signature, or beside a salt."""
    given = {
        str(constant(call, 0))
        for module, call in calls("labelled")
        if source_name(module) != "crypto.derive"
    }
    whole = {
        node.value.removeprefix(TAG).removesuffix(b"\0").decode()
        for module in SOURCE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, bytes)
        and node.value.startswith(TAG)
        and node.value != TAG
    }
    return given | whole


def is_text(call: ast.Call, position: int) -> bool:
    """Tell whether an argument is written out where the call is."""
    return isinstance(constant(call, position), str)


def by_first(rows: list[Row]) -> dict[str, Row]:
    """Return rows by what their first column names."""
    return {codes(next(iter(row.values())))[0]: row for row in rows}


def imports() -> Iterator[tuple[Module, str, tuple[str, ...]]]:
    """Return every import: in which module, from where, and what."""
    for module in SOURCE:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom):
                yield module, node.module or "", tuple(each.name for each in node.names)
            elif isinstance(node, ast.Import):
                for each in node.names:
                    yield module, each.name, ()


def test_every_part_of_the_library_is_on_the_page() -> None:
    parts = {
        name
        for _, origin, names in imports()
        if origin.startswith("cryptography.hazmat")
        for name in names
    }
    assert parts == set(named(TABLES["Standards / Part"], "Part"))


def test_only_one_package_touches_the_library() -> None:
    touching = {
        (origin.split(".")[0], source_name(module).split(".")[0])
        for module, origin, _ in imports()
        if origin.split(".")[0] in CRYPTOGRAPHIC
    }
    assert ("cryptography", "crypto") in touching
    # A backup may be sealed once more, in the form of another program that then opens it.
    # What a browser is told is signed for its push service as that asks for.
    assert touching <= {("cryptography", "crypto"), ("pyrage", "store"), ("py_vapid", "crypto")}


def test_a_sealed_connection_is_opened_where_something_outside_is_asked() -> None:
    sealing = (module for module, origin, _ in imports() if origin == "ssl")
    assert {source_name(module).split(".")[0] for module in sealing} == SPEAKING_TLS


def test_every_label_is_on_the_page_with_how_it_is_used() -> None:
    rows = by_first(TABLES["Labels / Label"])
    assert set(rows) == derived() | tagged()
    assert not derived() & tagged(), "a label is used in two ways"
    assert {label for label, row in rows.items() if row["How"] == "HKDF"} == derived()


def test_no_label_or_purpose_is_made_up_while_the_program_runs() -> None:
    computed = [
        f"{source_name(module)}: {ast.unparse(call)}"
        for name, position in (("derive", 1), ("place", 0), ("labelled", 0))
        for module, call in calls(name)
        if not (isinstance(call.func, ast.Attribute) or is_text(call, position))
    ]
    assert computed == ["crypto.derive: labelled(label)"]


def test_every_purpose_is_on_the_page_with_the_module_that_writes_it() -> None:
    used = {
        (str(constant(call, 0)), source_name(module).split(".")[-1])
        for module, call in calls("place")
    }
    rows = TABLES["Places / Purpose"]
    assert used == {(codes(row["Purpose"])[0], codes(row["Written in"])[0]) for row in rows}


def test_every_field_of_a_place_is_explained_and_no_other() -> None:
    used = set(named(TABLES["Places / Purpose"], "Fields after it"))
    assert used == set(by_first(TABLES["Places / Field"]))


def test_a_place_is_written_as_the_page_shows() -> None:
    shown = re.search(r"```\n([0-9a-f \n]+)```", TEXT)
    assert shown is not None
    assert bytes.fromhex(shown[1]) == place("example", "ab", 7, b"\x01")


def test_lengths_are_padded_as_the_page_shows() -> None:
    rows = TABLES["The envelope / Length with its four bytes"]
    shown = {int(row["Length with its four bytes"]): int(row["Padded to"]) for row in rows}
    assert {length: padded_bytes(length) for length in shown} == shown


def test_everything_signed_is_on_the_page() -> None:
    signing = {source_name(module) for module, _ in calls("sign")}
    # Inside the keys, the library's own method of that name is called.
    assert signing - {"crypto.keys"} == set(named(TABLES["Signatures / Message"], "Written in"))


def stored() -> dict[str, type[msgspec.Struct]]:
    """Return every form that is read from the disk, and every form inside one, by its name."""
    found: dict[str, type[msgspec.Struct]] = {}
    for module in SOURCE:
        name = source_name(module)
        if name.startswith(("application.", "notify.", "store.")) and name != PLAIN_COPY:
            for form in read_in(module):
                add_with_inner(form, found)
    return found


def forms_given(call: ast.Call) -> list[ast.expr]:
    """Return what a call names as the form it reads: its `type`, or the argument in that place."""
    place = 1 if called(call) == "decoded" else 0
    named = [key.value for key in call.keywords if key.arg == "type"]
    return named or call.args[place : place + 1]


def read_in(module: Module) -> Iterator[type[msgspec.Struct]]:
    """Return the forms one module decodes."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and called(node) in {"decode", "Decoder", "decoded"}:
            for each in forms_given(node):
                name = each.value if isinstance(each, ast.Subscript) else each
                form = (
                    getattr(loaded(module), name.id, None) if isinstance(name, ast.Name) else None
                )
                if isinstance(form, type) and issubclass(form, msgspec.Struct):
                    yield form


def add_with_inner(form: type[msgspec.Struct], found: dict[str, type[msgspec.Struct]]) -> None:
    """Add a form, and each form of ours that its fields hold."""
    owner = form.__module__
    if owner.startswith("troth.domain") or form in found.values():
        return
    found[f"{owner.rsplit('.', 1)[-1]}.{form.__name__}"] = form
    for hint in get_type_hints(form).values():
        for inner in (hint, *get_args(hint), *(x for y in get_args(hint) for x in get_args(y))):
            if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                add_with_inner(inner, found)


@cache
def described() -> dict[str, tuple[str, ...]]:
    """Return the fields the page gives for each form, by the form's name in its heading."""
    return {
        codes(heading)[0]: tuple(named(rows, "Field"))
        for heading, rows in TABLES.items()
        if heading.endswith("/ Field") and codes(heading)
    }


def test_every_form_that_is_stored_is_on_the_page() -> None:
    assert set(stored()) == set(described())


@pytest.mark.parametrize("name", sorted(described()))
def test_a_form_has_the_fields_the_page_gives_in_their_order(name: str) -> None:
    assert described()[name] == stored()[name].__struct_fields__


def test_the_page_names_the_strings_that_stay_when_words_are_erased() -> None:
    stays = re.search(r"the strings in these fields: ([^.]+)\.", TEXT)
    assert stays is not None
    assert set(codes(stays[1])) == STRUCTURE


def test_every_way_to_wrap_a_root_key_is_on_the_page() -> None:
    bound = (
        call for module, call in calls("Binding") if source_name(module).startswith("application.")
    )
    kinds = {str(constant(call, 0)) for call in bound}
    assert kinds == set(by_first(TABLES["Wraps / Kind"]))


def test_the_number_of_words_on_the_list_is_the_one_on_the_page() -> None:
    words = (ROOT / "src/troth/crypto/words.txt").read_text("utf-8").split()
    assert TEXT.count(f"{len(words):,}") == len(re.findall(r"\b7,\d{3}\b", TEXT)) > 0


def value_of(name: str) -> object:
    """Return the constant a page names by its module and name."""
    module, _, constant_name = name.rpartition(".")
    return getattr(import_module(f"troth.{module}"), constant_name)


def test_every_number_on_the_page_is_the_one_in_the_code() -> None:
    rows = by_first(TABLES["Numbers / Constant"])
    assert {name: value_of(name) for name in rows} == {
        name: int(row["Value"]) for name, row in rows.items()
    }


def test_every_number_of_the_cryptography_is_on_the_page() -> None:
    numbers = {
        f"{source_name(module)}.{name}"
        for module in SOURCE
        if source_name(module).startswith("crypto.")
        for name, value in vars(loaded(module)).items()
        if is_own(module, name) and type(value) is int and not name.startswith("_")
    }
    assert numbers <= set(by_first(TABLES["Numbers / Constant"]))


def is_own(module: Module, name: str) -> bool:
    """Tell whether a module defines a constant itself, and does not only import it."""
    assigned = (node for node in module.tree.body if isinstance(node, ast.Assign))
    targets = (target for node in assigned for target in ast.walk(node.targets[0]))
    return name.isupper() and any(
        isinstance(target, ast.Name) and target.id == name for target in targets
    )


def test_every_format_is_on_the_page_with_its_value() -> None:
    rows = by_first(TABLES["Formats / Constant"])
    formats = {
        f"{source_name(module)}.{name}"
        for module in SOURCE
        for name in vars(loaded(module))
        if re.fullmatch(r"(\w+_)?FORMAT", name) and is_own(module, name)
    }
    assert formats == set(rows)
    for name, row in rows.items():
        value = value_of(name)
        shown = value.hex() if isinstance(value, bytes) else str(value)
        assert row["Value"].strip("`") == shown, name


def test_every_column_of_every_table_is_on_the_page_with_who_can_read_it() -> None:
    rows = TABLES["What lies on the disk, and who can read it / Table"]
    told: dict[str, list[str]] = {}
    for row in rows:
        told.setdefault(codes(row["Table"])[0], []).extend(codes(row["Columns"]))
    assert {table: sorted(columns) for table, columns in told.items()} == columns_on_disk()


def columns_on_disk() -> dict[str, list[str]]:
    """Return the columns of each table, as the last layout of a home's record has them."""
    with closing(apsw.Connection(":memory:")) as fresh:
        for step in migrations("sqlite"):
            fresh.execute(step.sql)
        tables_there = fresh.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            str(table): sorted(str(row[1]) for row in fresh.execute(f"PRAGMA table_info({table})"))
            for (table,) in tables_there.fetchall()
        }


def test_every_shelf_is_on_the_page() -> None:
    rows = TABLES["What lies on the disk, and who can read it / Shelf"]
    assert set(named(rows, "Shelf")) == {shelf.value for shelf in Shelf}
