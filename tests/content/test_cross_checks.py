"""What shows only across files: things that stand twice, and things that nobody can reach."""

import pytest

from bot.content import load
from bot.evaluation.golden import MEANT
from tests.content.tree import SECOND, SUPPLEMENT, Tree


def ten(*wordings: str) -> str:
    """A list of at least ten wordings that stand nowhere else, after those that are given."""
    return "".join(f"        - {wording}\n" for wording in (*wordings, *(f"zz{number} zz" for number in range(10))))


@pytest.mark.parametrize(
    ("second", "owner"),
    [
        ("topics/dosage.yaml", "dosage/typical-dose"),
        ("topics/about.yaml", "about/what-is"),
    ],
)
def test_phrasing_under_two_topics(tree: Tree, second: str, owner: str) -> None:
    """A wording may stand once; capitals, accents and marks make no other wording. The later place is told, with the earlier."""
    tree.edit("topics/about.yaml", "^      a:\n", "      a:\n        - Is zz a caf\u00e9, or what? # FIRST\n")
    tree.edit(second, "^      b:\n", "      b:\n        - is ZZ a cafe or what # HERE\n")
    first, line = tree.line("topics/about.yaml", "# FIRST"), tree.line(second, "# HERE")
    assert tree.problems() == [
        f"{second}:{line}: 'is ZZ a cafe or what' is listed under {owner}, "
        f"and already under about/what-is (topics/about.yaml:{first})"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "owner"),
    [
        ("not-covered.yaml", "^questions:\n", "questions:\n  z:\n    - zz same words # HERE\n", "not-covered.yaml"),
        ("red-flags.yaml", "^look-alikes:\n", "look-alikes:\n  z:\n    - zz same words # HERE\n", "the look-alikes"),
        ("smalltalk.yaml", "^  phrasings:\n", "  phrasings:\n    z:\n      - zz same words # HERE\n", "the small talk greeting"),
    ],
)
def test_topic_phrasing_elsewhere(tree: Tree, file: str, old: str, new: str, owner: str) -> None:
    """A wording of a topic can't be out of scope, a look-alike or small talk as well."""
    tree.edit("topics/about.yaml", "^      a:\n", "      a:\n        - zz same words\n")
    tree.edit(file, old, new)
    (problem,) = tree.problems()
    assert problem.startswith(
        f"{file}:{tree.line(file, '# HERE')}: 'zz same words' is listed under {owner}, and already under about/"
    )


def test_name_of_two_things(tree: Tree) -> None:
    """A name stands for one thing, whatever files it stands in; each further place is told, with the first."""
    names, others = f"{SUPPLEMENT}/supplement.yaml", "supplements/zinc/supplement.yaml"
    tree.edit(names, r"^misspellings: \[", "misspellings: [zz-tein, # FIRST\n  ")
    tree.append("medicines.yaml", "zz-class:\n  stand-in: zz\n  topic: safety/general\n  brands: [Zz Tein] # HERE\n")
    tree.edit("not-covered.yaml", "^supplements:\n", "supplements:\n  zzinc: [ZZ-TEIN] # HERE\n")
    tree.edit("cards/cards.yaml", "^  aliases:\n", "  aliases:\n    - zz t\u00e9in # HERE\n")
    tree.edit(others, "^forms:\n", "forms:\n  zz salt: [zz tein] # HERE\n")
    first = f"the supplement magnesium-l-threonate ({names}:{tree.line(names, '# FIRST')})"
    places = {
        "cards/cards.yaml": "'zz t\u00e9in' stands for the card kava",
        "medicines.yaml": "'Zz Tein' stands for the medicines zz-class",
        "not-covered.yaml": "'ZZ-TEIN' stands for zzinc (not covered)",
        others: "'zz tein' stands for the supplement zinc",
    }
    assert tree.problems() == [
        f"{file}:{tree.line(file, '# HERE')}: the name {stands}, and already for {first}" for file, stands in places.items()
    ]


def test_name_that_became_covered(tree: Tree) -> None:
    """A supplement that is added must leave the list of those that are not covered."""
    tree.add_second_supplement()
    tree.edit("not-covered.yaml", "^supplements:\n", "supplements:\n  beta-alanine: [sr beta-alanine] # HERE\n")
    (problem,) = tree.problems()
    line = tree.line("not-covered.yaml", "# HERE")
    assert problem.startswith(
        f"not-covered.yaml:{line}: the name 'beta-alanine' stands for beta-alanine (not covered), "
        f"and already for the supplement beta-alanine ({SECOND}/supplement.yaml:"
    )


