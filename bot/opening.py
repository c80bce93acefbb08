"""Opens the engine that the settings describe.

What has to be learnt first is learnt in a process of its own: its memory is given back when it ends, and meanwhile a running bot
answers from the content that it had. One that starts answers meanwhile from what can be learnt of it in seconds.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import cache, partial

from bot.answering.assembly import build_engine
from bot.answering.engine import Engine, Tolerance
from bot.content.abridged import abridged
from bot.content.cached import load_cached
from bot.content.model import Content
from bot.matching.cache import Cache
from bot.matching.encoder import open_encoder
from bot.matching.lessons import lessons
from bot.settings import Settings, SettingsError

# One for the life of the process: content that is read anew needs no second one.
_the_encoder = cache(open_encoder)

# Wordings from which on learning takes a minute or more.
MANY = 8_000
_AT_ONCE = (
    "Learning {wordings} wordings, once; that takes some minutes. Until then the bot answers from a part of them: it understands "
    "less, and asks back more often."
)


def first_at_once() -> Callable[[Settings], Engine]:
    """Opens engines as `open_engine` does, but the first one at once: where it would have to be learnt for minutes, it is learnt
    from some of the wordings, by words alone. Its content says so (`is_abridged`), and the next one is whole.
    """
    first = True

    def opened(settings: Settings) -> Engine:
        nonlocal first
        at_once, first = first, False
        return open_engine(settings, at_once=at_once)

    return opened


def open_engine(settings: Settings, *, at_once: bool = False) -> Engine:
    """The engine that the settings describe; `at_once` as `first_at_once` has it. Raises ContentError, EncoderError or
    SettingsError.
    """
    content = load_cached(settings.content, settings.cache)
    if settings.supplement and settings.supplement not in content.supplements:
        known = ", ".join(one.id for one in content.most_asked)
        raise SettingsError((f"BOT_SUPPLEMENT: there is no supplement {settings.supplement!r}; there are {known}",))
    encoder = _the_encoder() if settings.use_encoder else None
    tolerance = Tolerance(settings.wrong_answers, settings.false_answers)
    kept = Cache(settings.cache)
    learn_aside: Callable[[], None] | None = None
    if kept.can_keep():  # else its work would be lost
        learn_aside = partial(_learn_aside, settings)
    if at_once:
        learn_aside = partial(_learn_few, content, learn_aside)
    try:
        return build_engine(content, encoder, kept, tolerance, _progress, learn_aside, settings.supplement)
    except _TooManyError as wordings:
        print(_AT_ONCE.format(wordings=wordings), file=sys.stderr, flush=True)
        return build_engine(abridged(content), None, Cache(None), tolerance, supplement=settings.supplement)


class _TooManyError(Exception):
    """There are so many wordings that learning them is put off."""


def _learn_few(content: Content, learn_aside: Callable[[], None] | None) -> None:
    """Learn in another process where that does not take long. Raises _TooManyError where it does."""
    if (wordings := sum(1 for _ in lessons(content))) >= MANY:
        raise _TooManyError(wordings)
    if learn_aside:
        learn_aside()


def _learn_aside(settings: Settings) -> None:
    """Learn in another process, and wait for it. Whatever becomes of it, this one can still learn by itself."""
    learning = multiprocessing.get_context("spawn").Process(target=_learn, args=(settings,), daemon=True)
    with contextlib.suppress(OSError):  # the system may have no room for another
        learning.start()
        learning.join()


def _learn(settings: Settings) -> None:
    """Fill the cache. What goes wrong here goes wrong in the other process too, and is told there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other process, which ends this one
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    logging.disable()
    with contextlib.suppress(Exception):
        content = load_cached(settings.content, settings.cache)
        build_engine(content, open_encoder() if settings.use_encoder else None, Cache(settings.cache), progress=_progress)


def _end_with_the_other() -> None:
    """End with the process that began this one, however that ended: nobody else waits for what is learnt."""
    if other := multiprocessing.parent_process():
        other.join()
        os._exit(1)


def _progress(done: int, total: int) -> None:
    """Tell people at a terminal how far a cold start is."""
    is_terminal = sys.stderr.isatty()
    if is_terminal or done == total:
        begin = "\r" if is_terminal else ""
        end = "; weighing them, some seconds more ...\n" if done == total else ""
        print(f"{begin}learning the wordings, once: {done} of {total}", end=end, file=sys.stderr, flush=True)
