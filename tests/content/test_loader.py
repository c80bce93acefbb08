"""A content folder becomes a Content, or one error that names every mistake with its file and line."""

import contextlib
import dataclasses
import shutil
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import ContentError, load
from bot.content.loader import counts
from bot.content.model import Content, Evidence
from bot.content.wording import TEXTS
from tests.any_text import ANY_TEXT
from tests.conftest import ROOT
from tests.content.tree import SECOND, SUPPLEMENT, Tree

TOPICS = "topics/safety.yaml"
ANSWERS = f"{SUPPLEMENT}/safety.yaml"
SOURCES = f"{SUPPLEMENT}/sources.yaml"
NAMES = f"{SUPPLEMENT}/supplement.yaml"


class Mistake(NamedTuple):
    """An edit with `# HERE` on the line that is to blame, and everything that must be said of that line."""

    file: str
    old: str  # what is replaced; empty for the end of the file
    new: str
    said: tuple[str, ...]


def source(key: str, more: str = "", here: str = "") -> str:
    """A source that lacks an address."""
    return f"{key}:{here}\n  cite: Zz\n  title: Zz\n  by: Zz\n  year: 2020\n  kind: label\n{more}"


MISTAKES = [
    # Keys
    Mistake(
        "vocabulary.yaml",
        "",
        "zz pill: pill\nzz pill: tablet # HERE\n",
        ("'zz pill' stands twice; the first is on line {before}",),
    ),
    Mistake(
        ANSWERS,
        "^general:\n",
        "general:\n  colour: red # HERE\n",
        ("'colour' is not known here; known: details, evidence, reviewed, short, sources",),
    ),
    Mistake(
        TOPICS,
        "^  general:\n",
        "  general:\n    answer: red # HERE\n",
        ("'answer' is not known here; known: questions, related, title",),
    ),
    Mistake(TOPICS, "^topics:\n", "colour: red # HERE\ntopics:\n", ("'colour' is not known here; known: order, title, topics",)),
    Mistake(
        "medicines.yaml",
        "",
        "Zz_Class: # HERE\n  topic: safety/general\n",
        ("'Zz_Class' is not a good id: use small letters, digits and hyphens",),
    ),
    Mistake("medicines.yaml", "", "zz-a: # HERE\n  stand-in: zz\n  generics: [zzmycin]\n", ("'topic' is missing",)),
    Mistake("medicines.yaml", "", "zz-b: # HERE\n  stand-in: zz\n  topic: safety/general\n", ("'zz-b' names no medicine",)),
    Mistake("smalltalk.yaml", "", "zz-a: # HERE\n  phrasings:\n    a: [zz hello there]\n", ("'reply' is missing",)),
    Mistake(
        "languages.yaml", "^languages:\n", "languages:\n  zz: # HERE\n    reply: Zz\n", ("'zz' needs either a script or words",)
    ),
    # Types
    Mistake(
        "smalltalk.yaml",
        "",
        "zz-b:\n  reply: [a] # HERE\n  phrasings:\n    a: [zz good day]\n",
        ("'reply' must be a text, not a list or a group",),
    ),
    Mistake(
        "smalltalk.yaml", "", "zz-c:\n  reply: Hi\n  phrasings: [zz hello] # HERE\n", ("'phrasings' must hold names with values",)
    ),
    Mistake("smalltalk.yaml", "", "zz-d: Hello # HERE\n", ("'zz-d' must hold names with values",)),
    Mistake(TOPICS, "^order: .*", "order: soon # HERE", ("'order' must be a whole number from 1 to 99",)),
    Mistake(NAMES, "^default: .*", "default: yes # HERE", ("'default' must be true or false",)),
    Mistake(
        NAMES,
        "^misspellings: .*",
        "misspellings: magtien # HERE",
        ("'misspellings' must be a list (one text after each hyphen)",),
    ),
    Mistake(ANSWERS, "^  reviewed: .*", "  reviewed: 2026-02-30 # HERE", ("'reviewed' must be a date such as 2026-01-31",)),
    Mistake(
        ANSWERS,
        "^  evidence: .*",
        "  evidence: strong # HERE",
        (f"'evidence' is 'strong'; it must be one of: {', '.join(Evidence)}",),
    ),
    # References that lead nowhere
    Mistake(
        TOPICS,
        r"^    related: \[",
        "    related: [safety/nothing, # HERE\n      ",
        ("related topic 'safety/nothing' is not another topic",),
    ),
    Mistake(
        "topics/about.yaml",
        r"^  what-is:\n(.*\n)    related: \[",
        "  what-is:\n    title: Zz\n    related: [about/what-is, # HERE\n      ",
        ("related topic 'about/what-is' is not another topic",),
    ),
    Mistake(
        ANSWERS,
        r"^  sources: \[",
        "  sources: [zz-1999, # HERE\n    ",
        ("'zz-1999' is not in magnesium-l-threonate/sources.yaml",),
    ),
    Mistake(
        ANSWERS,
        "",
        "zz-topic: # HERE\n  short: S\n  details: D\n  evidence: none\n  sources: [nih-ods]\n  reviewed: 2026-11-23\n",
        ("there is no topic 'safety/zz-topic' in topics/safety.yaml",),
    ),
    Mistake(NAMES, "^overview: .*", "overview: about/nothing # HERE", ("the overview topic 'about/nothing' has no answer here",)),
    Mistake(
        "bot.yaml", r"^popular: \[", "popular: [nothing/at-all, # HERE\n  ", ("the popular topic 'nothing/at-all' has no answer",)
    ),
    Mistake(
        "medicines.yaml",
        "",
        "zz-c:\n  stand-in: zz\n  topic: safety/nothing # HERE\n  brands: [Zzolol]\n",
        ("there is no topic 'safety/nothing'",),
    ),
    Mistake(
        "red-flags.yaml",
        "^situations:\n",
        "situations:\n  zz-a:\n    action: zz-call # HERE\n    examples:\n      a: [zz everything burns]\n",
        ("there is no action 'zz-call'",),
    ),
    Mistake(
        "red-flags.yaml",
        "^situations:\n",
        "situations:\n  zz-b:\n    action: emergency-number\n    signs: [taken + zz-e - zz-f] # HERE\n"
        "    examples:\n      a: [zz all is lost]\n",
        (
            "'taken + zz-e - zz-f' names 'zz-e', which is not a list under 'words'",
            "'taken + zz-e - zz-f' names 'zz-f', which is not a list under 'words'",
        ),
    ),
    # What nobody refers to
    Mistake("red-flags.yaml", "^words:\n", "words:\n  zz-g: [zz] # HERE\n", ("no sign uses the words 'zz-g'",)),
    Mistake(
        "red-flags.yaml",
        "^actions:\n",
        "actions:\n  zz-h: # HERE\n    rank: 9\n    text: Zz\n",
        ("no situation uses the action 'zz-h'",),
    ),
    Mistake(SOURCES, "", source("zz-2001", "  doi: 10.1/2\n", " # HERE"), ("no answer cites 'zz-2001'",)),
    # Sources that can't be found
    Mistake(
        SOURCES,
        "",
        source("zz-2002", here=" # HERE"),
        ("'zz-2002' needs a doi, a pmid, a url or a 'where'", "no answer cites 'zz-2002'"),
    ),
    Mistake(
        SOURCES,
        "^seed-article:\n",
        "seed-article:\n  doi: https://doi.org/10.1/2 # HERE\n",
        ("a DOI begins with 10. (without https://doi.org/)",),
    ),
    Mistake(SOURCES, "^nih-ods:\n", "nih-ods:\n  pmid: PMC12345 # HERE\n", ("a PMID is a number",)),
    Mistake(SOURCES, "^iom-1997:\n", "iom-1997:\n  url: http://example.org # HERE\n", ("an address must begin with https://",)),
    # Wordings
    Mistake(TOPICS, "^      a:\n", "      a:\n        - # HERE\n", ("an item of 'a' is empty",)),
    Mistake(TOPICS, "^      b:\n", "      b:\n        - '?!' # HERE\n", ("'?!' holds no word",)),
    Mistake(
        TOPICS,
        "^      c:\n",
        "      c:\n        - zz is {it} fine # HERE\n",
        ("'zz is {it} fine': the only placeholder is {supplement}, and no other braces may stand here",),
    ),
    Mistake(
        "not-covered.yaml",
        "^questions:\n",
        f"questions:\n  z:\n    - {'zz ' * 134}# HERE\n",
        ("an item of 'z' has 401 characters; at most 400 fit",),
    ),
    Mistake("bot.yaml", "^name: .*", f"name: {'n' * 65} # HERE", ("'name' has 65 characters; at most 64 fit",)),
    Mistake(
        "bot.yaml",
        "^texts:\n",
        "texts:\n  farewell: Bye # HERE\n",
        (f"'farewell' is not known here; known: {', '.join(sorted(TEXTS))}",),
    ),
]


