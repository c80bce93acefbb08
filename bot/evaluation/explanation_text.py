"""An explanation as plain text."""

from collections.abc import Iterable

from bot.evaluation.explanation import Explanation, Part, Score
from bot.evaluation.report import shortened, table

NOBODY = "none"


def as_text(one: Explanation) -> str:
    """The explanation for a terminal."""
    sections = [
        _section("WHAT WAS READ", _read(one)),
        _section("WHO IS IT ABOUT, AND WHAT IS ASKED?", _asked(one)),
        _section("DANGER", _danger(one)),
        _section("IS IT OURS, AND WHICH TOPIC?", _chances(one)),
        "THE TOPICS' SCORES (about -1 to 1)\n" + table(("topic", "score"), map(_score, (*one.topics, *one.beyond))),
        "THE NEAREST WORDINGS (likeness of words 0 to 1, of meaning -1 to 1)\n" + _nearest(one),
    ]
    if one.parts:
        head = "PIECES THAT MAY BE QUESTIONS OF THEIR OWN\n"
        sections.append(head + table(("piece", "topic", "chance", "counts"), map(_part, one.parts)))
    replied = f" ({', '.join(one.replied)})" if one.replied else ""
    sections.append(f"DECISION: {one.reply}{replied}\n  {one.because}")
    return "\n\n".join(sections)


def _section(head: str, rows: Iterable[tuple[str, str]]) -> str:
    listed = list(rows)
    width = max(len(name) for name, _ in listed)
    return "\n".join([head, *(f"  {name.ljust(width)}  {value}" for name, value in listed)])


def _read(one: Explanation) -> list[tuple[str, str]]:
    rows = [("question", one.question)]
    if one.context:
        rows.append(("asked before", " / ".join(one.context)))
    names = [f"{name.name} ({name.role}): {name.what}, read as {name.read_as!r}" for name in one.names]
    return [
        *rows,
        ("read together with", f"the topic before, {one.in_light_of}" if one.in_light_of else "nothing; it stands alone"),
        ("normalised", one.normalised),
        ("spelling repaired", ", ".join(f"{typed} -> {read}" for typed, read in one.repaired) or NOBODY),
        ("names found", "; ".join(names) or NOBODY),
        ("medicines as a group", ", ".join(one.groups) or NOBODY),
        ("unknown words", ", ".join(one.unknown) or NOBODY),
        ("other language", one.language or NOBODY),
        ("text matched", f"{one.matched} (without what is only told)" if one.left_out else one.matched),
    ]


def _asked(one: Explanation) -> list[tuple[str, str]]:
    scores = ", ".join(f"{score.label} {score.score:.2f}" for score in one.asked_scores)
    return [
        ("supplement", one.subject or "nobody can tell"),
        ("asked", f"{one.asked} ({scores})"),
        ("rows of pairs", ", ".join(one.rows) or NOBODY),
    ]


def _danger(one: Explanation) -> list[tuple[str, str]]:
    seen = one.danger
    limits = f"urgent from {seen.urgent_from:.2f}; from {seen.mention_from:.2f} the reply says when to call for help"
    return [
        ("chance", f"{seen.chance:.2f} ({limits})"),
        ("signs of", ", ".join(seen.signs) or NOBODY),
        ("likeliest", seen.situation),
    ]


def _chances(one: Explanation) -> list[tuple[str, str]]:
    return [
        ("chance that the FAQ covers it", f"{one.chance_in_scope:.2f} (choices from {one.choices_from:.2f})"),
        ("chance that the best topic is right", f"{one.chance_right:.2f}"),
        ("certainty, from both", f"{one.certainty:.2f} (answers from {one.answers_from:.2f})"),
        ("likeliest point", f"{one.point or NOBODY} ({one.chance_of_point:.2f}; told from {one.point_from:.2f})"),
    ]


def _score(one: Score) -> list[str]:
    return [f"{one.label} ({one.title})" if one.title else one.label, f"{one.score:.2f}"]


def _nearest(one: Explanation) -> str:
    rows = [
        [
            shortened(near.text),
            near.belongs_to,
            near.writer,
            f"{near.words:.2f}",
            NOBODY if near.meaning is None else f"{near.meaning:.2f}",
        ]
        for near in one.nearest
    ]
    return table(("wording", "belongs to", "writer", "words", "meaning"), rows)


def _part(one: Part) -> list[str]:
    return [shortened(one.text), one.topic, f"{one.chance:.2f}", "yes" if one.is_question else "no"]
