"""Writes replies: the parts of which every Reply is made. The disclaimer is put into each here, and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answering.reply import Block, BlockKind, Choice, Link, PointPlace, Reply, ReplyKind, Scored
from bot.answering.screen import Part, characters, fitting
from bot.answering.titles import MOST_CHOICES, WITH, Titles
from bot.content.answers import Answer, Card, Pair, PairLevel, Point
from bot.content.model import MedicineClass, RedFlag, TopicRef
from bot.language.mentions import Mention
from bot.language.reading import Reading

NEAR_POINTS, MOST_NEAR = 2, 3  # how many points, and how many of all, are told at the end, as they are near what was asked


class Replies(Titles):
    """Makes parts of replies, and replies, from one content."""

    def reply(
        self,
        kind: ReplyKind,
        body: Iterable[Block],
        topics: Sequence[Scored] = (),
        choices: Sequence[Choice] = (),
        again: TopicRef | None = None,
    ) -> Reply:
        """A reply with the disclaimer; at most three topics count."""
        return Reply(kind, tuple(body), self._content.wording.disclaimer, tuple(topics[:MOST_CHOICES]), tuple(choices), again)

    def not_covered(self, reading: Reading) -> str:
        """That something which a message names is not covered; beside a medicine, that nothing is known of the two."""
        name = reading.others[0].name
        if medicines := [one.name for one in reading.medicines] or [group.stand_in for group in reading.groups]:
            return self.text("other-with-medicine", name=name, medicine=medicines[0])
        return self.text("other-substance", name=name)

    # Blocks

    def sources(self, rows: Sequence[Answer | Pair | Card]) -> Block:
        """The works behind some answers, each once, and when an editor last reviewed the one that has waited longest."""
        head = self.text("sources-head", date=min(row.reviewed for row in rows).isoformat())
        return self._cited(Block(BlockKind.SOURCES, head), rows)

    def _cited(self, block: Block, rows: Sequence[Answer | Pair | Card]) -> Block:
        """A list of works with those behind some answers that it lacks."""
        text, links = block.text, list(block.links)
        for source in dict.fromkeys(source for row in rows for source in row.sources):
            line = f"\n• {source.cite} ({self._content.wording.works[source.kind]})"
            if source.address in {link.address for link in links} or (not source.address and line in text):
                continue
            start = len(text) + len("\n• ")
            text += line
            if source.address:
                links.append(Link(start, start + len(source.cite), source.address))
        return Block(BlockKind.SOURCES, text, tuple(links))

    def evidence(self, answer: Answer) -> Block:
        """How strong the evidence is."""
        words = self._content.wording.evidence[answer.evidence]
        return Block(BlockKind.EVIDENCE, self.text("evidence", bar=answer.evidence.bar, evidence=words))

    def row(self, row: Pair, ref: TopicRef | None = None) -> Part:
        """What is known of a pair: its level in words, which always stays in view, and the text. Above an answer that it
        belongs to it has no title; elsewhere it has that of `ref`.
        """
        kind = BlockKind.LEAD if ref else BlockKind.NOTE
        title = [Block(BlockKind.TITLE, self.title(ref))] if ref else []
        return Part((*title, Block(kind, self.level(row))), (Block(kind, row.text),))

    def level(self, row: Pair) -> str:
        """What a pair asks for, in words."""
        words = self._content.wording.levels[row.level]
        return f"{words} {self.text('pair-hours', hours=str(row.hours))}" if row.level is PairLevel.KEEP_APART else words

    def notes(
        self,
        medicines: Sequence[Mention] = (),
        watch: RedFlag | None = None,
        caution: str = "",
        forms: Sequence[str] = (),
    ) -> list[Block]:
        """What stands above an answer: when to call for help, `caution` (a sentence), what was recognised."""
        notes = [self.text("urgent-note")] if watch else []
        if caution:
            notes.append(caution)
        for mention in medicines[:MOST_CHOICES]:
            stand_in = mention.named.stand_in if isinstance(mention.named, MedicineClass) else ""
            notes.append(self.text("medicine", **{"medicine": mention.name, "class": stand_in}))
        if forms:
            notes.append(self.text("form", form=", ".join(forms[:MOST_CHOICES])))
        return [Block(BlockKind.NOTE, note) for note in notes]

    def said_once(self, reply: Reply) -> Reply:
        """A reply without the line on when to call for help, where what it tells says that itself; what is folded below a choice
        is not told yet.
        """
        line, words = self.text("urgent-note"), self._content.wording.texts["emergency-words"]
        rest = tuple(block for block in reply.body if block.text != line)
        told = (block for block in rest if reply.kind is not ReplyKind.SUGGEST or not block.kind.folds)
        return replace(reply, body=rest) if any(words in block.text for block in told) else reply

    def not_instead(self, reply: Reply, reading: Reading) -> Reply:
        """A reply below the sentence that nobody should put anything in the place of a medicine by themselves."""
        names = " or ".join(one.name for one in reading.medicines[:MOST_CHOICES])
        note = Block(BlockKind.NOTE, self.text("instead", medicine=names or self._content.wording.texts["any-medicine"]))
        return replace(reply, body=(note, *reply.body))

    def with_near(self, reply: Reply, supplement: str, points: Sequence[Point], topics: Sequence[TopicRef]) -> Reply:
        """A reply with what is near what was asked, folded above its sources: points of a supplement (its id) as questions, and
        topics, with their answers; less those that it tells, and one without sources stays as it is.
        """
        told = "\n".join(block.text for block in reply.body)
        name = self._content.supplements[supplement].name
        asked = [(f"“{one.question.replace('{supplement}', name)}”", one.answer) for one in points]
        wider = [(f"{self.title(ref)}:", self.answer_of(ref)) for ref in topics]
        fresh = [[one for one in near if one[1].short not in told] for near in (asked, wider)]
        new = [*fresh[0][:NEAR_POINTS], *fresh[1]][:MOST_NEAR]
        if not new or reply.body[-1].kind is not BlockKind.SOURCES:
            return reply
        texts = [f"{title} {answer.short} {self.evidence(answer).text}" for title, answer in new]
        block = Block(BlockKind.DETAILS, "\n\n".join([self.text("near"), *texts]))
        return replace(reply, body=(*reply.body[:-1], block, self._cited(reply.body[-1], [answer for _, answer in new])))

    def answer_of(self, ref: TopicRef) -> Answer:
        """A supplement's own answer."""
        return self._content.supplements[ref.supplement].answers[ref.topic]

    def asked_of(self, one: Scored) -> Answer:
        """A supplement's own answer, or that to the point of it which is asked."""
        points = self._content.supplements[one.ref.supplement].points if one.point else ()
        found = (point.answer for point in points if (point.answer.topic, point.name) == (one.ref.topic, one.point))
        return next(found, self.answer_of(one.ref))

    def answers_of(self, one: Scored) -> list[Answer]:
        """What is told of a topic: a supplement's own answer, or that to its point which is asked, or that below the other."""
        asked = self.asked_of(one)
        return [self.answer_of(one.ref), asked] if one.place is PointPlace.BELOW else [asked]

    # Replies

    def answer(
        self, found: Scored, notes: Sequence[Block] = (), choices: Sequence[Choice] = (), more: Sequence[Pair] = ()
    ) -> Reply:
        """The whole answer to one topic, with that to its point that is asked, below rows of pairs that belong to it."""
        answers, second = list(dict.fromkeys([self.asked_of(found), self.answer_of(found.ref)])), "in-general"
        if found.place is PointPlace.BELOW:
            answers, second = answers[::-1], "more-closely"
        above = [Block(BlockKind.TITLE, self.title(found.ref)), *notes]
        told = [self._told(one, self.text(second) if place else "") for place, one in enumerate(answers)]
        parts = [*map(self.row, more), *told]
        body = [*above, *self._fitting(parts, above, main=len(more)), self.sources([*answers, *more])]
        refs = [TopicRef(row.supplement, WITH + row.other) for row in more]
        choices = list(dict.fromkeys([*choices, *self.to_folded(body, more, refs), *self.related(found.ref)]))
        return self.reply(ReplyKind.ANSWER, body, [found, *(Scored(ref, found.score) for ref in refs)], choices)

    def answers(
        self,
        parts: Sequence[Scored],
        notes: Sequence[Block] = (),
        choices: Sequence[Choice] = (),
        pairs: Sequence[tuple[TopicRef, Pair]] = (),
        *,
        pairs_are_asked: bool = True,
    ) -> Reply:
        """Several answers in one reply: rows of pairs, then each answer with its title, then all sources. Each has a button.

        `pairs_are_asked`: whether the rows are what the message asks first, rather than what has to be said before its answer.
        """
        parts = parts[:MOST_CHOICES]
        answers = [answer for part in parts for answer in self.answers_of(part)]
        refs, rows = [ref for ref, _ in pairs], [row for _, row in pairs]
        told = [self.row(row, ref) for ref, row in pairs]
        for part, above in zip(parts, ["", *(part.ref.supplement for part in parts)], strict=False):
            told += self.told(part, above)
        is_first = not pairs_are_asked or any(part.point and part.place is PointPlace.FIRST for part in parts[:1])
        is_grave = PairLevel.DO_NOT_COMBINE in {row.level for row in rows}
        main = len(rows) if is_first and not is_grave else 0
        body = [*notes, *self._fitting(told, notes, main), self.sources([*rows, *answers])]
        several = len({part.ref.supplement for part in parts}) > 1
        details = [Choice(self.title(part.ref), topic=part.ref) if several else self.choice(part.ref) for part in parts]
        choices = list(dict.fromkeys([*choices, *self.to_folded(body, rows, refs), *details]))
        told_pairs = [Scored(ref, 1.0 if pairs_are_asked else min((part.score for part in parts), default=1.0)) for ref in refs]
        return self.reply(ReplyKind.ANSWER, body, [*told_pairs, *parts] if pairs_are_asked else [*parts, *told_pairs], choices)

    def told(self, one: Scored, spoken_of: str = "") -> list[Part]:
        """What `answers_of` gives, below its title and without its sources. The name of a supplement that was just
        `spoken_of` (its id) is not said again, as all of this has to fit a phone.
        """
        title = self._content.topics[one.ref.topic].title if one.ref.supplement == spoken_of else self.title(one.ref)
        closely = self.text("more-closely")
        titles = [f"{closely}: {title}" if one.place is PointPlace.BEHIND else title, closely]
        first, *below = [self._told(answer, title) for answer, title in zip(self.answers_of(one), titles, strict=False)]
        return [first, *(replace(part, is_aside=True) for part in below)]

    def rows(self, rows: Sequence[Pair], refs: Sequence[TopicRef], notes: Sequence[Block]) -> list[Block]:
        """Rows of pairs below some notes, then their sources."""
        parts = [self.row(row, ref) for row, ref in zip(rows, refs, strict=True)]
        return [*notes, *self._fitting(parts, notes), self.sources(rows)]

    def to_folded(self, body: Sequence[Block], rows: Sequence[Pair], refs: Sequence[TopicRef]) -> list[Choice]:
        """Buttons to the rows whose text folds in a body: in a group only what is in view stays."""
        in_view = {block.text for block in body if not block.kind.folds}
        return [self.choice(ref) for row, ref in zip(rows, refs, strict=True) if row.text not in in_view]

    def _told(self, answer: Answer, title: str = "") -> Part:
        """An answer without its sources: what was asked first, then how sure that is, then more."""
        stays = (Block(BlockKind.TITLE, title),) if title else ()
        return Part(stays, (Block(BlockKind.LEAD, answer.short), self.evidence(answer)), answer.details)

    def _fitting(self, parts: Sequence[Part], above: Sequence[Block], main: int = 0) -> list[Block]:
        """The parts, as much of them in view as fits below what stands above."""
        return fitting(parts, characters(above) + len(self._content.wording.disclaimer), main)

    def nothing(self, text: str, watch: RedFlag | None = None, choices: Sequence[Choice] = ()) -> Reply:
        """No answer; what the bot does know is a button away."""
        menu = self._content.wording.commands.get("topics", "/topics")
        choices = [*self.urgent_choice(watch), *choices, Choice(menu, page="topics")]
        return self.reply(ReplyKind.ABSTAIN, [*self.notes(watch=watch), Block(BlockKind.LEAD, text)], choices=choices)

    def urgent(self, situation: RedFlag, asked: Sequence[TopicRef] = (), never: Sequence[tuple[TopicRef, Pair]] = ()) -> Reply:
        """Help first, and nothing on supplements but pairs that must `never` be combined; `asked` is a button away, for the case
        that nobody is in danger.
        """
        action = self._content.actions[situation.action]
        calm = [self.choice(ref) for ref in asked if not action.alone]
        choices = [replace(one, label=self.text("button-calm", topic=one.label)) for one in calm]
        above = [Block(BlockKind.LEAD, action.text)]
        told = self.rows([row for _, row in never], [ref for ref, _ in never], above) if never else above
        return self.reply(ReplyKind.URGENT, told, choices=choices)