def test_every_mistake_is_named_at_once(tree: Tree) -> None:
    """All mistakes come in one error, each once, at its own line, and nothing is blamed that is right."""
    for number, (file, old, new, _) in enumerate(MISTAKES):
        marked = new.replace("# HERE", f"# mistake {number};")
        if old:
            tree.edit(file, old, marked)
        else:
            tree.append(file, marked)
    expected = set()
    for number, (file, _, _, said) in enumerate(MISTAKES):
        line = tree.line(file, f"# mistake {number};")
        expected |= {f"{file}:{line}: {one.replace('{before}', str(line - 1))}" for one in said}
    found = tree.problems()
    assert set(found) == expected
    assert len(found) == len(expected)


def test_shipped_content(content: Content) -> None:
    """The shipped content is in order: typed, complete, and counted."""
    supplement = content.default
    assert supplement.id == SUPPLEMENT.rpartition("/")[2]
    assert set(supplement.answers) == set(content.topics)
    assert {category.id for category in content.categories} == {topic.category for topic in content.topics.values()}
    assert all(type(answer.reviewed) is date and answer.sources for answer in supplement.answers.values())
    assert supplement.names[0] == supplement.name
    assert dict(counts(content))["answers"] == len(supplement.answers)
    assert all(number > 0 for _, number in counts(content))


