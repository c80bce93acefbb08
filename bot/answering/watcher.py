"""Watches a message, and its parts, for danger."""

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from bot.content.model import Content
from bot.language.normalise import normalise
from bot.language.reading import QuestionReader
from bot.language.splitting import pieces, sentences, windows
from bot.matching.matcher import Match, Matcher
from bot.safety.alarm import CLEAR, RAISE, Alarm, Danger

# Chances, 0 to 1, of danger: from DOUBT on of the whole, a sentence with CLEAR by itself is taken at its word. A long message in
# which nothing is clear has UNCLEAR at most, which brings the line on when to call.
DOUBT, UNCLEAR = 0.3, 0.49


class Watcher:
    """Weighs the danger in messages. Built once from the content."""

    def __init__(self, content: Content, reader: QuestionReader, matcher: Matcher, alarm: Alarm) -> None:
        self._reader, self._matcher, self._alarm = reader, matcher, alarm
        self._small_talk = {normalise(said.text) for talk in content.small_talk for said in talk.phrasings}

    def check(self, question: str, match: Match) -> Danger:
        """The danger in a message: of the whole, unless a doubt is left and one sentence is danger without a doubt: "How much a
        day? My son won't wake up"; or, where a sign is there, a piece of one: "eggs for b12, and now I can't breathe".
        """
        whole = self._alarm.check(match.reading, match.scores)
        is_talk = normalise(question) in self._small_talk or (match.small_talk and len(match.reading.words) == 1)
        if is_talk and not whole.signs:  # by letters alone "hello" and "bye" look like danger
            return replace(whole, chance=0.0)
        if parts := windows(question):
            return _in_a_story(whole, [self._alone(part) for part in parts])
        if DOUBT <= whole.chance < RAISE:
            parts = [*sentences(question), *(pieces(question) if whole.signs else ())]
            clear = [danger for danger in map(self._alone, dict.fromkeys(parts)) if danger.chance >= CLEAR]
            return max([whole, *clear], key=attrgetter("chance"))
        return whole

    def _alone(self, part: str) -> Danger:
        """The danger in a part of a message, by itself."""
        reading = self._reader.read(part)
        return self._alarm.check(reading, self._matcher.match(reading).scores)


def _in_a_story(whole: Danger, parts: Sequence[Danger]) -> Danger:
    """The danger in a long message: a part that is danger without a doubt decides, if the whole does not speak against it.

    Of many parts about daily life one always looks a little like danger, and the sense of the whole is a mean of all of them.
    """
    worst = max([whole, *parts], key=attrgetter("chance"))
    is_clear = whole.chance >= DOUBT and any(part.chance >= CLEAR for part in parts)
    if is_clear or any(danger.is_certain for danger in (whole, *parts)):
        return worst
    return replace(worst, chance=min(worst.chance, UNCLEAR))
