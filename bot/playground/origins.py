"""Where in the content the words of a reply stand: file and line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

import yaml

from bot.answering.reply import ReplyKind
from bot.content.model import Content
from bot.content.places import answer_place, topic_place
from bot.content.points import POINTS
from bot.content_review.lines import Lines
from bot.playground.notebook import Note

LEAST = 12  # characters of a text by which it can be known
NOT_TOLD = ("sources-head", "inline-none", "inline-more")  # texts that would only make the list longer


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the content."""

    what: str
    path: str  # below the content folder
    line: int  # from 1; 0 for the file as a whole


def places(lines: Lines, content: Content, text: str, note: Note | None) -> list[Place]:
    """Where the words of a sent text stand, the most telling first. `lines` are those of the content's folder."""
    found = [*_topics(note), *_texts(content, text)]
    return [Place(what, path, _line(lines, path, keys)) for what, path, keys in found]


_Found = tuple[str, str, tuple[str, ...]]  # what, path, keys that lead to it


def _line(lines: Lines, path: str, keys: tuple[str, ...]) -> int:
    try:
        return lines.of(path, *keys)
    except (OSError, ValueError, yaml.YAMLError):  # somebody is editing the file just now
        return 0


def _topics(note: Note | None) -> Iterator[_Found]:
    """The answers of a reply, their topics, and the sources of a single answer."""
    if note is None or note.reply.kind not in (ReplyKind.ANSWER, ReplyKind.SUGGEST):
        return
    refs = [scored.ref for scored in note.reply.topics]
    content = note.engine.content if note.engine else None
    if content is None:
        return
    numbers = [f" {number}" if len(refs) > 1 else "" for number in range(1, len(refs) + 1)]
    if note.reply.kind is ReplyKind.ANSWER:
        for number, ref in zip(numbers, refs, strict=True):
            if place := answer_place(content, ref):
                yield f"Answer{number}", *place
        for ref, point in ((one.ref, one.point) for one in note.reply.topics if one.point):
            yield f"Point “{point}”", f"supplements/{ref.supplement}/{POINTS}", (ref.topic, point)
    for number, ref in zip(numbers, refs, strict=True):
        if ref.topic in content.topics:
            yield f"Topic{number} and its wordings", *topic_place(content.topics[ref.topic])
    answer = content.supplements[refs[0].supplement].answers.get(refs[0].topic) if refs and refs[0].supplement else None
    if note.reply.kind is ReplyKind.ANSWER and len(refs) == 1 and answer:
        for source in answer.sources:
            yield f"Source: {source.cite}", f"supplements/{refs[0].supplement}/sources.yaml", (source.key,)


def _texts(content: Content, text: str) -> Iterator[_Found]:
    """The bot's own words, small talk, help in danger and lines in other languages that a text holds."""
    wording = content.wording
    whole: list[tuple[str, str, tuple[str, ...], str]] = [
        *((f"Text “{key}”", "bot.yaml", ("texts", key), words) for key, words in _told(wording.texts).items()),
        *((f"Help: {key}", "red-flags.yaml", ("actions", key), action.text) for key, action in content.actions.items()),
        *((f"Small talk: {one.id}", "smalltalk.yaml", (one.id,), one.reply) for one in content.small_talk),
        *((f"Language: {one.id}", "languages.yaml", ("languages", one.id), one.reply) for one in content.languages),
        ("Disclaimer", "bot.yaml", ("disclaimer",), wording.disclaimer),
    ]
    for what, path, keys, words in whole:
        if _pattern(words).search(text):
            yield what, path, keys


def _told(texts: Mapping[str, str]) -> dict[str, str]:
    fixed = {key: "".join(literal for literal, *_ in Formatter().parse(words)) for key, words in texts.items()}
    return {key: words for key, words in texts.items() if key not in NOT_TOLD and len(fixed[key]) >= LEAST}


def _pattern(words: str) -> "re.Pattern[str]":
    """Matches a text whatever is filled in."""
    parts = [re.escape(literal.strip("\n")) + (".*?" if field else "") for literal, field, *_ in Formatter().parse(words.strip())]
    return re.compile("".join(parts), re.DOTALL)
