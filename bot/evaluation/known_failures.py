"""Golden questions that are known not to come out well, kept as data: tests/questions/known-failures.yaml.

A list of {q, why}, with `context` where the question leans on what was asked before.
"""

from collections.abc import Iterable
from pathlib import Path

import yaml

from bot.content.yaml_reader import Reader, Section
from bot.evaluation.golden import KNOWN_FAILURES, LONGEST, QuestionsError, yaml_items
from bot.evaluation.scoring import Outcome

HEAD = """\
# Golden questions that do not come out well yet. The tests fail where another one joins them, and where one of these comes
# out well.
# Written by: python -m bot evaluate --write-known-failures
"""


def read_known_failures(folder: Path) -> dict[tuple[str, ...], str]:
    """What is wrong with each known failure, by the question's key. Raises QuestionsError with every problem."""
    path, reader = folder / f"{KNOWN_FAILURES}.yaml", Reader(folder)
    found: dict[tuple[str, ...], str] = {}
    for _, node in yaml_items(reader, path, grouped=False):
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            reader.problem(path, line, "expected {q: a question, why: what is wrong}")
            continue
        section = Section(reader, path, line, node)
        earlier = [text for text, _ in section.texts("context", LONGEST, required=False)]
        key = (*earlier, section.text("q", LONGEST))
        if key in found:
            reader.problem(path, line, f"{key[-1]!r} stands twice")
        found[key] = section.text("why", LONGEST)
        section.finish()
    if reader.problems:
        raise QuestionsError(reader.problems)
    return found


def write_known_failures(folder: Path, outcomes: Iterable[Outcome]) -> int:
    """Write every failure among the outcomes into the folder's list, in place of what was there; how many there are."""
    rows: dict[tuple[str, ...], dict[str, str | list[str]]] = {}
    for one in outcomes:
        if one.failure:
            *earlier, text = one.question.key
            rows[one.question.key] = {"q": text, **({"context": earlier} if earlier else {}), "why": one.failure}
    listed = yaml.safe_dump(list(rows.values()), allow_unicode=True, sort_keys=False, width=130)
    (folder / f"{KNOWN_FAILURES}.yaml").write_text(f"{HEAD}{listed}", encoding="utf-8")
    return len(rows)
