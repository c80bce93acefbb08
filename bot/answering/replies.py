"""Writes replies: the parts of which every Reply is made. The disclaimer is put into each here, and nowhere else."""

from collections.abc import Iterable, Sequence

from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind, Scored
from bot.content.answers import Answer, Pair, PairLevel, Source
from bot.content.model import Content, MedicineClass, RedFlag, Supplement, TopicRef
from bot.language.reading import Mention, Reading

URGENT_PAGE = "urgent/"  # + id of a dangerous situation
WHICH_PAGE = "which/"  # + id of a topic: all supplements that answer it
MOST_CHOICES = 3
SCREEN = 1200  # characters of several answers together, as a phone shows them in two screens
OVER_SHELF = {"goals", "reverse", "card", "shelf"}  # what ids of answers that belong to no single supplement begin with
CARD = "card/"  # + id of a card
WITH = "with/"  # + id of a class of medicines or of another supplement: ids of pairs


class Replies:
    """Makes parts of replies, and replies, from one content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._names = {
            **{card.id: card.name for card in content.cards},
            **{one.id: one.name for one in content.others},
            **{medicine.id: medicine.stand_in for medicine in content.medicines},
            **{one.id: one.name for one in content.supplements.values()},
        }

    def reply(
        self, kind: ReplyKind, body: Iterable[Block], topics: Sequence[Scored] = (), choices: Sequence[Choice] = ()
    ) -> Reply:
        """A reply with the disclaimer; at most three topics count."""
        return Reply(kind, tuple(body), self._content.wording.disclaimer, tuple(topics[:MOST_CHOICES]), tuple(choices))

    def text(self, key: str, /, **values: str) -> str:
        """One of the bot's own texts, filled in; a name that begins it gets a capital."""
        text = self._content.wording.texts[key].format(**values)
        return text[:1].upper() + text[1:]

    def not_covered(self, reading: Reading) -> str:
        """That something which a message names is not covered; beside a medicine, that nothing is known of the two."""
        name = reading.others[0].name
        if medicines := [one.name for one in reading.medicines] or [group.stand_in for group in reading.groups]:
            return self.text("other-with-medicine", name=name, medicine=medicines[0])
        return self.text("other-substance", name=name)

    # Titles and buttons

    def title(self, ref: TopicRef) -> str:
        """What a reference is about, in one line."""
        name = self._content.supplements[ref.supplement].name if ref.supplement else ""
        if ref.topic.startswith(WITH):
            return self.text("pair-title", supplement=name, other=self.name_of(ref.topic.removeprefix(WITH)))
        title = self._content.topics[ref.topic].title
        return f"{name[:1].upper()}{name[1:]}: {title}" if len(self._content.supplements) > 1 else title

    def name_of(self, other: str) -> str:
        """What people call the other part of a pair, by its id; the id itself where the content has it no more."""
        return self._names.get(other, other)

    def has_name(self, other: str) -> bool:
        """Whether the content has something by this id that can be the other part of a pair."""
        return other in self._names

    def choice(self, ref: TopicRef) -> Choice:
        """A button that answers a topic of a supplement that was spoken of."""
        is_pair = ref.topic.startswith(WITH)
        return Choice(self.title(ref) if is_pair else self._content.topics[ref.topic].title, topic=ref)

    def by_name(self, ref: TopicRef) -> Choice:
        """A button that bears the supplement's name."""
        return Choice(self._content.supplements[ref.supplement].name, topic=ref)

    def related(self, ref: TopicRef) -> list[Choice]:
        """The topics to go on to from one."""
        answers = self._content.supplements[ref.supplement].answers
        related = (TopicRef(ref.supplement, topic) for topic in self._content.topics[ref.topic].related if topic in answers)
        return [self.choice(other) for other in related][:MOST_CHOICES]

    def urgent_choice(self, watch: RedFlag | None) -> list[Choice]:
        """The button to the urgent reply, where somebody may be in danger."""
        return [Choice(self.text("button-urgent"), page=URGENT_PAGE + watch.id)] if watch else []

    # Blocks

    def sources(self, rows: Sequence[Answer | Pair]) -> Block:
        """The works behind some answers, each once, and when an editor last reviewed the one that has waited longest."""
        head = self.text("sources-head", date=min(row.reviewed for row in rows).isoformat())
        works = dict.fromkeys(source for row in rows for source in row.sources)
        return Block(BlockKind.SOURCES, "\n".join([head, *(f"• {cited(source)}" for source in works)]))

    def evidence(self, answer: Answer) -> Block:
        """How strong the evidence is."""
        return Block(BlockKind.EVIDENCE, self.text("evidence", evidence=self._content.wording.evidence[answer.evidence]))

    def row(self, row: Pair) -> str:
        """What is known of a pair: its level in words, hours where it is about time, and the text."""
        return f"{self.level(row)}\n\n{row.text}"

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
        """What stands above an answer: when to call for help, what was asked before, what was recognised."""
        notes = [self.text("urgent-note")] if watch else []
        if caution:
            notes.append(self.text("caution", topic=self._content.topics[caution].title))
        for mention in medicines[:MOST_CHOICES]:
            stand_in = mention.named.stand_in if isinstance(mention.named, MedicineClass) else ""
            notes.append(self.text("medicine", **{"medicine": mention.name, "class": stand_in}))
        if forms:
            notes.append(self.text("form", form=", ".join(forms[:MOST_CHOICES])))
        return [Block(BlockKind.NOTE, note) for note in notes]

    def answer_of(self, ref: TopicRef) -> Answer:
        """A supplement's own answer."""
        return self._content.supplements[ref.supplement].answers[ref.topic]

    # Replies

    def answer(
        self, found: Scored, notes: Sequence[Block] = (), choices: Sequence[Choice] = (), more: Sequence[Pair] = ()
    ) -> Reply:
        """The whole answer to one topic. `more` are rows of pairs that belong to it, and stand above it."""
        answer = self.answer_of(found.ref)
        body = [
            Block(BlockKind.TITLE, self.title(found.ref)),
            *notes,
            *(Block(BlockKind.NOTE, self.row(row)) for row in more),
            Block(BlockKind.LEAD, answer.short),
            Block(BlockKind.DETAILS, answer.details),
            self.evidence(answer),
            self.sources([answer, *more]),
        ]
        related = [choice for choice in self.related(found.ref) if choice not in choices]
        rows = [Scored(TopicRef(row.supplement, WITH + row.other), found.score) for row in more]
        return self.reply(ReplyKind.ANSWER, body, [found, *rows], [*choices, *related])

    def answers(
        self,
        parts: Sequence[Scored],
        notes: Sequence[Block] = (),
        choices: Sequence[Choice] = (),
        pairs: Sequence[tuple[TopicRef, Pair]] = (),
    ) -> Reply:
        """Several answers in one reply: rows of pairs, then each answer's title, short text, as much of its details as fits a
        screen, and evidence, then all sources; all details by button.
        """
        parts = parts[:MOST_CHOICES]
        answers = [self.answer_of(part.ref) for part in parts]
        body = list(notes)
        for ref, row in pairs:
            body += [Block(BlockKind.TITLE, self.title(ref)), Block(BlockKind.LEAD, self.row(row))]
        for part, answer in zip(parts, answers, strict=True):
            body += [Block(BlockKind.TITLE, self.title(part.ref)), Block(BlockKind.LEAD, answer.short)]
            if begun := _beginning(answer.details, SCREEN // (len(parts) + len(pairs)) - len(answer.short)):
                body.append(Block(BlockKind.DETAILS, begun))
            body.append(self.evidence(answer))
        body += [Block(BlockKind.DETAILS, self.text("more-details")), self.sources([*(row for _, row in pairs), *answers])]
        several = len({part.ref.supplement for part in parts}) > 1
        details = [Choice(self.title(part.ref), topic=part.ref) if several else self.choice(part.ref) for part in parts]
        told = [*(Scored(ref, 1.0) for ref, _ in pairs), *parts]
        return self.reply(ReplyKind.ANSWER, body, told, [*choices, *details])

    def nothing(self, text: str, watch: RedFlag | None = None, choices: Sequence[Choice] = ()) -> Reply:
        """No answer; what the bot does know is a button away."""
        menu = Choice(self._content.wording.commands.get("topics", "/topics"), page="topics")
        body = [*self.notes(watch=watch), Block(BlockKind.LEAD, text)]
        return self.reply(ReplyKind.ABSTAIN, body, choices=[*self.urgent_choice(watch), *choices, menu])

    def urgent(self, situation: RedFlag) -> Reply:
        """Help first, and nothing on supplements."""
        return self.reply(ReplyKind.URGENT, [Block(BlockKind.LEAD, self._content.actions[situation.action].text)])

    def names(self, supplements: Iterable[Supplement]) -> str:
        """The names of supplements in one line."""
        return ", ".join(one.name for one in supplements)


def _beginning(text: str, longest: int) -> str:
    """As many of its first paragraphs as `longest` characters hold; may be empty."""
    kept = ""
    for paragraph in text.split("\n\n"):
        if len(kept) + len(paragraph) > longest:
            break
        kept = f"{kept}\n\n{paragraph}" if kept else paragraph
    return kept


def cited(source: Source) -> str:
    """How a source is printed: its short name and its address."""
    return f"{source.cite}: {source.address}" if source.address else f"{source.cite}: {source.where}"
