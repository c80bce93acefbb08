"""What the bot says: a Reply, which cannot exist without the disclaimer.

Edges render `Reply.blocks()` and nothing else; the disclaimer is the last block of every layout.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import dropwhile, takewhile

from bot.content.model import TopicRef


class ReplyKind(StrEnum):
    """What sort of reply it is; the values are those of `ask --jsonl`."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    ABSTAIN = "abstain"
    URGENT = "urgent"
    SMALLTALK = "smalltalk"


class BlockKind(StrEnum):
    """What a block of text is, so that an edge can choose how to show it."""

    TITLE = "title"  # one line: what was understood
    LEAD = "lead"  # the first thing to read: short answer, urgent instruction, message
    LIST = "list"  # what answers, a line each
    DETAILS = "details"
    EVIDENCE = "evidence"
    SOURCES = "sources"
    NOTE = "note"  # an aside, such as which medicine was recognised; a caution above all
    DISCLAIMER = "disclaimer"

    @property
    def folds(self) -> bool:
        """Whether it is for those who want to know more, and may be out of view until they ask for it."""
        return self in (BlockKind.DETAILS, BlockKind.SOURCES)


# Blocks that may be cut to make a reply fit, in the order in which they are cut.
_CUTTABLE = (
    *(BlockKind.DETAILS, BlockKind.SOURCES, BlockKind.LIST),
    *(BlockKind.NOTE, BlockKind.LEAD, BlockKind.TITLE, BlockKind.EVIDENCE),
)
_OF_LINES = (BlockKind.SOURCES, BlockKind.LIST)  # cut by whole lines, because half an address leads nowhere


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a block's text that leads to an address: from `start` up to `end`, counted in characters."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of plain text. Newlines split paragraphs; there is no markup in it."""

    kind: BlockKind
    text: str
    links: tuple[Link, ...] = ()  # in the order of the text; none overlaps another

    @property
    def written_out(self) -> str:
        """The text for where nothing can be pressed: each address stands behind its name."""
        text = self.text
        for link in reversed(self.links):
            text = f"{text[: link.end]}: {link.address}{text[link.end :]}"
        return text

    def cut(self) -> "Block":
        """The first three quarters of it."""
        lines, most = self.text.split("\n"), len(self.text) * 3 // 4
        if self.kind in _OF_LINES and len(lines) > 2:
            kept = "\n".join(lines[: (len(lines) - 1) * 3 // 4]) + "\n"
        else:
            kept = self.text[:most].rstrip(" …")
        return Block(self.kind, f"{kept}…", tuple(link for link in self.links if link.end <= len(kept)))


class PointPlace(StrEnum):
    """Where a point is told."""

    FIRST = "first"  # before its topic's own answer, or in its place
    BELOW = "below"  # its topic's own answer, as it is less likely to be what was asked
    BEHIND = "behind"  # answers to other topics


@dataclass(frozen=True, slots=True)
class Scored:
    """A topic in a reply with the chance, 0 to 1, that it is what was asked."""

    ref: TopicRef
    score: float
    point: str = ""  # name of the topic's point that is told; empty for none
    place: PointPlace = PointPlace.FIRST  # of that point

    @property
    def id(self) -> str:
        """The reference as people write it, with the point: iron/dosage/with-food/coffee."""
        return f"{self.ref.id}/{self.point}" if self.point else self.ref.id


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: a topic to answer, or a menu page to open (exactly one of the two)."""

    label: str
    topic: TopicRef | None = None
    page: str = ""
    is_urgent: bool = False  # leads to help, and must not be overlooked
    is_apart: bool = False  # to be answered where nobody else reads it


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply to one message. Raises ValueError if it is built without a disclaimer or without text."""

    kind: ReplyKind
    body: tuple[Block, ...]
    disclaimer: str
    topics: tuple[Scored, ...] = ()  # whose answers stand in the text, or the choices offered; best first, at most 3
    choices: tuple[Choice, ...] = ()
    again: TopicRef | None = None  # what gives this reply once more, where that is not its first topic
    text: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.disclaimer.strip():
            raise ValueError("a reply needs the disclaimer")
        if not any(block.text.strip() for block in self.body):
            raise ValueError("a reply needs text")
        object.__setattr__(self, "text", "\n\n".join(block.written_out for block in self.blocks()))

    def blocks(self) -> tuple[Block, ...]:
        """The reply as it is to be read, the disclaimer last."""
        return (*self.body, Block(BlockKind.DISCLAIMER, self.disclaimer))

    @property
    def in_view(self) -> tuple[Block, ...]:
        """What is read without asking for more, the disclaimer last."""
        return tuple(block for block in self.blocks() if not block.kind.folds)

    def in_short(self, more: str) -> "Reply":
        """What is in view alone, for where many read; what is told in full is a choice away, to be answered apart.

        `more` is the label of that choice where the reply has none that leads there.
        """
        body = self.in_view[:-1]  # the disclaimer comes back by itself
        if len(body) == len(self.body):
            return self
        if self.kind is ReplyKind.SUGGEST:
            return replace(self, body=body)  # what folds is a choice anyway
        told = [self.again] if self.again else [one.ref for one in self.topics]
        choices = [replace(choice, is_apart=choice.topic in told) for choice in self.choices]
        offered = {choice.topic for choice in choices if choice.is_apart}
        if missing := next((ref for ref in told if ref not in offered), None):
            place = sum(choice.is_urgent for choice in choices)  # help stands first
            choices.insert(place, Choice(more, topic=missing, is_apart=True))
        return replace(self, body=body, choices=tuple(choices))

    @property
    def title(self) -> str:
        """What was understood, in one line; empty where there is nothing to name."""
        return next((block.text for block in self.body if block.kind is BlockKind.TITLE), "")

    @property
    def lead(self) -> str:
        """The first thing to read: the first part's."""
        from_lead = dropwhile(lambda block: block.kind is not BlockKind.LEAD, self.body)
        texts = [block.text for block in takewhile(lambda block: block.kind is BlockKind.LEAD, from_lead)]
        return "\n\n".join(texts) or self.body[0].text

    def shortened(self, fits: Callable[["Reply"], bool]) -> "Reply":
        """The reply cut, least needed text first and never the disclaimer, until `fits` accepts it.

        `fits` must accept a reply of a few words; the cut text ends in an ellipsis.
        """
        reply = self
        for kind in _CUTTABLE:
            for index in reversed(range(len(reply.body))):
                while reply.body[index].kind is kind and not fits(reply):
                    block = reply.body[index]
                    if len(block.text) < 40:
                        break
                    reply = replace(reply, body=(*reply.body[:index], block.cut(), *reply.body[index + 1 :]))
        return reply