def test_content_is_frozen(content: Content) -> None:
    """What was loaded can't be changed by mistake."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        content.default_supplement = "other"  # type: ignore[misc]  # that is the point


def test_order_of_categories(tree: Tree) -> None:
    """Menus show the categories by their `order`, and by name where it is the same."""
    orders = {"safety": 1, "about": 2, "benefits": 3, "dosage": 3, "mechanism": 10}
    for name, order in orders.items():
        tree.edit(f"topics/{name}.yaml", "^order: .*", f"order: {order}")
    assert [category.id for category in load(tree.folder).categories] == list(orders)


@pytest.mark.parametrize(("field", "limit"), [("short", 280), ("details", 900)])
def test_length_of_answers(tree: Tree, field: str, limit: int) -> None:
    """The longest text fits, and one character more does not."""
    pattern = rf"^  {field}: >-\n(    .*\n|\n)+"
    tree.edit(ANSWERS, pattern, f"  {field}: >-\n    {'x' * limit}\n")
    load(tree.folder)
    tree.edit(ANSWERS, pattern, f"  {field}: >- # HERE\n    {'x' * (limit + 1)}\n")
    line = tree.line(ANSWERS, "# HERE")
    assert tree.problems() == [f"{ANSWERS}:{line}: '{field}' has {limit + 1} characters; at most {limit} fit"]


def test_fewest_phrasings(tree: Tree) -> None:
    """A topic needs ten wordings, whoever wrote them."""
    tree.append("topics/about.yaml", "  zz-new:\n    title: New\n    related: []\n    questions: # HERE\n")
    tree.append(
        f"{SUPPLEMENT}/about.yaml",
        "zz-new:\n  short: S\n  details: D\n  evidence: none\n  sources: [nih-ods]\n  reviewed: 2026-11-23\n",
    )
    tree.append(
        "topics/about.yaml",
        "      a: [zz one, zz two, zz three, zz four, zz five]\n      b: [zz six, zz seven, zz eight, zz nine]\n",
    )
    line = tree.line("topics/about.yaml", "# HERE")
    assert tree.problems() == [f"topics/about.yaml:{line}: about/zz-new needs at least 10 wordings; there are 9"]
    tree.append("topics/about.yaml", "      c: [zz ten]\n")
    assert len(load(tree.folder).topics["about/zz-new"].phrasings) == 10


@pytest.mark.parametrize(
    ("key", "text", "known"),
    [
        ("gone", "{supplement}", "none"),
        ("topics", "{name}", "{supplement}"),
        ("topics", "{}", "{supplement}"),
        ("topics", "{0}", "{supplement}"),
        ("topics", "{supplement", "{supplement}"),
        ("topics", "supplement}", "{supplement}"),
        ("topics", "{supplement.name}", "{supplement}"),
        ("topics", "{supplement[0]}", "{supplement}"),
        ("topics", "{supplement:>999999999}", "{supplement}"),
        ("topics", "{supplement!r}", "{supplement}"),
        ("other-substance", "{names}", "{name}, {supplement}"),
    ],
)
def test_placeholders(tree: Tree, key: str, text: str, known: str) -> None:
    """A text of the bot takes its own placeholders, plain, and no others."""
    tree.edit("bot.yaml", rf"^  {key}: .*\n(    .*\n|\n)*", f"  {key}: 'So: {text}' # HERE\n")
    line = tree.line("bot.yaml", "# HERE")
    assert tree.problems() == [f"bot.yaml:{line}: '{key}' has braces that are no placeholder known here; known: {known}"]


def test_doubled_braces_are_text(tree: Tree) -> None:
    """Braces that are meant as such are written twice."""
    tree.edit("bot.yaml", r"^  gone: .*", "  gone: 'So: {{supplement}}'")
    assert load(tree.folder).wording.texts["gone"].format() == "So: {supplement}"


def test_default_supplement(tree: Tree) -> None:
    """Of several supplements exactly one is the default; a single one needs not say so."""
    name = f"{SUPPLEMENT}/supplement.yaml"
    tree.edit(name, "^default: true\n", "")
    assert load(tree.folder).default.id == "magnesium-l-threonate"
    tree.add_second_supplement()
    assert tree.problems() == ["supplements: one of the 2 supplements must say 'default: true'"]
    for file in (name, f"{SECOND}/supplement.yaml"):
        tree.edit(file, "^name:", "default: true\nname:")
    line = tree.line(name, "default: true")
    assert tree.problems() == [f"{name}:{line}: creatine-monohydrate is the default already; there can be one"]


def test_bad_folder_and_file_names(tree: Tree) -> None:
    """Names of folders and topic files are ids, short enough for a button together with a topic's."""
    tree.add_second_supplement()
    tree.folder.joinpath(SECOND).rename(tree.folder / "supplements" / "Creatine")
    tree.folder.joinpath("topics/safety.yaml").rename(tree.folder / "topics" / "Safety.yaml")
    found = tree.problems()
    assert "supplements/Creatine: a folder's name is an id: small letters, digits, hyphens, at most 30" in found
    assert "topics/Safety.yaml: the file's name must be small letters, digits and hyphens" in found


