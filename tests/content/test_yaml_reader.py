"""YAML is read as the text that an editor typed, and what is wrong is told with its line."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.yaml_reader import DEEPEST, Reader, Section
from tests.any_text import ANY_TEXT

Read = Callable[[str | bytes], Section]


class Colour(StrEnum):
    """An enumeration to choose from."""

    RED = "red"
    GREEN = "green"


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """A reader over an empty folder."""
    return Reader(tmp_path)


@pytest.fixture
def read(reader: Reader) -> Read:
    """Reads a text as file.yaml."""

    def _read(text: str | bytes) -> Section:
        path = reader.folder / "file.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return reader.mapping(path)

    return _read


def problems(reader: Reader) -> list[str]:
    """What was noted, without the file's name, in the order in which it was found."""
    assert all(problem.path == "file.yaml" for problem in reader.problems)
    return [str(problem).removeprefix("file.yaml:").strip() for problem in reader.problems]


@pytest.mark.parametrize(
    "typed",
    ["no", "yes", "on", "1:30", "2026-11-23", "0x1F", "1e3", ".5", "007", "true", "!!int 12", "Null and void", "<<"],
)
def test_scalars_stay_text(read: Read, reader: Reader, typed: str) -> None:
    """What YAML would turn into a truth value, a number or a date stays as it was typed."""
    section = read(f"a: {typed}\nb: [{typed}]\n{typed.split()[-1]}: key\n")
    assert section.text("a", 60) == typed.removeprefix("!!int ")
    assert section.texts("b", 60) == [(typed.removeprefix("!!int "), 2)]
    assert typed.split()[-1] in list(section.names())
    assert not reader.problems


def test_fields_of_every_kind(read: Read, reader: Reader) -> None:
    """Good fields are read without a word."""
    section = read(
        "colour: green\ncount: 7\nday: 2024-02-29\non: true\noff: false\nlong: >-\n  two\n  lines\n"
        "list:\n  - one\n  - two\ngroup:\n  inner: x\n"
    )
    assert section.choice("colour", Colour, Colour.RED) is Colour.GREEN
    assert section.number("count", 1, 99) == 7
    assert section.day("day") == date(2024, 2, 29)
    assert (section.flag("on"), section.flag("off"), section.flag("absent")) == (True, False, False)
    assert section.text("long", 9) == "two lines"
    assert section.text("absent", 9, required=False) == ""
    assert section.texts("list", 3, least=2) == [("one", 10), ("two", 11)]
    assert section.texts("absent", 9, required=False) == []
    assert section.section("group").text("inner", 1) == "x"
    section.finish()
    assert not reader.problems


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "'f' is empty"),
        ("~", "'f' is empty"),
        ("null", "'f' is empty"),
        ("''", "'f' is empty"),
        ("'  '", "'f' is empty"),
        ("[a]", "'f' must be a text, not a list or a group"),
        ("{a: b}", "'f' must be a text, not a list or a group"),
        ("four!", "'f' has 5 characters; at most 4 fit"),
    ],
)
def test_bad_text(read: Read, reader: Reader, typed: str, said: str) -> None:
    """A text has to be there, be a text, and fit."""
    read(f"# a comment\nf: {typed}\n").text("f", 4)
    assert problems(reader) == [f"2: {said}"]


def test_quoted_null_is_a_text(read: Read, reader: Reader) -> None:
    """Only a bare null means nothing."""
    assert read("f: 'null'\n").text("f", 4) == "null"
    assert not reader.problems


@pytest.mark.parametrize("typed", ["0", "100", "-1", "1.5", "seven", "٣", "1_0", "9" * 5000])
def test_bad_number(read: Read, reader: Reader, typed: str) -> None:
    """A number is whole, in plain digits, and in its range."""
    assert read(f"f: {typed}\n").number("f", 1, 99) == 1
    assert problems(reader) == ["1: 'f' must be a whole number from 1 to 99"]


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "2026-13-01", "23/11/2026", "20261123", "2026-W05-1", "2026-1-1", "2026-11-23 10:00", "today"]
)
def test_bad_day(read: Read, reader: Reader, typed: str) -> None:
    """A day is a day of the calendar, written in the one way."""
    assert read(f"f: {typed}\n").day("f") == date.min
    assert problems(reader) == ["1: 'f' must be a date such as 2026-01-31"]


