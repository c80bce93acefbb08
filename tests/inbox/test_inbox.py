"""Questions are grouped, put beside their nearest topic, and exported."""

from datetime import UTC, datetime

import pytest
import yaml

from bot.answering.engine import Engine
from bot.inbox.export import PEOPLE, export, is_tester
from bot.inbox.grouping import groups
from bot.inbox.inbox import Asked, Group, as_data, as_text, decrypt, grouped
from bot.storage.records import Question
from bot.storage.secrets import Vault, new_keys

ANNA, BEN, CLEO, DORA = "a1", "a3", "a5", "a4"  # stand-ins; the questions of one of them become golden
ASKED = [
    (ANNA, "can I take it right before a scuba dive"),
    (BEN, "is it ok to scuba dive after taking it"),
    (CLEO, "scuba diving while on this, any problem?"),
    (ANNA, "which hour of the day do I swallow my capsule, call me on 07700 900123"),
    (CLEO, "what hour of the day should i swallow the capsule"),
    (DORA, "how do I get my money back {order 77}"),
]


def asked(*rows: tuple[str, str]) -> list[Asked]:
    """Questions of one day."""
    return [Asked(person, text, "2026-05-01") for person, text in rows]


@pytest.fixture(params=["engine", "letters_engine"])
def either(request: pytest.FixtureRequest) -> Engine:
    """An engine with the encoder, and one without."""
    found: Engine = request.getfixturevalue(request.param)
    return found


def test_like_goes_with_like(either: Engine) -> None:
    """Questions that say the same are one group, the largest group comes first, and every question is in one."""
    found = grouped(either, asked(*ASKED))
    sets = [{one.text for one in group.questions} for group in found]
    assert sets[0] == {text for _, text in ASKED[:3]}
    assert {text for _, text in ASKED[3:5]} in sets
    assert sum(len(one) for one in sets) == len(ASKED)
    assert found[0].people == 3


def test_the_nearest_topic(engine: Engine) -> None:
    """A group names the topic that it is nearest to, with its title, and whether it is the FAQ's business."""
    timing = next(group for group in grouped(engine, asked(*ASKED)) if "hour of the day" in group.questions[0].text)
    assert (timing.topic, timing.title) == ("dosage/timing", engine.content.topics["dosage/timing"].title)
    assert timing.is_ours and timing.chance_right > 0.5


def test_few_and_odd_questions(either: Engine) -> None:
    """None, one, empty and unreadable ones, and the same one many times."""
    assert groups(either, []) == []
    assert groups(either, [""]) == [[0]]
    assert sorted(row for rows in groups(either, ["", "xqzt", ""]) for row in rows) == [0, 1, 2]
    assert groups(either, ["is it safe"] * 5) == [[0, 1, 2, 3, 4]]


def test_decrypting() -> None:
    """What the keys open is read; what they do not open is counted."""
    (_, mine), (_, other) = new_keys(), new_keys()
    at = datetime(2026, 5, 1, 23, 59, tzinfo=UTC).timestamp()
    kept = [Question(key, "p", Vault(key).seal("hello"), "", at) for key in (mine, other)]
    assert decrypt(kept, Vault(mine)) == ([Asked("p", "hello", "2026-05-01")], 1)


def test_the_listing(letters_engine: Engine) -> None:
    """The listing for people has counts, topics and every question; the one for machines holds no stand-ins of people."""
    found = grouped(letters_engine, asked(*ASKED))
    text = as_text(found, 2)
    assert text.startswith("6 questions by 4 people.\n2 more questions can't be read")
    assert "3 questions by 3 people; " in text and all(one in text for _, one in ASKED)
    data = as_data(found, 2)
    assert data["questions"] == 6 and data["unreadable"] == 2 and data["groups"][0]["people"] == 3
    assert not any(f"'{person}'" in repr(data) for person in (ANNA, BEN, CLEO, DORA))
    assert as_text([], 0) == "The inbox is empty."


def test_the_export(engine: Engine) -> None:
    """Wordings stand under their topic and the letter of people, golden questions are others'; nothing points at anybody."""
    exported = export(engine, grouped(engine, asked(*ASKED)))
    documents = list(yaml.safe_load_all(exported))
    topics = next(document["topics"] for document in documents if "topics" in document)
    wordings = topics["timing"]["questions"][PEOPLE]
    golden = next(document["timing"] for document in documents if "timing" in document)
    for texts in (wordings, golden):
        assert len([text for text in texts if "hour of the day" in text]) == 1
    assert set(wordings).isdisjoint(golden)
    assert [is_tester(person) for person in (ANNA, BEN, CLEO, DORA)] == [False, False, True, False]
    assert "900123" not in exported and "..." in exported
    assert "{" not in exported
    assert "content/topics/dosage.yaml" in exported and "tests/questions/dosage.yaml" in exported
    assert "near no topic" in exported.lower()


def test_nothing_is_exported_twice(engine: Engine) -> None:
    """What is said twice, or stands in the content already, is left out; so is what holds nothing but a number."""
    known = engine.content.topics["dosage/timing"].phrasings[0].text.replace("{supplement}", "it")
    stored = next(p.text for p in engine.content.topics["dosage/timing"].phrasings if "{" not in p.text)
    rows = [
        Asked(ANNA, stored, ""),
        Asked(BEN, known + " zz", ""),
        Asked(CLEO, known.upper() + " ZZ!", ""),
        Asked(DORA, "+44 20 7946 0958", ""),
    ]
    group = Group(tuple(rows), "dosage/timing", "When", 0.9, 0.9, False)
    documents = list(yaml.safe_load_all(export(engine, [group])))
    assert [document for document in documents if document] == [{"topics": {"timing": {"questions": {PEOPLE: [known + " zz"]}}}}]


def test_emergencies_stand_apart(engine: Engine) -> None:
    """What reads like an emergency is never exported as a wording of a topic."""
    found = grouped(engine, asked((ANNA, "I swallowed the whole bottle and can't breathe")))
    assert found[0].is_danger
    documents = [document for document in yaml.safe_load_all(export(engine, found)) if document]
    assert documents == [{"examples": ["I swallowed the whole bottle and can't breathe"]}]
    assert "emergency" in as_text(found, 0)