def test_long_topic_id(tree: Tree) -> None:
    """A topic's id has to fit a button."""
    tree.edit("topics/about.yaml", "^  what-is:\n", f"  {'x' * 25}: # HERE\n")
    line = tree.line("topics/about.yaml", "# HERE")
    said = f"'about/{'x' * 25}' has 31 characters; at most 30 fit a button"
    assert f"topics/about.yaml:{line}: {said}" in tree.problems()


@pytest.mark.parametrize(
    "file",
    [
        "bot.yaml",
        "languages.yaml",
        "medicines.yaml",
        "not-covered.yaml",
        "red-flags.yaml",
        "smalltalk.yaml",
        "vocabulary.yaml",
        NAMES,
        SOURCES,
    ],
)
def test_missing_file(tree: Tree, file: str) -> None:
    """A file that must be there is told by its name, and nothing else is blamed for it."""
    (tree.folder / file).unlink()
    assert tree.problems() == [f"{file}: the file is missing"]


@pytest.mark.parametrize("file", ["bot.yaml", "red-flags.yaml", TOPICS, ANSWERS, SOURCES, NAMES])
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (b"zz: 'open\n", "not valid YAML: found unexpected end of stream"),
        (b"zz: caf\xe9\n", "not UTF-8 text; save the file as UTF-8"),
    ],
)
def test_unreadable_file(tree: Tree, file: str, damage: bytes, said: str) -> None:
    """A file that can't be read is told with its line, and what refers to it is not blamed."""
    path = tree.folder / file
    path.write_bytes(path.read_bytes() + damage)
    (problem,) = tree.problems()
    assert problem.startswith(f"{file}:")
    assert said in problem


@pytest.mark.parametrize(
    ("folder", "said"), [("topics", "no topic file was found"), ("supplements", "no supplement folder was found")]
)
def test_missing_folder(tree: Tree, folder: str, said: str) -> None:
    """A folder that must be there is told by its name."""
    shutil.rmtree(tree.folder / folder)
    assert f"{folder}: {said}" in tree.problems()


def test_no_content_folder(tmp_path: Path) -> None:
    """The content folder itself may be missing, empty or a file; all of it is a ContentError."""
    assert Tree(tmp_path / "nowhere").problems() == [".: there is no such folder"]
    assert "bot.yaml: the file is missing" in Tree(tmp_path).problems()
    (tmp_path / "file").touch()
    assert Tree(tmp_path / "file").problems() == [".: there is no such folder"]


_FILES = sorted(path.relative_to(ROOT / "content").as_posix() for path in (ROOT / "content").rglob("*.yaml"))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content for damage that is mended after each example."""
    return Path(shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("scratch") / "content"))


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(file=st.sampled_from(_FILES), text=ANY_TEXT, start=st.floats(0, 1), whole=st.booleans())
def test_any_text_in_any_file(scratch: Path, file: str, text: str, start: float, whole: bool) -> None:
    """Whatever stands in a file, loading the folder raises ContentError or nothing."""
    path = scratch / file
    good = path.read_bytes()
    at = int(start * len(good))
    damage = text.encode("utf-8", "surrogatepass")
    path.write_bytes(damage if whole else good[:at] + damage + good[at:])
    try:
        with contextlib.suppress(ContentError):
            assert load(scratch).default.answers
    finally:
        path.write_bytes(good)
