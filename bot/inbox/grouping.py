"""Questions that say the same thing belong together: the matcher's two views of a text, and average linkage."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.engine import Engine
from bot.matching.meaning import near_in_meaning
from bot.matching.text_features import TextFeatures, similarities

# How like each other, 0 to 1, questions of one group are at least, on average. Tried on the content's own wordings, 300 at a
# time, a sixth of them out of scope. With the encoder, pairs in one group were of one topic in .48 of the cases at 0.2, .59 at
# 0.25, .65 at 0.3 and .73 at 0.35; by words alone .46, .54, .54 and .58. The higher, the fewer got together (.15, .10, .06 and
# .04 of a topic's pairs). Wordings of one topic ask many different things, so neither figure can come near 1.
ALIKE = 0.25


def groups(engine: Engine, texts: Sequence[str]) -> list[list[int]]:
    """Read texts (`Reading.text`) in groups, as row numbers: largest group first, and in each the most typical text first."""
    if not texts:
        return []
    alike = _similarities(engine, texts)
    found: dict[int, list[int]] = {}
    for row, number in enumerate(_clusters(alike)):
        found.setdefault(number, []).append(row)
    ordered = [sorted(rows, key=lambda row, rows=rows: (-float(alike[row, rows].sum()), row)) for rows in found.values()]  # type: ignore[misc]
    return sorted(ordered, key=lambda rows: (-len(rows), min(rows)))


def _similarities(engine: Engine, texts: Sequence[str]) -> NDArray[np.float32]:
    """How like each other texts are, 0 to 1."""
    learnt = engine.matcher.classifier
    # Together with the content's wordings, so that words weigh what they weigh for the matcher, and new words count too.
    vectors = TextFeatures.learn([*learnt.texts, *texts, *texts]).matrix(texts)
    words = similarities(vectors, vectors)
    encoder = engine.matcher.encoder
    if encoder is None:
        return words
    embeddings = np.stack([encoder.encode(text) for text in texts])
    both: NDArray[np.float32] = (words + near_in_meaning(embeddings @ embeddings.T)) / np.float32(2)
    return both


def _clusters(alike: NDArray[np.float32]) -> NDArray[np.int32]:
    """The number of each row's group."""
    from scipy.cluster.hierarchy import fcluster, linkage  # only the inbox needs it
    from scipy.spatial.distance import squareform

    if len(alike) == 1:
        return np.ones(1, dtype=np.int32)
    distances = np.clip(1 - (alike + alike.T) / 2, 0, None)
    np.fill_diagonal(distances, 0)
    numbers: NDArray[np.int32] = fcluster(linkage(squareform(distances, checks=False), "average"), 1 - ALIKE, "distance")
    return numbers
