"""Opens the engine that the settings describe.

What has to be learnt first is learnt in a process of its own: its memory is given back when it ends, and meanwhile a running bot
answers from the content that it had.
"""

import contextlib
import logging
import multiprocessing
import signal
import sys
from functools import cache, partial

from bot.answering.assembly import build_engine
from bot.answering.engine import Engine, Tolerance
from bot.content.cached import load_cached
from bot.matching.cache import Cache
from bot.matching.encoder import open_encoder
from bot.settings import Settings, SettingsError

# One for the life of the process: content that is read anew needs no second one.
_the_encoder = cache(open_encoder)


def open_engine(settings: Settings) -> Engine:
    """The engine that the settings describe. Raises ContentError, EncoderError or SettingsError."""
    content = load_cached(settings.content, settings.cache)
    if settings.supplement and settings.supplement not in content.supplements:
        known = ", ".join(one.id for one in content.most_asked)
        raise SettingsError((f"BOT_SUPPLEMENT: there is no supplement {settings.supplement!r}; there are {known}",))
    encoder = _the_encoder() if settings.use_encoder else None
    tolerance = Tolerance(settings.wrong_answers, settings.false_answers)
    kept = Cache(settings.cache)
    learn_aside = partial(_learn_aside, settings) if kept.can_keep() else None  # else its work would be lost
    return build_engine(content, encoder, kept, tolerance, _progress, learn_aside, settings.supplement)


def _learn_aside(settings: Settings) -> None:
    """Learn in another process, and wait for it. Whatever becomes of it, this one can still learn by itself."""
    learning = multiprocessing.get_context("spawn").Process(target=_learn, args=(settings,), daemon=True)
    with contextlib.suppress(OSError):  # the system may have no room for another
        learning.start()
        learning.join()


def _learn(settings: Settings) -> None:
    """Fill the cache. What goes wrong here goes wrong in the other process too, and is told there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other process, which ends this one
    logging.disable()
    with contextlib.suppress(Exception):
        content = load_cached(settings.content, settings.cache)
        build_engine(content, open_encoder() if settings.use_encoder else None, Cache(settings.cache), progress=_progress)


def _progress(done: int, total: int) -> None:
    """Tell people at a terminal how far a cold start is."""
    is_terminal = sys.stderr.isatty()
    if is_terminal or done == total:
        begin = "\r" if is_terminal else ""
        end = "; weighing them, some seconds more ...\n" if done == total else ""
        print(f"{begin}learning the wordings, once: {done} of {total}", end=end, file=sys.stderr, flush=True)
