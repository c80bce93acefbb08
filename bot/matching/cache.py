"""Keeps what is costly to compute in a folder: embeddings a wording, and the last fitted classifier.

A cache that is missing, damaged or of another version is computed again; one that can't be written costs time and a warning.
"""

import contextlib
import dataclasses
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from io import BufferedIOBase
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from bot.matching.calibration import Logistic
from bot.matching.classifier import Classifier
from bot.matching.encoder import DIMENSIONS, Encoder
from bot.matching.meaning import Matrix, Meanings
from bot.matching.points import PointFit
from bot.matching.text_features import TextFeatures

_MEANINGS = tuple(field.name for field in dataclasses.fields(Meanings))  # and their names in the file

# Each file begins with the digest of the rest: zip and npy have places that no reader looks at, and a changed byte there says
# that others may be wrong too.
_DIGEST_SIZE = hashlib.sha256().digest_size

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # done, of how many


def code_version() -> str:
    """A hash of the code that a fitted classifier depends on."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for part in ("language/*.py", "matching/*.py", "matching/data/*", "safety/*.py", "answering/assembly.py"):
        for path in sorted(package.glob(part)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _joined(lines: Iterable[str]) -> NDArray[np.uint8]:
    """Lines as bytes: numpy's own texts take four a letter."""
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _lines(joined: NDArray[np.uint8]) -> list[str]:
    return joined.tobytes().decode().split("\n")


def _digest(file: BufferedIOBase) -> bytes:
    """The digest of all that stands behind the place of the digest itself."""
    file.seek(_DIGEST_SIZE)
    return hashlib.file_digest(file, hashlib.sha256).digest()


class Cache:
    """A folder for computed files. `folder` None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def can_keep(self) -> bool:
        """Whether what is computed can be kept."""
        if self._folder is None:
            return False
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        return os.access(self._folder, os.W_OK)

    def _write(self, name: str, arrays: dict[str, NDArray[Any]]) -> None:
        """Write a file whole or not at all."""
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder) as part, (Path(part) / name).open("wb+") as file:
                file.write(bytes(_DIGEST_SIZE))
                np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes no dict of any arrays
                digest = _digest(file)
                file.seek(0)
                file.write(digest)
                file.flush()
                os.replace(file.name, self._folder / name)
        except OSError as error:
            log.warning(
                "the cache in %s can't be written, so the next start is slow again: %s",
                self._folder,
                error,
            )

    def _read(self, name: str) -> dict[str, NDArray[Any]]:
        """All arrays of a file; none where there is no such file or it can't be read."""
        path = self._folder / name if self._folder else None
        if path is None or not path.exists():
            return {}
        try:
            with path.open("rb") as file:
                if file.read(_DIGEST_SIZE) != _digest(file):
                    raise ValueError("a byte is not what was written")
                file.seek(_DIGEST_SIZE)
                with np.load(file, allow_pickle=False) as stored:
                    return {key: stored[key] for key in stored.files}
        except Exception:  # a damaged file can make the readers of zip and npy raise almost anything
            log.warning("the cache file %s is damaged and is computed again", path)
            return {}

    def embeddings(self, texts: Sequence[str], encoder: Encoder, progress: Progress | None = None) -> Matrix:
        """The embeddings of texts, a row each; only those that the cache lacks are computed, and then kept."""
        stored = self._read("embeddings.npz")
        known: dict[str, NDArray[np.float32]] = {}
        if stored and str(stored["encoder"]) == encoder.id:
            known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        new = list(missing)
        for count, (place, vector) in enumerate(encoder.encode_all(list(missing.values())), 1):
            known[new[place]] = vector
            if progress:
                progress(count, len(missing))
        matrix: Matrix = np.array([known[key] for key in keys], dtype=np.float32).reshape(len(keys), DIMENSIONS)
        if missing or len(known) != len(set(keys)):
            self._write(
                "embeddings.npz",
                {
                    "encoder": np.array(encoder.id),
                    "keys": np.array(keys),
                    "vectors": matrix,
                },
            )
        return matrix

    def load_fit(self, name: str, key: str) -> tuple[Classifier, dict[str, Any]] | None:
        """The classifier of a name, and the plain values that were stored with it under this key, if they still are."""
        stored = self._read(f"{name}.npz")
        if not stored or str(stored["key"]) != key:
            return None
        classifier = Classifier(
            labels=tuple(stored["labels"].tolist()),
            features=TextFeatures(marisa_trie.Trie().frombytes(stored["terms"].tobytes()), stored["idf"]),
            weights=stored["weights"],
            texts=tuple(_lines(stored["texts"])),
            meanings=Meanings(*(stored[name] for name in _MEANINGS)) if stored.keys() >= set(_MEANINGS) else None,
        )
        return classifier, json.loads(stored["values"].tobytes())

    def load_points(self, key: str) -> PointFit | None:
        """What was learnt of the points, if it was stored under this key."""
        stored = self._read("points.npz")
        if not stored or str(stored["key"]) != key:
            return None
        return PointFit(
            features=TextFeatures(marisa_trie.Trie().frombytes(stored["vocabulary"].tobytes()), stored["idf"]),
            starts=stored["starts"],
            terms=stored["terms"],
            amounts=stored["amounts"],
            ages=stored["ages"],
            directions=stored.get("directions"),
            meanings=stored.get("meanings"),
            weights=stored["weights"],
            chance=Logistic(tuple(stored["chance"].tolist())),
        )

    def store_points(self, key: str, points: PointFit) -> None:
        """Keep what was learnt of the points under a key; what was kept before is dropped."""
        arrays = {
            "key": np.array(key),
            "vocabulary": np.frombuffer(points.features.vocabulary.tobytes(), dtype=np.uint8),
            "idf": points.features.idf,
            "starts": points.starts,
            "terms": points.terms,
            "amounts": points.amounts,
            "ages": points.ages,
            "weights": points.weights,
            "chance": np.array(points.chance.weights),
        }
        if points.meanings is not None and points.directions is not None:
            arrays |= {"directions": points.directions, "meanings": points.meanings}
        self._write("points.npz", arrays)

    def store_fit(self, name: str, key: str, classifier: Classifier, values: dict[str, Any]) -> None:
        """Keep a classifier and plain values (anything that JSON holds) under a key; the one of that name before is dropped."""
        arrays = {
            "key": np.array(key),
            "labels": np.array(classifier.labels),
            "terms": np.frombuffer(classifier.features.vocabulary.tobytes(), dtype=np.uint8),
            "idf": classifier.features.idf,
            "weights": classifier.weights,
            "texts": _joined(classifier.texts),
            "values": np.frombuffer(json.dumps(values).encode(), dtype=np.uint8),  # as text it would take four times as much
        }
        if classifier.meanings is not None:
            arrays |= {name: getattr(classifier.meanings, name) for name in _MEANINGS}
        self._write(f"{name}.npz", arrays)
