"""How often the bot and its peers are right on the same questions, having learnt the same phrasings. Each has its own process."""

import importlib.util
import json
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.golden import Kind, Question
from tests.benchmark.contestant import BEST, DECIDES
from tests.benchmark.peers import PEERS
from tests.benchmark.processes import Bot
from tests.benchmark.timing import Timing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """How one matcher did. Shares are 0 to 1, and None where no question was of that sort."""

    name: str
    right: float | None  # share of in-scope questions whose topic is one of those accepted
    wrong: float | None  # share of in-scope questions that got another topic; the rest were not answered
    false: float | None  # share of out-of-scope questions that got any topic
    time: Timing  # a question
    ready: float  # seconds to learn the phrasings; for the bot, to start from its cache
    memory: float  # MB by which the process grew from before it learnt to after the last answer, with the libraries that it loads


@dataclass(frozen=True, slots=True)
class Contest:
    """All results, and the peers that could not take part."""

    in_scope: int  # questions
    out_of_scope: int  # questions
    results: list[Result]
    missing: dict[str, str]  # name of a peer -> the module that is not installed


def _judge(name: str, bot: Bot, questions: Sequence[Question], texts: Path) -> Result:
    """Let one matcher answer, and compare; `texts` is the file of the questions' texts."""
    log.info("%s ...", name)
    said = json.loads(bot.run("tests.benchmark.contestant", name, str(texts)).output)
    right, wrong, false = [], [], []
    for question, topic in zip(questions, said["topics"], strict=True):
        if question.kind is Kind.ABSTAIN:
            false.append(topic is not None)
        else:
            right.append(topic in question.accepted)
            wrong.append(topic is not None and topic not in question.accepted)
    return Result(
        name, _share(right), _share(wrong), _share(false), Timing.of(said["seconds"]), said["ready"], memory=said["memory"]
    )


def _share(outcomes: Sequence[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None


def hold_contest(bot: Bot, questions: Sequence[Question]) -> Contest:
    """Let all peers that are installed, and the bot, whose cache is full, answer all questions."""
    missing = {}
    names = []
    for peer in PEERS:
        absent = [module for module in peer.needs if importlib.util.find_spec(module) is None]
        if absent:
            missing[peer.name] = absent[0]
        else:
            names.append(peer.name)
    with tempfile.TemporaryDirectory() as folder, bot.all_cached():
        texts = Path(folder, "questions.json")
        texts.write_text(json.dumps([question.text for question in questions]), encoding="utf-8")
        results = [_judge(name, bot, questions, texts) for name in (*names, BEST, DECIDES)]
    return Contest(
        in_scope=sum(question.kind is Kind.ANSWER for question in questions),
        out_of_scope=sum(question.kind is Kind.ABSTAIN for question in questions),
        results=results,
        missing=missing,
    )
