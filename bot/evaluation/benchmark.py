"""The bot's own matcher on any labelled set: learnt from one part of it, asked with the other.

Texts are read as the bot reads questions: normalised, and misspelt words repaired by the words of the texts that are learnt. What
belongs to the bot's own content is left out: names of supplements and medicines, lay words, danger, small talk, other languages,
several questions in one message and follow-ups. A label stands where the bot has a topic.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.engine import Tolerance
from bot.content.model import Content
from bot.evaluation.labelled import Labelled, check_labels
from bot.evaluation.labelled_matcher import LabelledMatcher, column
from bot.evaluation.memory import resident
from bot.matching.cache import Cache, Progress
from bot.matching.classifier import Classifier
from bot.matching.encoder import Encoder


@dataclass(frozen=True, slots=True)
class Measured:
    """How the matcher did. Shares are 0 to 1, and None where there was nothing to take them of."""

    texts: int  # learnt
    texts_out_of_scope: int  # of these
    labels: int
    questions: int  # asked
    questions_out_of_scope: int  # of these
    encoder: bool  # whether meanings were compared too, or words alone
    accuracy: float | None  # in scope: the best label is right, whether it would be answered or not
    answered: float | None  # in scope: the chance of being right is high enough to answer
    right_when_answered: float | None  # of the answered in scope
    wrong: float | None  # in scope: answered with another label
    false: float | None  # out of scope: answered all the same
    tolerance: Tolerance  # what `wrong` and `false` were calibrated to, on held-out texts
    auroc: float | None  # area under the curve between questions in and out of scope
    ms_median: float  # a question, text in to decision out
    ms_p95: float
    encode_seconds: float  # for the texts to learn; those that the cache holds cost nothing
    learn_seconds: float  # for all else: reading, fitting, calibrating
    size_mb: float  # of what was learnt (10^6 bytes)
    most_mb: float | None  # that the process ever held; None where the system does not tell


def _size(learnt: Classifier) -> float:
    """MB of arrays and texts that a question may need."""
    arrays = learnt.features.idf.nbytes + learnt.weights.nbytes
    known = learnt.meanings
    meanings = known.directions.nbytes + known.wordings.nbytes + known.votes.nbytes + known.danger_votes.nbytes if known else 0
    strings = sum(map(len, learnt.texts)) + len(learnt.features.vocabulary.tobytes())
    return (arrays + meanings + strings) / 1e6


def _share(outcomes: NDArray[np.bool_]) -> float | None:
    return float(outcomes.mean()) if len(outcomes) else None


def _auroc(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> float | None:
    """The share of pairs of one of each in which the inside one is higher; half a pair where they are equal."""
    if not len(inside) or not len(outside):
        return None
    from scipy.stats import rankdata  # not loaded by the other tools

    ranks = rankdata(np.concatenate([inside, outside]))[: len(inside)]
    return float((ranks.sum() - len(inside) * (len(inside) + 1) / 2) / (len(inside) * len(outside)))


def measure(
    learn: Sequence[Labelled],
    ask: Sequence[Labelled],
    content: Content,
    encoder: Encoder | None,
    cache: Cache,
    tolerance: Tolerance,
    progress: Progress | None = None,
) -> Measured:
    """Learn from the one part and ask the other. Raises LabelledError where the two do not fit together.

    `cache` keeps the embeddings of the texts to learn; `progress` hears how many of them have been encoded.
    """
    check_labels(learn, ask)
    matcher = LabelledMatcher(learn, content, encoder, cache, progress)
    answer_from = matcher.calibration.answer_from(tolerance.wrong, tolerance.false)
    found, seconds = [], []
    for row in ask:
        began = time.perf_counter()
        found.append(matcher.match(row.text))
        seconds.append(time.perf_counter() - began)
    ours = np.array([row.label is not None for row in ask])
    right = np.array([one.label == column(row) for one, row in zip(found, ask, strict=True)])
    answered = np.array([one.certainty >= answer_from for one in found])
    likeness = np.array([one.chance_in_scope if matcher.knows_outside else one.chance_right for one in found])
    memory = resident()
    return Measured(
        texts=len(learn),
        texts_out_of_scope=sum(row.label is None for row in learn),
        labels=len({row.label for row in learn} - {None}),
        questions=len(ask),
        questions_out_of_scope=int((~ours).sum()),
        encoder=encoder is not None,
        accuracy=_share(right[ours]),
        answered=_share(answered[ours]),
        right_when_answered=_share(right[ours & answered]),
        wrong=_share((answered & ~right)[ours]),
        false=_share(answered[~ours]),
        tolerance=tolerance,
        auroc=_auroc(likeness[ours], likeness[~ours]),
        ms_median=float(np.median(seconds)) * 1000,
        ms_p95=float(np.percentile(seconds, 95)) * 1000,
        encode_seconds=matcher.encode_seconds,
        learn_seconds=matcher.learn_seconds,
        size_mb=_size(matcher.classifier),
        most_mb=memory.most if memory else None,
    )


def as_text(found: Measured) -> str:
    """The figures as people read them."""

    def share(value: float | None) -> str:
        return "-" if value is None else f"{value:.1%}"

    views = "words and meanings" if found.encoder else "words alone, without the encoder"
    inside, outside = found.questions - found.questions_out_of_scope, found.questions_out_of_scope
    lines = (
        ("learnt", f"{found.texts:,} texts, {found.labels:,} labels; {found.texts_out_of_scope:,} of the texts out of scope"),
        ("asked", f"{found.questions:,} questions, {outside:,} of them out of scope"),
        ("compared by", views),
        ("", ""),
        ("best label right", f"{share(found.accuracy)} of the {inside:,} in scope"),
        ("answered", f"{share(found.answered)} of these; {share(found.right_when_answered)} of the answers are right"),
        ("answered wrongly", f"{share(found.wrong)} of these; tolerated: {share(found.tolerance.wrong)}"),
        (
            "answered all the same",
            f"{share(found.false)} of the {outside:,} out of scope; tolerated: {share(found.tolerance.false)}",
        ),
        ("in or out of scope", "-" if found.auroc is None else f"area under the curve {found.auroc:.3f}"),
        ("", ""),
        ("a question takes", f"{found.ms_median:.2f} ms, 95 of 100 at most {found.ms_p95:.2f} ms"),
        ("learning took", f"{found.learn_seconds:.1f} s, and {found.encode_seconds:.1f} s for embeddings that the cache lacked"),
        ("memory", f"{found.size_mb:.0f} MB learnt" + (f"; at most {found.most_mb:,.0f} MB in all" if found.most_mb else "")),
    )
    return "\n".join(f"{name:<24}{value}".rstrip() for name, value in lines)
