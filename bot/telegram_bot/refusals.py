"""What Telegram's errors mean to the bot, and what of them may stand in a log."""

import re

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

_PAYLOAD = ". Parsing the server response"  # with which the library begins to quote what came back
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
_LONGEST = 200  # characters


class WaitedTooLong(Exception):
    """An update waited too long for its turn; it should come again later."""


def was_lost(error: BaseException) -> bool:
    """Whether a request failed for want of a network or of a server in order, so that it may well succeed the next time."""
    # The library counts bad requests as network errors; its bare TelegramError is an answer that is none.
    return type(error) is TelegramError or (isinstance(error, NetworkError) and not isinstance(error, BadRequest))


def is_for_later(error: BaseException) -> bool:
    """Whether what the bot wanted to do should be done again later, from the start."""
    return was_lost(error) or isinstance(error, RetryAfter | WaitedTooLong)


def said(error: TelegramError) -> str:
    """The error's message as a log may have it: without what it quotes, which may be of somebody's words."""
    return _QUOTED.sub('"…"', error.message.partition(_PAYLOAD)[0])[:_LONGEST]
