"""A content with some of its wordings, from which a first engine is learnt in seconds while the rest is still to be learnt."""

from collections.abc import Sequence
from dataclasses import replace

from bot.content.model import Content
from bot.content.phrasing import Phrasing

# Wordings that are kept of each topic, small talk and dangerous situation, of each kind of what is asked, and of the lists that
# are one label as a whole. Learning takes the cube of all that.
A_TOPIC, A_KIND, A_LIST = 14, 120, 700
POPULAR = 3  # times as many of the topics that are asked most


def abridged(content: Content) -> Content:
    """The same content with fewer wordings, taken evenly from all writers; answers, names and signs are all there."""
    return replace(
        content,
        topics={
            one: replace(topic, phrasings=_some(topic.phrasings, A_TOPIC * (POPULAR if one in content.popular else 1)))
            for one, topic in content.topics.items()
        },
        small_talk=tuple(replace(talk, phrasings=_some(talk.phrasings, A_TOPIC)) for talk in content.small_talk),
        red_flags=tuple(replace(flag, examples=_some(flag.examples, A_TOPIC * 5)) for flag in content.red_flags),
        asked={kind: _some(phrasings, A_KIND) for kind, phrasings in content.asked.items()},
        out_of_scope=_some(content.out_of_scope, A_LIST),
        look_alikes=_some(content.look_alikes, A_LIST),
        is_abridged=True,
    )


def _some(phrasings: Sequence[Phrasing], most: int) -> tuple[Phrasing, ...]:
    """At most so many, at even distances, so that each writer keeps a share."""
    if len(phrasings) <= most:
        return tuple(phrasings)
    return tuple(phrasings[place * len(phrasings) // most] for place in range(most))
