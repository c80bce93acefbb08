"""What is asked: the golden questions, each in many wrappings, so that no question comes twice and no memory helps."""

import itertools
import json
import random
import time
from collections.abc import Iterator

from tests.benchmark.questions import single_questions

_BEFORE: tuple[str, ...] = (
    "",
    "Hi, ",
    "Hello! ",
    "Please, ",
    "Quick one: ",
    "My mum asks: ",
    "Sorry to bother you. ",
    "One more thing, ",
    "ok so ",
)
_BEFORE += ("I wonder: ", "Not sure where to ask. ", "Good morning, ", "hey ", "for a friend: ", "Question: ", "Just curious, ")
_AFTER = ("", " Thanks!", " thx", " Thank you.", " :)", " Please answer.", " Anybody know?", " Cheers", " I'm curious.", " ...")


def wordings(seed: int = 7) -> Iterator[str]:
    """Questions for ever, none twice: each golden one in 160 wrappings, then numbered ones."""
    golden = [question.text for question in single_questions()]
    wrappings = list(itertools.product(_BEFORE, _AFTER))
    chance = random.Random(seed)
    for lap in itertools.count():
        starts = [chance.randrange(len(wrappings)) for _ in golden]
        for turn in range(len(wrappings)):
            chance.shuffle(order := list(range(len(golden))))
            for number in order:
                before, after = wrappings[(starts[number] + turn) % len(wrappings)]
                yield f"{before}{golden[number]}{after}" + (f" ({lap + 1})" if lap else "")


def person(number: int) -> dict[str, object]:
    """A person, as Telegram describes one."""
    return {"id": 1_000_000 + number, "is_bot": False, "first_name": f"Asker{number}", "language_code": "en"}


def update(number: int, kind: str, content: dict[str, object]) -> bytes:
    """An update's JSON."""
    return json.dumps({"update_id": number, kind: content}).encode()


def private(number: int, who: int, text: str) -> tuple[bytes, str]:
    """A question in a private chat, and the chat's id."""
    sender = person(who)
    chat = {"id": sender["id"], "first_name": sender["first_name"], "type": "private"}
    message = {"message_id": number, "from": sender, "chat": chat, "date": int(time.time()), "text": text}
    return update(number, "message", message), str(chat["id"])