@pytest.mark.parametrize("typed", ["yes", "True", "1", "perhaps so"])
def test_bad_flag(read: Read, reader: Reader, typed: str) -> None:
    """A flag is true or false, in these words."""
    assert read(f"f: {typed}\n").flag("f") is False
    assert problems(reader) == ["1: 'f' must be true or false"]


def test_bad_choice(read: Read, reader: Reader) -> None:
    """What can be chosen is listed."""
    assert read("f: blue\n").choice("f", Colour, Colour.RED) is Colour.RED
    assert problems(reader) == ["1: 'f' is 'blue'; it must be one of: red, green"]


def test_bad_list(read: Read, reader: Reader) -> None:
    """A list's mistakes are told at their own lines, and good items are kept."""
    section = read("f:\n  - good\n  -\n  - [a]\n  - much too long\ng: a, b\nh: []\ni: [x]\n")
    assert section.texts("f", 4) == [("good", 2)]
    assert section.texts("g", 4) == []
    assert section.texts("h", 4, least=1) == []
    section.texts("i", 4, least=2)
    assert problems(reader) == [
        "3: an item of 'f' is empty",
        "4: an item of 'f' must be a text, not a list or a group",
        "5: an item of 'f' has 13 characters; at most 4 fit",
        "6: 'g' must be a list (one text after each hyphen)",
        "7: 'h' needs at least 1; there are 0",
        "8: 'i' needs at least 2; there is 1",
    ]


def test_missing_fields(read: Read, reader: Reader) -> None:
    """A missing field is told at the line of the group that lacks it."""
    section = read("a: x\ngroup:\n  inner: x\n")
    section.text("b", 9)
    group = section.section("group")
    group.texts("list", 9)
    group.section("deeper")
    assert problems(reader) == ["1: 'b' is missing", "2: 'list' is missing", "2: 'deeper' is missing"]


def test_absent_group_is_told_once(read: Read, reader: Reader) -> None:
    """What is missing inside a group that is itself missing is not told as well."""
    group = read("group: text\n").section("group")
    assert group.is_absent
    assert (group.text("a", 9), group.number("b", 3, 9), group.texts("c", 9, least=1)) == ("", 3, [])
    group.section("d").day("e")
    group.finish()
    assert problems(reader) == ["1: 'group' must hold names with values"]


def test_unknown_keys(read: Read, reader: Reader) -> None:
    """A key that nobody asked for is told, with those that are known."""
    section = read("a: x\nb: x\nc: x\n")
    section.text("b", 9)
    section.text("z", 9, required=False)
    section.finish()
    assert problems(reader) == ["1: 'a' is not known here; known: b, z", "3: 'c' is not known here; known: b, z"]


def test_duplicate_keys(read: Read, reader: Reader) -> None:
    """The second of two equal keys is told, and the first holds."""
    section = read("a: first\n'a': second\ngroup:\n  b: 1\n  c: 2\n  b: 3\n")
    section.section("group")
    assert section.text("a", 9) == "first"
    assert problems(reader) == ["2: 'a' stands twice; the first is on line 1", "6: 'b' stands twice; the first is on line 4"]


