"""Made-up questions and replies."""

from bot.answering.reply import ReplyKind
from bot.evaluation.golden import Kind, Question
from bot.evaluation.scoring import Outcome


def question(
    kind: Kind = Kind.ANSWER,
    accept: tuple[str, ...] = ("dosage/timing",),
    also: tuple[str, ...] = (),
    text: str = "when?",
    context: tuple[str, ...] = (),
    group: str = "",
) -> Question:
    """A golden question; only one that the FAQ covers keeps its topics."""
    if kind in (Kind.ABSTAIN, Kind.URGENT, Kind.SMALLTALK):
        accept = also = ()
    return Question(text, kind, accept, also, context, group, "made-up.yaml", 1)


def outcome(
    wanted: Question,
    kind: ReplyKind,
    *topics: str,
    chance: float = 0.9,
    best: str = "about/what-is",
    situation: str = "",
    of: tuple[str, ...] = (),
    is_of_danger: bool = False,
) -> Outcome:
    """What came back; it was answered up to the chance. `of`: the supplements of the topics, in their order."""
    first = topics[0] if topics else best
    return Outcome(
        *(wanted, kind, topics, first, chance, chance, situation), is_close=False, supplements=of, is_of_danger=is_of_danger
    )
