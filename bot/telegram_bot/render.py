"""A Reply as Telegram shows it: HTML and a keyboard, within Telegram's limits."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TypeAlias

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import KeyboardButtonStyle

from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind

Rows: TypeAlias = Sequence[Sequence[InlineKeyboardButton]]

# What callback data starts with: a topic to answer, a page to show in place of a menu, a page below an answer that stays.
TOPIC, PAGE, APART = "t:", "p:", "n:"

MESSAGE_LIMIT = 4096  # UTF-16 units of a message, once its markup is parsed
ENTITY_LIMIT = 100  # pieces of markup in one message
DATA_LIMIT = 64  # bytes of callback data
KEYBOARD_LIMIT = 100  # buttons under one message
SHORT_LABEL = 18  # characters of a label that still reads well on half the width of a phone

_THIN_LINE = "──────────"
_TAGS = {BlockKind.TITLE: "b", BlockKind.DISCLAIMER: "i"}


def html(reply: Reply) -> str:
    """The reply in Telegram's HTML, shortened as far as the limit asks."""
    return _laid_out(reply.shortened(_fits), _marked_up)


def keyboard(reply: Reply, below: Rows = (), username: str = "") -> InlineKeyboardMarkup | None:
    """The reply's choices as buttons, two short ones side by side, and the rows below them; None where there are none.

    `username` is the bot's, into whose private chat those choices lead that are to be answered apart.
    """
    rows: list[Sequence[InlineKeyboardButton]] = []
    for choice in reply.choices[: KEYBOARD_LIMIT - sum(map(len, below))]:
        button = _button(choice, reply.kind, username) if choice.label.strip() else None
        if button is None:
            continue
        beside = rows and len(rows[-1]) == 1 and max(len(rows[-1][0].text), len(choice.label)) <= SHORT_LABEL
        if beside:
            rows[-1] = [*rows[-1], button]
        else:
            rows.append([button])
    rows += below
    return InlineKeyboardMarkup(rows) if rows else None


def _button(choice: Choice, kind: ReplyKind, username: str) -> InlineKeyboardButton | None:
    """A choice as a button; None where Telegram would refuse the whole message for it."""
    page = APART if kind is ReplyKind.ANSWER else PAGE
    data = f"{TOPIC}{choice.topic.code}" if choice.topic else f"{page}{choice.page}"
    if len(data.encode()) > DATA_LIMIT:
        return None
    if choice.is_apart and choice.topic:
        return InlineKeyboardButton(choice.label, url=f"https://t.me/{username}?start={choice.topic.code}")
    style = KeyboardButtonStyle.DANGER if choice.is_urgent else None
    return InlineKeyboardButton(choice.label, callback_data=data, style=style)


def _fits(reply: Reply) -> bool:
    parsed = _laid_out(reply, lambda block: block.text)
    units = len(parsed.encode("utf-16-le", "surrogatepass")) // 2
    return units <= MESSAGE_LIMIT and sum(1 + len(block.links) for block in reply.blocks()) <= ENTITY_LIMIT


def _marked_up(block: Block) -> str:
    text, last = "", 0
    for link in block.links:
        name = escape(block.text[link.start : link.end], quote=False)
        text += f'{escape(block.text[last : link.start], quote=False)}<a href="{escape(link.address)}">{name}</a>'
        last = link.end
    text += escape(block.text[last:], quote=False)
    if block.kind.folds:
        return f"<blockquote expandable>{text}</blockquote>"
    tag = _TAGS.get(block.kind)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _laid_out(reply: Reply, written: Callable[[Block], str]) -> str:
    """The blocks below each other. A quotation makes room around itself, and the evidence belongs to what it is on."""
    text = ""
    before: BlockKind | None = None
    for block in reply.blocks():
        if not block.text.strip():
            continue
        if before is not None:
            is_close = before is BlockKind.TITLE or before.folds or block.kind.folds or block.kind is BlockKind.EVIDENCE
            text += "\n" if is_close else "\n\n"
        if block.kind is BlockKind.DISCLAIMER:
            text += f"{_THIN_LINE}\n"
        text += written(block)
        before = block.kind
    return text
