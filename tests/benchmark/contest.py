"""How often the bot and its peers are right on the same questions, having learnt the same phrasings."""

import importlib.util
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.engine import Engine
from bot.answering.reply import ReplyKind
from bot.content.model import Content
from bot.evaluation.golden import Kind, Question
from bot.language.normalise import normalise
from tests.benchmark.peers import PEERS, Peer
from tests.benchmark.timing import Timing, timed

log = logging.getLogger(__name__)

Matcher = Callable[[str], str | None]  # a question as it was typed -> the topic that answers it; None where it goes unanswered


@dataclass(frozen=True, slots=True)
class Result:
    """How one matcher did. Shares are 0 to 1, and None where no question was of that sort."""

    name: str
    right: float | None  # share of in-scope questions whose topic is one of those accepted
    wrong: float | None  # share of in-scope questions that got another topic; the rest were not answered
    false: float | None  # share of out-of-scope questions that got any topic
    time: Timing  # a question
    ready: float  # seconds to learn the phrasings; for the bot, to start from its cache


@dataclass(frozen=True, slots=True)
class Contest:
    """All results, and the peers that could not take part."""

    in_scope: int  # questions
    out_of_scope: int  # questions
    results: list[Result]
    missing: dict[str, str]  # name of a peer -> the module that is not installed


def _judge(name: str, answer: Matcher, questions: Sequence[Question], ready: float) -> Result:
    right, wrong, false, seconds = [], [], [], []
    for question in questions:
        topic, took = timed(answer, question.text)
        seconds.append(took)
        if question.kind is Kind.ABSTAIN:
            false.append(topic is not None)
        else:
            right.append(topic in question.accepted)
            wrong.append(topic is not None and topic not in question.accepted)
    return Result(name, _share(right), _share(wrong), _share(false), Timing.of(seconds), ready)


def _share(outcomes: Sequence[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None


def _phrasings(content: Content) -> tuple[list[str], list[str | None]]:
    """The normalised phrasings of all topics and the out-of-scope questions, with their labels."""
    rows = [(phrasing, topic.id) for topic in content.topics.values() for phrasing in topic.phrasings]
    texts = [normalise(phrasing.text.replace("{supplement}", content.default.name)) for phrasing, _ in rows]
    outside = [normalise(phrasing.text) for phrasing in content.out_of_scope]
    return texts + outside, [*(topic for _, topic in rows), *(None for _ in outside)]


def _peer(peer: type[Peer], content: Content, questions: Sequence[Question]) -> Result:
    texts, labels = _phrasings(content)
    learnt, ready = timed(peer, texts, labels)
    return _judge(peer.name, lambda question: learnt.best(normalise(question)), questions, ready)


def _bot(build: Callable[[], Engine], questions: Sequence[Question]) -> list[Result]:
    """The bot as it decides, and its best topic whatever it decides."""

    def decided(engine: Engine, question: str) -> str | None:
        reply = engine.ask(question)
        return reply.topics[0].ref.topic if reply.kind is ReplyKind.ANSWER and reply.topics else None

    engine, ready = timed(build)
    other, again = timed(build)  # an engine that has not seen the questions
    return [
        _judge("this bot, best topic", lambda text: other.understand(text).match.topics[0], questions, again),
        _judge("this bot, as it decides", lambda text: decided(engine, text), questions, ready),
    ]


def hold_contest(content: Content, build: Callable[[], Engine], questions: Sequence[Question]) -> Contest:
    """Let all peers that are installed, and the bot, answer all questions. `build` makes an engine of this content."""
    results, missing = [], {}
    for peer in PEERS:
        absent = [module for module in peer.needs if importlib.util.find_spec(module) is None]
        if absent:
            missing[peer.name] = absent[0]
            continue
        log.info("%s ...", peer.name)
        results.append(_peer(peer, content, questions))
    log.info("this bot ...")
    return Contest(
        in_scope=sum(question.kind is Kind.ANSWER for question in questions),
        out_of_scope=sum(question.kind is Kind.ABSTAIN for question in questions),
        results=[*results, *_bot(build, questions)],
        missing=missing,
    )