def test_bad_keys(read: Read, reader: Reader) -> None:
    """Ids are small letters, digits and hyphens; names are short; a list is neither."""
    section = read(f"good-1: x\nBad: x\n-x: x\na_b: x\n'': x\n{'n' * 61}: x\n? [a]\n: x\n")
    assert list(section.ids()) == ["good-1", "n" * 61]
    assert problems(reader)[1:3] == [
        "2: 'Bad' is not a good id: use small letters, digits and hyphens",
        "3: '-x' is not a good id: use small letters, digits and hyphens",
    ]
    reader.problems.clear()
    assert list(section.names()) == ["good-1", "Bad", "-x", "a_b"]
    assert problems(reader) == ["5: a name has 0 characters; 1 to 60 fit", "6: a name has 61 characters; 1 to 60 fit"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: expected names with values (name: value)"),
        ("# a comment alone\n", "1: expected names with values (name: value)"),
        ("- a\n- b\n", "1: expected names with values (name: value)"),
        ("just words", "1: expected names with values (name: value)"),
        ("a: x\nb: 'open\nc: x\n", "4: not valid YAML: found unexpected end of stream (while scanning a quoted scalar, line 2)"),
        ("a: x\nb: y: z\n", "2: not valid YAML: mapping values are not allowed in this context"),
        (
            "a: x\n\tb: y\n",
            "2: not valid YAML: found a tab character that violates indentation (while scanning a plain scalar, line 1)",
        ),
        ("a: x\nb: *nobody\n", "2: not valid YAML: found undefined alias"),
        ("a: x\n---\nb: y\n", "2: not valid YAML: but found another document (expected a single document in the stream, line 1)"),
        ("a: x\n# é\nb: \x07\n", "3: not valid YAML: the character U+0007 is not allowed"),
        (b"a: x\nb: caf\xe9\n", "2: not UTF-8 text; save the file as UTF-8"),
        ("a: x\n".encode("utf-16"), "1: not UTF-8 text; save the file as UTF-8"),
    ],
)
def test_unreadable_file(read: Read, reader: Reader, text: str | bytes, said: str) -> None:
    """A file that is no YAML mapping is told with the line, and nothing more is told of it."""
    section = read(text)
    section.text("a", 9)
    section.finish()
    assert section.is_absent
    assert problems(reader) == [said]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "a: [\n"])
def test_bottomless_file(read: Read, reader: Reader, opening: str) -> None:
    """Groups within groups without end are refused, whatever the depth; the parser alone would crash the process."""
    assert read(opening * 200_000).is_absent
    assert [said.partition(": ")[2] for said in problems(reader)] == [f"not valid YAML: more than {DEEPEST} groups within groups"]


def test_group_that_holds_itself(read: Read, reader: Reader) -> None:
    """An alias may make a loop; it is read no deeper than the fields that are asked for."""
    section = read("a: &a\n  a: *a\n").section("a").section("a")
    section.text("a", 9)
    assert problems(reader) == ["1: 'a' must be a text, not a list or a group"]


def test_missing_file(reader: Reader) -> None:
    """A missing file is told by its name, relative to the folder."""
    assert reader.mapping(reader.folder / "inner" / "none.yaml").is_absent
    (reader.folder / "folder.yaml").mkdir()
    reader.mapping(reader.folder / "folder.yaml")
    assert [str(problem) for problem in reader.problems] == [
        "inner/none.yaml: the file is missing",
        "folder.yaml: the file can't be read: Is a directory",
    ]


def test_byte_order_mark(read: Read, reader: Reader) -> None:
    """Files saved with a byte order mark and Windows line ends read the same."""
    section = read("\ufeffa: x\r\nb: >-\r\n  two\r\n  words\r\n")
    assert (section.text("a", 9), section.text("b", 9), section.line_of("b")) == ("x", "two words", 2)
    assert not reader.problems


_YAML_LIKE = st.lists(
    st.one_of(
        ANY_TEXT, st.sampled_from([*"[]{},&*!|>'\"%@`#?:-~\n\t\\", "\n  ", ": ", "- ", "a: ", "&a ", "*a", "!!", "---\n", "<<"])
    )
).map("".join)


@settings(deadline=None)
@given(text=_YAML_LIKE)
def test_any_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever a file holds, reading it raises nothing: it gives fields or problems."""
    reader = Reader(tmp_path_factory.getbasetemp())
    path = reader.folder / "any.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    section = reader.mapping(path)
    for key in [*section.ids(), *section.names()]:
        section.text(key, 20)
        section.texts(key, 20, least=1)
        section.number(key, 1, 9)
        section.day(key)
        section.flag(key)
        section.choice(key, Colour, Colour.RED)
        section.section(key).finish()
    section.finish()
    assert reader.problems or not section.is_absent
