"""What a supplement is taken for, as its editors ordered it."""

from bot.content.answers import Answer, Evidence
from bot.content.model import Supplement

USES = "benefits/"
NO_USES = frozenset(USES + topic for topic in ("overview", "onset", "signs-it-works", "other-illnesses"))
MOST_USES = 8  # that count as what it is mostly taken for
UNSTUDIED = frozenset({Evidence.NONE, Evidence.JUDGEMENT})


def main_uses(one: Supplement) -> list[Answer]:
    """The answers on what it is mostly taken for and was studied, in the order in which editors wrote them."""
    studied = [answer for topic, answer in one.answers.items() if _is_use(topic) and answer.evidence not in UNSTUDIED]
    return studied[:MOST_USES]


def _is_use(topic: str) -> bool:
    return topic.startswith(USES) and topic not in NO_USES
