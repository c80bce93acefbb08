"""Mistakes that an editor can make, and what must be said of each."""

from typing import NamedTuple

from bot.content.answers import Evidence, PairLevel
from bot.content.model import SupplementKind
from bot.content.wording import TEXTS
from tests.content.tree import SUPPLEMENT

TOPICS = "topics/safety.yaml"
ANSWERS = f"{SUPPLEMENT}/safety.yaml"
SOURCES = f"{SUPPLEMENT}/sources.yaml"
NAMES = f"{SUPPLEMENT}/supplement.yaml"
PAIRS = "supplements/zinc/with-medicines.yaml"


POINTS = "supplements/zinc/points.yaml"


class Mistake(NamedTuple):
    """An edit with `# HERE` on the line that is to blame, and everything that must be said of that line."""

    file: str
    old: str  # what is replaced; empty for the end of the file
    new: str
    said: tuple[str, ...]


def source(key: str, more: str = "", here: str = "") -> str:
    """A source that lacks an address."""
    return f"{key}:{here}\n  cite: Zz\n  title: Zz\n  by: Zz\n  year: 2020\n  kind: label\n  read: full\n{more}"


def point(topic: str, asked: str, sources: str = "[iom-2001]", here: str = " # HERE") -> str:
    """A point."""
    rest = f"    short: Zz\n    evidence: none\n    sources: {sources}\n    reviewed: 2026-11-30\n"
    return f"{topic}:\n  zz-a:\n    asked:{here}\n{asked}{rest}"


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
        ("'answer' is not known here; known: caution, general, parent, questions, related, title",),
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
    Mistake(NAMES, "^kind: .*", "kind: metal # HERE", (f"'kind' is 'metal'; it must be one of: {', '.join(SupplementKind)}",)),
    Mistake(NAMES, "^popular: .*", "popular: soon # HERE", ("'popular' must be a whole number from 1 to 99",)),
    Mistake(
        NAMES,
        "^misspellings: .*",
        "misspellings: magtien # HERE",
        ("'misspellings' must be a list (one text after each hyphen)",),
    ),
    Mistake(NAMES, "", "short-names: d # HERE\n", ("'short-names' must be a list (one text after each hyphen)",)),
    Mistake(
        "supplements/vitamin-d/supplement.yaml",
        r"^short-names: \[",
        "short-names: ['', # HERE\n  ",
        ("an item of 'short-names' is empty",),
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
        TOPICS,
        "^  liver:\n",
        "  liver:\n    parent: safety/nothing # HERE\n",
        ("parent 'safety/nothing' is not another topic without a parent",),
    ),
    Mistake(
        TOPICS,
        "^  pregnancy:\n",
        "  pregnancy:\n    parent: safety/pregnancy # HERE\n",
        ("parent 'safety/pregnancy' is not another topic without a parent",),
    ),
    Mistake(
        TOPICS,
        "^  surgery:\n",
        "  surgery:\n    parent: safety/constipation # HERE\n",
        ("parent 'safety/constipation' is not another topic without a parent",),
    ),
    Mistake(
        ANSWERS,
        r"^  sources: \[",
        "  sources: [zz-1999, # HERE\n    ",
        (f"'zz-1999' is not in {SUPPLEMENT}/sources.yaml",),
    ),
    Mistake(
        ANSWERS,
        "",
        "zz-topic: # HERE\n  short: S\n  details: D\n  evidence: none\n  sources: [nih-ods]\n  reviewed: 2026-11-23\n",
        ("there is no topic 'safety/zz-topic' in topics/safety.yaml",),
    ),
    Mistake(NAMES, "^overview: .*", "overview: about/nothing # HERE", ("the overview topic 'about/nothing' has no answer here",)),
    Mistake("bot.yaml", r"^popular: \[", "popular: [nothing/at-all, # HERE\n  ", ("there is no topic 'nothing/at-all'",)),
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
    Mistake(
        "goals.yaml",
        "^goals:\n",
        "goals:\n  zz-a:\n    topic: benefits/nothing # HERE\n    name: zz\n    see-doctor: Zz\n",
        ("there is no topic 'benefits/nothing'",),
    ),
    Mistake(
        "cards/cards.yaml",
        "",
        "zz-card:\n  name: zz card\n  text: Zz\n  sources: [zz-1998] # HERE\n  reviewed: 2026-11-23\n",
        ("'zz-1998' is not in cards/sources.yaml",),
    ),
    Mistake(POINTS, "", "safety/zz-c: {} # HERE\n", ("'safety/zz-c' is no topic that this supplement answers",)),
    Mistake(
        POINTS,
        "",
        point("safety/dreams", "      a: [zz one]\n"),
        ("safety/dreams/zz-a needs at least 4 wordings; there are 1",),
    ),
    Mistake(
        POINTS,
        "",
        point("safety/headache", "      a: [zz five, zz six, zz seven, zz eight]\n", "[zz-1997] # HERE", ""),
        ("'zz-1997' is not in supplements/zinc/sources.yaml",),
    ),
    Mistake("supplements/zinc/own-topics.yaml", "", "zz-b: {} # HERE\n", ("there is no category 'zz-b' in topics/",)),
    # What nobody refers to
    Mistake("red-flags.yaml", "^words:\n", "words:\n  zz-g: [zz] # HERE\n", ("no sign uses the words 'zz-g'",)),
    Mistake(
        "red-flags.yaml",
        "^actions:\n",
        "actions:\n  zz-h: # HERE\n    rank: 9\n    text: Zz\n",
        ("no situation uses the action 'zz-h'",),
    ),
    Mistake(SOURCES, "", source("zz-2001", "  doi: 10.1/2\n", " # HERE"), ("nothing cites 'zz-2001'",)),
    Mistake("cards/sources.yaml", "", source("zz-2003", "  doi: 10.1/2\n", " # HERE"), ("nothing cites 'zz-2003'",)),
    # Sources that can't be found
    Mistake(
        SOURCES,
        "",
        source("zz-2002", here=" # HERE"),
        ("'zz-2002' needs a doi, a pmid or the authority's own url, so that it can be looked up", "nothing cites 'zz-2002'"),
    ),
    Mistake(
        SOURCES,
        "^seed-article:\n",
        "seed-article:\n  doi: https://doi.org/10.1/2 # HERE\n",
        ("a DOI begins with 10. (without https://doi.org/)",),
    ),
    Mistake(SOURCES, "^nih-ods:\n", "nih-ods:\n  pmid: PMC12345 # HERE\n", ("a PMID is a number",)),
    Mistake(SOURCES, "^iom-1997:\n", "iom-1997:\n  url: http://example.org # HERE\n", ("an address must begin with https://",)),
    # Limits
    Mistake(NAMES, "^  unit: .*", "  unit: grams # HERE", ("'unit' is 'grams'; it must be one of: mg, mcg",)),
    Mistake(NAMES, "^  held: .*", "  held: 1001 # HERE", ("'held' must be a whole number from 1 to 1000",)),
    Mistake(
        NAMES,
        r"^  daily: \{",
        "  daily: {Zz: plenty, # HERE\n    ",
        ("'Zz' must be a whole number from 1 to 99999",),
    ),
    Mistake(
        NAMES,
        r"^  daily: \{",
        "  daily: {Zz and Yy: 123, # HERE\n    ",
        ("the answer to 'dosage/maximum' does not name the limit 123",),
    ),
    Mistake(
        "supplements/zinc/supplement.yaml",
        "^limits:\n",
        "limits: # HERE\n  compound-from: 500\n",
        ("'held' is missing",),
    ),
    Mistake(
        "supplements/iron/supplement.yaml",
        "^limits:\n",
        "limits:\n  held: 72 # HERE\n",
        ("'held' is not known here; known: daily, unclear-from, unit",),
    ),
    # Pairs
    Mistake(
        PAIRS,
        "^tetracyclines:\n  level: keep-apart\n  hours: .*\n",
        "tetracyclines: # HERE\n  level: keep-apart\n",
        ("'tetracyclines': 'hours' stands with the level keep-apart, always and only",),
    ),
    Mistake(
        PAIRS,
        "^immunosuppressants:\n  level: .*",
        "immunosuppressants:\n  level: never # HERE",
        (f"'level' is 'never'; it must be one of: {', '.join(PairLevel)}",),
    ),
    # Wordings
    Mistake(TOPICS, "^      a:\n", "      a:\n        - # HERE\n", ("an item of 'a' is empty",)),
    Mistake(TOPICS, "^      b:\n", "      b:\n        - '?!' # HERE\n", ("'?!' holds no word",)),
    Mistake(
        TOPICS,
        "^      c:\n",
        "      c:\n        - zz is {it} fine # HERE\n",
        ("'zz is {it} fine': the placeholders here are {supplement}, and no other braces may stand here",),
    ),
    Mistake(
        "asked.yaml",
        "^one:\n  e:\n",
        "one:\n  e:\n    - zz {it} zz # HERE\n",
        ("'zz {it} zz': the placeholders here are {a}, {b}, {c}, {medicine}, and no other braces may stand here",),
    ),
    Mistake(
        "not-covered.yaml",
        "^questions:\n",
        f"questions:\n  z:\n    - {'zz ' * 200}z # HERE\n",
        ("an item of 'z' has 601 characters; at most 600 fit",),
    ),
    Mistake("bot.yaml", "^name: .*", f"name: {'n' * 65} # HERE", ("'name' has 65 characters; at most 64 fit",)),
    Mistake(
        "bot.yaml",
        "^texts:\n",
        "texts:\n  farewell: Bye # HERE\n",
        (f"'farewell' is not known here; known: {', '.join(sorted(TEXTS))}",),
    ),
]
