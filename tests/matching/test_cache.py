"""What is costly is computed once, and again where the cache can't be trusted."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.assembly import build_engine
from bot.answering.engine import Engine
from bot.content.model import Content, TopicRef
from bot.content.phrasing import Phrasing
from bot.evaluation.golden import MEANT
from bot.matching.cache import Cache
from bot.matching.encoder import DIMENSIONS, Vector

FILES = ["embeddings.npz", "classifier.npz", "asked.npz"]
QUESTIONS = ["when should I take it", "what is Magtein", "zinc?", "my chest hurts and I can't breathe"]


class CountingEncoder:
    """Makes up a vector for each text, always the same one for one id, and counts how often it was asked."""

    def __init__(self, name: str = "made-up:1") -> None:
        self.id = name
        self.passes = 0

    def encode(self, text: str) -> Vector:
        """A direction that depends on the text and on the id."""
        self.passes += 1
        seed = int.from_bytes(hashlib.sha256(f"{self.id} {text}".encode()).digest()[:8])
        vector = np.random.default_rng(seed).normal(size=DIMENSIONS)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def encode_all(self, texts: Sequence[str]) -> Iterator[tuple[int, Vector]]:
        """Each text on its own."""
        return enumerate(map(self.encode, texts))


@pytest.fixture(scope="module")
def small(content: Content) -> Content:
    """A few topics and situations of the shipped content, so that learning takes no time."""
    chosen = [content.topics[id_] for id_ in ("about/what-is", "dosage/timing", "safety/kidney")]
    topics = {topic.id: replace(topic, phrasings=topic.phrasings[:20]) for topic in chosen}
    magnesium = content.supplements[MEANT]
    answers = {id_: answer for id_, answer in magnesium.answers.items() if id_ in topics}
    points = tuple(point for point in magnesium.points if point.answer.topic in topics)
    return replace(
        content,
        topics=topics,
        supplements={MEANT: replace(magnesium, answers=answers, points=points, form_of="")},
        cards=(),
        asked={kind: phrasings[:5] for kind, phrasings in content.asked.items()},
        popular=(),
        out_of_scope=content.out_of_scope[:20],
        red_flags=tuple(replace(flag, examples=flag.examples[:15]) for flag in content.red_flags[:2]),
        look_alikes=content.look_alikes[:10],
        small_talk=tuple(replace(talk, phrasings=talk.phrasings[:5]) for talk in content.small_talk[:1]),
    )


def scores(engine: Engine) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """What an engine makes of a few questions."""
    return np.array([engine.understand(question).match.scores for question in QUESTIONS])


def build(content: Content, folder: Path | None, encoder: CountingEncoder | None = None) -> tuple[Engine, int]:
    """An engine, and how many texts were encoded to make it."""
    encoder = encoder or CountingEncoder()
    before = encoder.passes
    return build_engine(content, encoder, Cache(folder)), encoder.passes - before


def test_second_build_encodes_nothing(small: Content, tmp_path: Path) -> None:
    """The second start finds everything in the cache, and the engine is the same."""
    first, passes = build(small, tmp_path)
    second, again = build(small, tmp_path)
    assert passes > 100
    assert again == 0
    np.testing.assert_array_equal(scores(second), scores(first))
    assert second.answer_from == pytest.approx(first.answer_from, abs=1e-5)


def test_changed_wording_costs_one_pass(small: Content, tmp_path: Path) -> None:
    """One new wording is encoded alone, and taken into account."""
    build(small, tmp_path)
    topic = small.topics["dosage/timing"]
    changed = replace(topic, phrasings=(*topic.phrasings[1:], Phrasing("zebra stripes at dawn", "a")))
    engine, passes = build(replace(small, topics={**small.topics, topic.id: changed}), tmp_path)
    assert passes == 1
    assert engine.understand("zebra stripes at dawn").match.topics[0] == topic.id


def test_changed_answer_costs_nothing(small: Content, tmp_path: Path) -> None:
    """What is answered has no part in the matching, so an edited answer is there at once."""
    build(small, tmp_path)
    supplement = small.supplements[MEANT]
    answer = replace(supplement.answers["dosage/timing"], short="Whenever the cows come home.")
    edited = replace(supplement, answers={**supplement.answers, "dosage/timing": answer})
    engine, passes = build(replace(small, supplements={supplement.id: edited}), tmp_path)
    assert passes == 0
    assert "cows" in engine.ask(TopicRef(supplement.id, "dosage/timing")).text


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"not a cache at all",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data.replace(b"PK\x01\x02", b"PK\x01\x03"),
    ],
    ids=["empty", "other text", "half", "one byte short", "no list of contents"],
)
def test_damaged_file_is_made_again(
    small: Content, tmp_path: Path, caplog: pytest.LogCaptureFixture, file: str, damage: Callable[[bytes], bytes]
) -> None:
    """A damaged file is told in the log and made again, with the same engine as its result."""
    first, _ = build(small, tmp_path)
    for name in FILES[FILES.index(file) :]:  # with the classifier at hand nobody would look at the embeddings
        (tmp_path / name).write_bytes(damage((tmp_path / name).read_bytes()))
    caplog.clear()
    second, _ = build(small, tmp_path)
    assert f"{file} is damaged" in caplog.text
    np.testing.assert_allclose(scores(second), scores(first), atol=1e-6)
    assert build(small, tmp_path)[1] == 0


@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_any_wrong_byte_is_noticed(tmp_path_factory: pytest.TempPathFactory, place: float, change: int) -> None:
    """A file of which one byte, wherever it stands, is not what was written counts as damaged."""
    folder = tmp_path_factory.mktemp("cache")
    encoder = CountingEncoder()
    Cache(folder).embeddings(["one", "two"], encoder)
    data = bytearray((folder / "embeddings.npz").read_bytes())
    data[int(place * len(data))] ^= change
    (folder / "embeddings.npz").write_bytes(data)
    Cache(folder).embeddings(["one", "two"], encoder)
    assert encoder.passes == 4


def test_unwritable_folder(small: Content, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where nothing can be kept the engine works all the same, and the log says why the next start is slow."""
    (tmp_path / "file").write_text("in the way")
    engine, passes = build(small, tmp_path / "file" / "cache")
    assert passes > 100
    assert engine.ask("when should I take it").text
    assert "can't be written" in caplog.text
    assert build(small, tmp_path / "file" / "cache")[1] == passes