def test_name_in_two_spellings(tree: Tree) -> None:
    """One thing may have a name in several spellings."""
    tree.edit(f"{SUPPLEMENT}/supplement.yaml", r"^misspellings: \[", "misspellings: [zz-tein, Zz Tein, zz t\u00e9in, ")
    assert {"zz-tein", "Zz Tein", "zz t\u00e9in"} <= set(load(tree.folder).supplements[MEANT].names)


def test_name_without_a_word(tree: Tree) -> None:
    """A name of marks alone could never be found in a question."""
    tree.edit("not-covered.yaml", "^supplements:\n", "supplements:\n  '++': [] # HERE\n  zzinc: ['?'] # THERE\n")
    here, there = tree.line("not-covered.yaml", "# HERE"), tree.line("not-covered.yaml", "# THERE")
    assert tree.problems() == [f"not-covered.yaml:{here}: '++' holds no word", f"not-covered.yaml:{there}: '?' holds no word"]


def test_short_names(tree: Tree) -> None:
    """A short name is kept apart from the names that count anywhere, and may be a word that stands in other names."""
    tree.edit("supplements/zinc/supplement.yaml", "^kind: .*\n", "kind: mineral\nshort-names: [zz]\n")
    zinc = load(tree.folder).supplements["zinc"]
    assert zinc.short_names == ("zz",)
    assert "zz" not in zinc.names


@pytest.mark.parametrize("name", ["D", "iron", "'?'"])
def test_short_name_of_two_things(tree: Tree, name: str) -> None:
    """A short name that another supplement has, as a short or a whole one, or that holds no word, is told where it stands."""
    names = "supplements/zinc/supplement.yaml"
    tree.edit(names, "^kind: .*\n", f"kind: mineral\nshort-names: [{name}] # HERE\n")
    found = tree.problems()
    assert len(found) == 1
    assert found[0].startswith((f"{names}:{tree.line(names, '# HERE')}: ", "supplements/vitamin-d/supplement.yaml:"))


def test_unanswered_topic(tree: Tree) -> None:
    """A topic that no supplement answers is told where it stands; one answer, of any supplement, is enough."""
    tree.append("topics/about.yaml", f"  zz-new: # HERE\n    title: New\n    related: []\n    questions:\n      a:\n{ten()}")
    line = tree.line("topics/about.yaml", "# HERE")
    assert tree.problems() == [f"topics/about.yaml:{line}: no supplement answers 'about/zz-new'"]
    tree.add_second_supplement()
    tree.append(
        f"{SECOND}/about.yaml",
        "zz-new:\n  short: S\n  details: D\n  evidence: none\n  sources: [trexler-2015]\n  reviewed: 2026-11-23\n",
    )
    assert "about/zz-new" in load(tree.folder).topics


def row(other: str) -> str:
    """What is known of zinc with something."""
    return f"{other}:\n  level: ask-first\n  text: T\n  sources: [solvazinc]\n  reviewed: 2026-11-23\n"


@pytest.mark.parametrize(
    ("file", "other", "said"),
    [
        ("with-medicines", "zz-class", "there is no class 'zz-class' in medicines.yaml"),
        ("with-supplements", "zz-herb", "'zz-herb' is neither a supplement nor a card nor named in not-covered.yaml"),
        ("with-supplements", "magnesium", "zinc with magnesium stands twice, or is no pair"),
        ("with-supplements", "zinc", "zinc with zinc stands twice, or is no pair"),
    ],
)
def test_pair(tree: Tree, file: str, other: str, said: str) -> None:
    """A pair is of two things that are known, and stands once, in the folder of either."""
    tree.append(f"supplements/zinc/{file}.yaml", row(other))
    assert tree.problems() == [f"supplements/zinc/{file}.yaml: {said}"]


def test_pair_with_a_card(tree: Tree) -> None:
    """A pair may be with something that has a card, or that is not covered."""
    tree.append("supplements/zinc/with-supplements.yaml", row("kava") + row("glycine"))
    assert {"kava", "glycine"} <= set(load(tree.folder).supplements["zinc"].with_supplements)


@pytest.mark.parametrize("parent", ["zz-salt", "magnesium-l-threonate"])
def test_form_of_nothing(tree: Tree, parent: str) -> None:
    """What a supplement is a form of is another supplement."""
    tree.edit(f"{SUPPLEMENT}/supplement.yaml", "^form-of: .*", f"form-of: {parent}")
    assert tree.problems() == [f"{SUPPLEMENT}/supplement.yaml: 'form-of' names '{parent}', which is no other supplement"]


