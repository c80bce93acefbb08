"""A content folder becomes a Content, or one error that names every mistake with its file and line."""

import contextlib
import dataclasses
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import ContentError, load
from bot.content.loader import counts
from bot.content.model import Content
from bot.evaluation.golden import MEANT
from tests.any_text import ANY_TEXT
from tests.conftest import ROOT
from tests.content.mistakes import ANSWERS, MISTAKES, NAMES, SOURCES, TOPICS
from tests.content.tree import SECOND, SUPPLEMENT, Tree

A_SOURCE = """
a-draft-cites:
  cite: A page
  title: A page that a draft alone cites
  by: An authority
  year: 2026
  where: An authority
  url: https://example.org/a-page
  kind: guideline
  read: part
"""


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
    supplement = content.supplements[MEANT]
    assert supplement.id == SUPPLEMENT.rpartition("/")[2]
    assert {topic for one in content.supplements.values() for topic in one.answers} == set(content.topics)
    own = {topic.id: topic.owner for topic in content.topics.values() if topic.owner}
    assert all(own.get(topic, one.id) in (one.id, one.form_of) for one in content.supplements.values() for topic in one.answers)
    assert {category.id for category in content.categories} == {topic.category for topic in content.topics.values()}
    assert all(type(answer.reviewed) is date and answer.sources for answer in supplement.answers.values())
    assert supplement.names[0] == supplement.name
    assert dict(counts(content))["answers"] == sum(len(one.answers) for one in content.supplements.values())
    assert all(number > 0 for _, number in counts(content))


def test_content_is_frozen(content: Content) -> None:
    """What was loaded can't be changed by mistake."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        content.supplements[MEANT].name = "other"  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize("line", ["", "    calm: false\n", "    calm: true\n"])
def test_calm_points(tree: Tree, line: str) -> None:
    """The wordings of a point that is called calm are look-alikes of danger; those of others are not."""
    file = "supplements/zinc/points.yaml"
    path = tree.folder / file
    path.write_text(path.read_text(encoding="utf-8").replace("    calm: true\n", ""), encoding="utf-8")
    tree.edit(file, "^    reviewed: .*\n", f"    reviewed: 2026-12-01\n{line}")
    content = load(tree.folder)
    first, *others = content.supplements["zinc"].points
    taught = set(content.look_alikes)
    assert {wording in taught for wording in first.asked} == {"true" in line}
    assert taught.isdisjoint(wording for point in others for wording in point.asked)


def test_drafts(tree: Tree, content: Content) -> None:
    """A point that is a draft is neither told nor learnt, nor are sources shown that it alone cites; it is counted."""
    file = "supplements/zinc/points.yaml"
    first = content.supplements["zinc"].points[0]
    already = content.supplements["zinc"].drafts
    tree.edit(file, "^    reviewed: .*\n", "    reviewed: 2026-12-01\n    draft: true\n")
    tree.edit(file, r"^    sources: \[", "    sources: [a-draft-cites, ")
    tree.append("supplements/zinc/sources.yaml", A_SOURCE)
    changed = load(tree.folder)
    zinc = changed.supplements["zinc"]
    assert first.id not in {point.id for point in zinc.points}
    assert "a-draft-cites" not in {source.key for source in zinc.sources}
    assert set(changed.look_alikes).isdisjoint(first.asked)
    assert zinc.drafts == already + 1
    assert dict(counts(changed))["points that are drafts"] == sum(one.drafts for one in content.supplements.values()) + 1


def test_mistakes_in_drafts(tree: Tree) -> None:
    """A draft is held to the same form as what is told."""
    tree.edit("supplements/zinc/points.yaml", "^    reviewed: .*\n", "    reviewed: soon\n    draft: true\n")
    (problem,) = tree.problems()
    assert "reviewed" in problem


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
        ("other-substance", "{names}", "{name}"),
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


def test_bad_folder_and_file_names(tree: Tree) -> None:
    """Names of folders and topic files are ids, short enough for a button together with a topic's."""
    tree.add_second_supplement()
    tree.folder.joinpath(SECOND).rename(tree.folder / "supplements" / "Beta-alanine")
    tree.folder.joinpath("topics/safety.yaml").rename(tree.folder / "topics" / "Safety.yaml")
    found = tree.problems()
    assert "supplements/Beta-alanine: a folder's name is an id: small letters, digits, hyphens, at most 30" in found
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
        "asked.yaml",
        "bot.yaml",
        "cards/cards.yaml",
        "cards/sources.yaml",
        "goals.yaml",
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
    """A file that must be there is told by its name."""
    (tree.folder / file).unlink()
    assert f"{file}: the file is missing" in tree.problems()


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
            assert load(scratch).supplements[MEANT].answers
    finally:
        path.write_bytes(good)