def test_other_encoder(small: Content, tmp_path: Path) -> None:
    """Embeddings of another encoder are never used, nor is a classifier that was fitted on them."""
    _, passes = build(small, tmp_path, CountingEncoder("made-up:1"))
    second, again = build(small, tmp_path, CountingEncoder("made-up:2"))
    fresh, _ = build(small, None, CountingEncoder("made-up:2"))
    assert again == passes
    np.testing.assert_array_equal(scores(second), scores(fresh))


def test_no_folder(small: Content) -> None:
    """Without a folder everything is computed each time."""
    assert build(small, None)[1] == build(small, None)[1] > 100


def test_progress(small: Content, tmp_path: Path) -> None:
    """A cold start tells how many wordings are done, of how many; a warm one has nothing to tell."""
    told: list[tuple[int, int]] = []
    encoder = CountingEncoder()
    build_engine(small, encoder, Cache(tmp_path), progress=lambda done, total: told.append((done, total)))
    assert told == [(done, encoder.passes) for done in range(1, encoder.passes + 1)]
    build_engine(small, encoder, Cache(tmp_path), progress=lambda done, total: told.append((done, total)))
    assert len(told) == encoder.passes


def test_embeddings_of_no_texts(tmp_path: Path) -> None:
    """No texts give a table without rows."""
    assert Cache(tmp_path).embeddings([], CountingEncoder()).shape == (0, DIMENSIONS)
