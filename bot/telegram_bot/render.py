"""A Reply as Telegram shows it: HTML and a keyboard, within Telegram's limits."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeAlias

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.reply import Block, BlockKind, Choice, Reply

Rows: TypeAlias = Sequence[Sequence[InlineKeyboardButton]]

TOPIC, PAGE = "t:", "p:"  # what callback data starts with: a topic to answer, a page to show

MESSAGE_LIMIT = 4096  # UTF-16 units of a message, once its markup is parsed
DATA_LIMIT = 64  # bytes of callback data
KEYBOARD_LIMIT = 100  # buttons under one message
SHORT_LABEL = 18  # characters of a label that still reads well on half the width of a phone

_THIN_LINE = "──────────"
_TAGS = {BlockKind.TITLE: "b", BlockKind.DISCLAIMER: "i"}


def html(reply: Reply) -> str:
    """The reply in Telegram's HTML, shortened as far as the limit asks."""
    return _laid_out(reply.shortened(_fits), _marked_up)


def keyboard(reply: Reply, below: Rows = ()) -> InlineKeyboardMarkup | None:
    """The reply's choices as buttons, two short ones side by side, and the rows below them; None where there are none."""
    rows: list[Sequence[InlineKeyboardButton]] = []
    for choice in reply.choices[: KEYBOARD_LIMIT - sum(map(len, below))]:
        data = _data(choice)
        if not choice.label.strip() or len(data.encode()) > DATA_LIMIT:
            continue  # Telegram would refuse the whole message for it
        button = InlineKeyboardButton(choice.label, callback_data=data)
        beside = rows and len(rows[-1]) == 1 and max(len(rows[-1][0].text), len(choice.label)) <= SHORT_LABEL
        if beside:
            rows[-1] = [*rows[-1], button]
        else:
            rows.append([button])
    rows += below
    return InlineKeyboardMarkup(rows) if rows else None


def _data(choice: Choice) -> str:
    return f"{TOPIC}{choice.topic.code}" if choice.topic else f"{PAGE}{choice.page}"


def _fits(reply: Reply) -> bool:
    parsed = _laid_out(reply, lambda block: block.text)
    return len(parsed.encode("utf-16-le", "surrogatepass")) // 2 <= MESSAGE_LIMIT


def _marked_up(block: Block) -> str:
    text = escape(block.text, quote=False)
    tag = _TAGS.get(block.kind)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _laid_out(reply: Reply, written: Callable[[Block], str]) -> str:
    text = gap = ""
    for block in reply.blocks():
        if not block.text.strip():
            continue
        if block.kind is BlockKind.DISCLAIMER:
            gap = f"\n\n{_THIN_LINE}\n"
        text += gap + written(block)
        gap = "\n" if block.kind is BlockKind.TITLE else "\n\n"
    return text
