"""Writes replies: the one place where content becomes a Reply. The disclaimer is put into each here, and nowhere else."""

from collections.abc import Iterable, Sequence

from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind, Scored
from bot.content.model import Answer, Content, OtherLanguage, RedFlag, Source, Supplement, Topic, TopicRef
from bot.language.reading import Mention

CATEGORY_PAGE = "category/"  # + category id
SUPPLEMENT_PAGE = "in/"  # + supplement id / topics, sources or a category id; short, as it has to fit into 64 bytes with both
URGENT_PAGE = "urgent/"  # + id of a dangerous situation
MOST_CHOICES = 3
# Pages whose text stands in bot.yaml under the same name and needs nothing filled in.
PLAIN_PAGES = (
    *("welcome", "help", "about", "privacy", "usage", "unsupported", "failure", "gone", "greeting-group", "slow-down"),
    *("deleted-nothing", "deleted-later", "deleted-nobody"),
)


class Replies:
    """Composes replies from one content."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def _reply(
        self, kind: ReplyKind, body: Iterable[Block], topics: Sequence[Scored] = (), choices: Sequence[Choice] = ()
    ) -> Reply:
        return Reply(kind, tuple(body), self._content.wording.disclaimer, tuple(topics), tuple(choices))

    def _text(self, key: str, /, **values: str) -> str:
        return self._content.wording.texts[key].format(**values)

    def _title(self, ref: TopicRef) -> str:
        title = self._content.topics[ref.topic].title
        several = len(self._content.supplements) > 1
        return f"{self._content.supplements[ref.supplement].name}: {title}" if several else title

    def choice(self, ref: TopicRef) -> Choice:
        """A button that answers a topic."""
        return Choice(self._content.topics[ref.topic].title, topic=ref)

    def _related(self, ref: TopicRef) -> list[Choice]:
        answers = self._content.supplements[ref.supplement].answers
        related = (TopicRef(ref.supplement, topic) for topic in self._content.topics[ref.topic].related if topic in answers)
        return [self.choice(other) for other in related][:MOST_CHOICES]

    def _answer(self, ref: TopicRef) -> Answer:
        return self._content.supplements[ref.supplement].answers[ref.topic]

    def _sources(self, answers: Sequence[Answer]) -> Block:
        """The works behind some answers, each once, and when an editor last reviewed the answer that has waited longest."""
        head = self._text("sources-head", date=min(answer.reviewed for answer in answers).isoformat())
        works = dict.fromkeys(source for answer in answers for source in answer.sources)
        return Block(BlockKind.SOURCES, "\n".join([head, *(f"• {_cited(source)}" for source in works)]))

    def _reminder(self, supplement: str, caution: str) -> list[Choice]:
        return [self.choice(TopicRef(supplement, caution))] if caution else []

    def _evidence(self, answer: Answer) -> Block:
        return Block(BlockKind.EVIDENCE, self._text("evidence", evidence=self._content.wording.evidence[answer.evidence]))

    def _notes(self, medicines: Sequence[Mention], watch: RedFlag | None, caution: str = "") -> list[Block]:
        notes = [Block(BlockKind.NOTE, self._text("urgent-note"))] if watch else []
        if caution:
            notes.append(Block(BlockKind.NOTE, self._text("caution", topic=self._content.topics[caution].title)))
        for mention in medicines[:MOST_CHOICES]:
            stand_in = getattr(mention.named, "stand_in", "")
            notes.append(Block(BlockKind.NOTE, self._text("medicine", **{"medicine": mention.name, "class": stand_in})))
        return notes

    def _urgent_choice(self, watch: RedFlag | None) -> list[Choice]:
        return [Choice(self._text("button-urgent"), page=URGENT_PAGE + watch.id)] if watch else []

    def _choices(self, offered: Sequence[Scored], watch: RedFlag | None) -> list[Choice]:
        return [*self._urgent_choice(watch), *(self.choice(one.ref) for one in offered)]

    def answer(self, found: Scored, medicines: Sequence[Mention] = (), watch: RedFlag | None = None, caution: str = "") -> Reply:
        """The whole answer to one topic.

        `watch`, a situation that may be there, puts the line on when to call for help first. `caution` is the id of a topic about
        people who should ask first, which was spoken of before.
        """
        caution = "" if caution == found.ref.topic else caution
        reminder = self._reminder(found.ref.supplement, caution)
        answer = self._answer(found.ref)
        body = [
            Block(BlockKind.TITLE, self._title(found.ref)),
            *self._notes(medicines, watch, caution),
            Block(BlockKind.LEAD, answer.short),
            Block(BlockKind.DETAILS, answer.details),
            self._evidence(answer),
            self._sources([answer]),
        ]
        related = [choice for choice in self._related(found.ref) if choice not in reminder]
        return self._reply(ReplyKind.ANSWER, body, [found], [*self._urgent_choice(watch), *reminder, *related])

    def answers(
        self, found: Sequence[Scored], medicines: Sequence[Mention] = (), watch: RedFlag | None = None, caution: str = ""
    ) -> Reply:
        """Several questions answered at once: each part's title, short answer and evidence, then all sources; details by button.

        `watch` and `caution` as for one answer.
        """
        parts = found[:MOST_CHOICES]
        caution = "" if caution in {part.ref.topic for part in parts} else caution
        answers = [self._answer(part.ref) for part in parts]
        body = self._notes(medicines, watch, caution)
        for part, answer in zip(parts, answers, strict=True):
            body += [Block(BlockKind.TITLE, self._title(part.ref)), Block(BlockKind.LEAD, answer.short), self._evidence(answer)]
        body += [Block(BlockKind.DETAILS, self._text("more-details")), self._sources(answers)]
        reminder = self._reminder(parts[0].ref.supplement, caution)
        details = [self.choice(part.ref) for part in parts]
        return self._reply(ReplyKind.ANSWER, body, parts, [*self._urgent_choice(watch), *reminder, *details])

    def suggest(self, offered: Sequence[Scored], watch: RedFlag | None = None) -> Reply:
        """Up to three topics to choose from, and "this is urgent" beside them where that may be."""
        offered = offered[:MOST_CHOICES]
        body = [
            *self._notes((), watch),
            Block(BlockKind.LEAD, self._text("suggest")),
            Block(BlockKind.DETAILS, "\n".join(f"• {self._title(one.ref)}" for one in offered)),
        ]
        return self._reply(ReplyKind.SUGGEST, body, offered, self._choices(offered, watch))

    def _nothing(self, text: str, watch: RedFlag | None = None) -> Reply:
        menu = Choice(self._content.wording.commands.get("topics", "/topics"), page="topics")
        body = [*self._notes((), watch), Block(BlockKind.LEAD, text)]
        return self._reply(ReplyKind.ABSTAIN, body, choices=[*self._urgent_choice(watch), menu])

    def abstain(self, supplement: Supplement, watch: RedFlag | None = None) -> Reply:
        """Nothing fits; what the bot does know."""
        return self._nothing(self._text("abstain", supplement=supplement.name), watch)

    def other_substance(self, name: str, supplement: Supplement, watch: RedFlag | None = None) -> Reply:
        """The question is about something that the FAQ knows and does not cover."""
        return self._nothing(self._text("other-substance", name=name, supplement=supplement.name), watch)

    def unanswered(self, topic: Topic, supplement: Supplement, watch: RedFlag | None = None) -> Reply:
        """The supplement has no answer on this topic."""
        return self._nothing(self._text("no-answer-yet", topic=topic.title, supplement=supplement.name), watch)

    def gibberish(self) -> Reply:
        """No words that anybody knows."""
        return self._nothing(self._text("gibberish"))

    def other_language(self, language: OtherLanguage) -> Reply:
        """One line in the language that was written, and the same in English."""
        return self._nothing(f"{language.reply}\n{self._text('other-language')}")

    def urgent(self, situation: RedFlag) -> Reply:
        """Help first, and nothing on supplements."""
        return self._reply(ReplyKind.URGENT, [Block(BlockKind.LEAD, self._content.actions[situation.action].text)])

    def small_talk(self, talk_id: str) -> Reply:
        """What the bot says to a greeting and the like."""
        text = next(talk.reply for talk in self._content.small_talk if talk.id == talk_id)
        return self._reply(ReplyKind.SMALLTALK, [Block(BlockKind.LEAD, text)])

    def page(self, name: str, supplement: Supplement) -> Reply:
        """A page in the bot's own voice. Raises KeyError for a name that is none."""
        if name in PLAIN_PAGES:
            popular = [self.choice(ref) for ref in self._content.popular] if name in ("welcome", "help") else []
            return self._page(self._text(name), popular[: 2 * MOST_CHOICES])
        if name.startswith(URGENT_PAGE):
            situation = {flag.id: flag for flag in self._content.red_flags}[name.removeprefix(URGENT_PAGE)]
            return self.urgent(situation)
        if name.startswith(SUPPLEMENT_PAGE):
            which, _, name = name.removeprefix(SUPPLEMENT_PAGE).partition("/")
            return self._page_on(name, self._content.supplements[which])
        what = {"topics": "topics", "sources": "sources"} | {CATEGORY_PAGE + one.id: one.id for one in self._content.categories}
        if len(self._content.supplements) == 1:
            return self._page_on(what[name], supplement)
        choices = [Choice(one.name, page=_page_name(what[name], one)) for one in self._content.supplements.values()]
        return self._page(self._text("which-supplement"), choices)

    def _page_on(self, name: str, supplement: Supplement) -> Reply:
        """The sources or topics of a supplement, or what it answers in a category."""
        if name == "sources":
            works = "\n".join(f"• {_cited(source)}" for source in supplement.sources)
            return self._page(self._text("sources"), (), Block(BlockKind.SOURCES, works))
        if name == "topics":
            choices = [Choice(one.title, page=_page_name(one.id, supplement)) for one in self._content.categories]
            return self._page(self._text("topics", supplement=supplement.name), choices)
        category = {one.id: one for one in self._content.categories}[name]
        topics = [topic for topic in self._content.topics.values() if topic.category == category.id]
        answered = [self.choice(TopicRef(supplement.id, topic.id)) for topic in topics if topic.id in supplement.answers]
        back = Choice("←", page=_page_name("topics", supplement))
        return self._page(self._text("category", category=category.title), [*answered, back])

    def privacy(self, votes: bool, keep_days: int | None, brief: bool = False) -> Reply:
        """What is kept, and how to be rid of it. `keep_days` is None where no questions can be sent; `brief` is for groups."""
        if brief:
            return self._page(self._text("privacy-group"))
        parts = [self._text("privacy")]
        if votes:
            parts.append(self._text("privacy-votes"))
        if keep_days is not None:
            parts.append(self._text("privacy-questions", days=str(keep_days)))
        if len(parts) == 1:
            parts.append(self._text("privacy-nothing"))
        return self._page("\n\n".join([*parts, self._text("privacy-delete")]))

    def forgotten(self, votes: int, questions: int) -> Reply:
        """How much was deleted of a person."""
        if not votes + questions:
            return self.page("deleted-nothing", self._content.default)
        return self._page(self._text("deleted", votes=str(votes), questions=str(questions)))

    def _page(self, text: str, choices: Sequence[Choice] = (), *more: Block) -> Reply:
        return self._reply(ReplyKind.SMALLTALK, [Block(BlockKind.LEAD, text), *more], choices=choices)


def _page_name(what: str, supplement: Supplement) -> str:
    """The name of a page on one supplement: topics, sources or a category."""
    return f"{SUPPLEMENT_PAGE}{supplement.id}/{what}"


def _cited(source: Source) -> str:
    """How a source is printed: its short name and its address."""
    return f"{source.cite}: {source.address}" if source.address else f"{source.cite}: {source.where}"
