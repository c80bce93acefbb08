"""The child process of the contest: one matcher learns, answers every question, and prints what it said and took as JSON.

Before it learns, only the content and numpy are there, which all of them share.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot.content import load
from bot.content.model import Content
from bot.evaluation.golden import MEANT
from bot.evaluation.memory import resident
from bot.language.normalise import normalise
from tests.benchmark.peers import PEERS
from tests.benchmark.timing import timed

BEST, DECIDES = "this bot, best topic", "this bot, as it decides"

Matcher = Callable[[str], str | None]  # a question as it was typed -> the topic that answers it; None where it goes unanswered


def _phrasings(content: Content) -> tuple[list[str], list[str | None]]:
    """The normalised phrasings of all topics and the out-of-scope questions, with their labels."""
    rows = [(phrasing, topic.id) for topic in content.topics.values() for phrasing in topic.phrasings]
    texts = [normalise(phrasing.text.replace("{supplement}", content.supplements[MEANT].name)) for phrasing, _ in rows]
    outside = [normalise(phrasing.text) for phrasing in content.out_of_scope]
    return texts + outside, [*(topic for _, topic in rows), *(None for _ in outside)]


def _peer(name: str, texts: list[str], labels: list[str | None]) -> Matcher:
    learnt = next(peer for peer in PEERS if peer.name == name)(texts, labels)
    return lambda question: learnt.best(normalise(question))


def _bot(name: str) -> Matcher:
    """The bot as it decides, or its best topic whatever it decides. Settings come from the environment, as for the bot."""
    from bot.answering.reply import ReplyKind  # here, because its modules count as a peer's libraries do
    from bot.opening import open_engine
    from bot.settings import Settings

    engine = open_engine(Settings.from_environment(os.environ))

    def decided(question: str) -> str | None:
        reply = engine.ask(question)
        return reply.topics[0].ref.topic if reply.kind is ReplyKind.ANSWER and reply.topics else None

    return decided if name == DECIDES else lambda question: engine.understand(question).match.topics[0]


def _held() -> float:
    memory = resident()
    assert memory  # the benchmark runs on Linux only
    return memory.now


def main(name: str, questions: Path) -> None:
    """`questions` is a JSON list of texts."""
    taught = _phrasings(load(Path(os.environ["BOT_CONTENT"])))
    texts = json.loads(questions.read_text(encoding="utf-8"))
    before = _held()
    matcher, ready = timed(_bot, name) if name in (BEST, DECIDES) else timed(_peer, name, *taught)
    answers = [timed(matcher, text) for text in texts]
    grown = _held() - before
    topics, seconds = [topic for topic, _ in answers], [took for _, took in answers]
    print(json.dumps({"topics": topics, "seconds": seconds, "ready": ready, "memory": grown}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