def test_parent_gets_a_parent(tree: Tree) -> None:
    """A topic that is the parent of others has none itself; each of the others is told, where it stands."""
    shared, own = "topics/about.yaml", "supplements/iron/own-topics.yaml"
    tree.edit(shared, "^  what-is:\n", "  what-is:\n    parent: safety/general\n")
    tree.append(
        shared, f"  zz-a:\n    title: A\n    related: []\n    parent: about/what-is # HERE\n    questions:\n      a:\n{ten()}"
    )
    wordings = ", ".join(f"yy{number} yy" for number in range(10))
    tree.edit(
        own,
        "^safety:\n",
        "safety:\n  zz-b:\n    title: B\n    related: []\n    parent: about/what-is # THERE\n"
        f"    questions:\n      a: [{wordings}]\n",
    )
    row = "  short: S\n  details: D\n  evidence: none\n  sources: [nhs-iron]\n  reviewed: 2026-11-23\n"
    tree.append("supplements/iron/about.yaml", f"zz-a:\n{row}")
    tree.append("supplements/iron/safety.yaml", f"zz-b:\n{row}")
    said = "parent 'about/what-is' is not another topic without a parent"
    assert tree.problems() == [f"{own}:{tree.line(own, '# THERE')}: {said}", f"{shared}:{tree.line(shared, '# HERE')}: {said}"]
    tree.edit(shared, "^    parent: safety/general\n", "")
    topics = load(tree.folder).topics
    assert (topics["about/zz-a"].parent, topics["safety/zz-b"].parent) == ("about/what-is", "about/what-is")


def test_parent_in_a_file_that_can_not_be_read(tree: Tree) -> None:
    """Of a file that can't be read only that is said; topics whose parents stand there are not blamed."""
    tree.edit("topics/dosage.yaml", "^topics:\n", "topics:\n  zz: [\n")
    assert not [problem for problem in tree.problems() if "parent" in problem]


def test_limit_that_the_answer_lost(tree: Tree) -> None:
    """A limit is told whose number an edited answer on the most to take names no more."""
    names, answers = "supplements/zinc/supplement.yaml", "supplements/zinc/dosage.yaml"
    tree.edit(answers, "40 mg a day", "41 mg a day")
    line = tree.line(names, "EU and UK: 25, US: 40")
    assert tree.problems() == [f"{names}:{line}: the answer to 'dosage/maximum' does not name the limit 40"]


def test_limits_without_an_answer(tree: Tree) -> None:
    """Where there is no answer on the most to take, no limit has its sources."""
    names = "supplements/zinc/supplement.yaml"
    tree.edit("supplements/zinc/dosage.yaml", r"^maximum:\n(  .*\n|\n)*", "")
    line = tree.line(names, "EU and UK: 25, US: 40")
    said = {f"{names}:{line}: the answer to 'dosage/maximum' does not name the limit {limit}" for limit in (25, 40)}
    assert said <= set(tree.problems())


def test_limit_of_thousands(tree: Tree) -> None:
    """A limit of a thousand or more is named as such numbers are written in answers."""
    tree.edit("supplements/zinc/supplement.yaml", "^  daily: .*", "  daily: {US: 2000}")
    tree.edit("supplements/zinc/dosage.yaml", "40 mg a day", "2,000 mg a day")
    limits = load(tree.folder).supplements["zinc"].limits
    assert limits
    assert [limit.amount for limit in limits.daily] == [2000]


def test_no_limits(tree: Tree) -> None:
    """Limits of nobody are a mistake: there is nothing to hold an amount against."""
    names = "supplements/zinc/supplement.yaml"
    tree.edit(names, "^  daily: .*", "  daily: {} # HERE")
    (problem,) = tree.problems()
    assert problem.startswith(f"{names}:")


def test_own_topic_of_another(tree: Tree) -> None:
    """What one supplement alone has, no other answers."""
    answer = "  short: S\n  details: D\n  evidence: none\n  sources: [solvazinc]\n  reviewed: 2026-11-23\n"
    tree.append("supplements/zinc/safety.yaml", f"dark-stools:\n{answer}")
    assert tree.problems() == ["supplements/zinc/safety.yaml: 'safety/dark-stools' is a topic of iron alone"]


@pytest.mark.parametrize(
    "file", ["medicine.yaml", "topics/safety.yml", f"{SUPPLEMENT}/topics/more.yaml", "supplements/stray.yaml"]
)
def test_file_that_nobody_reads(tree: Tree, file: str) -> None:
    """A YAML file in the wrong place, or with a slip in its name, is told."""
    path = tree.folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("a: b\n")
    assert tree.problems() == [f"{file}: nothing reads this file; mend its name or its place, or take it away"]


def test_other_files_are_left_alone(tree: Tree) -> None:
    """Notes for editors may lie beside the content."""
    (tree.folder / "topics" / "README.md").write_text("How to write a topic")
    load(tree.folder)
