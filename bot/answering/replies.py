"""Writes replies: the one place where content becomes a Reply. The disclaimer is put into each here, and nowhere else."""

from collections.abc import Iterable, Sequence

from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind, Scored
from bot.content.model import Answer, Content, OtherLanguage, RedFlag, Source, Supplement, Topic, TopicRef
from bot.language.reading import Mention

CATEGORY_PAGE = "category/"  # + category id
MOST_CHOICES = 3
# Pages whose text stands in bot.yaml under the same name and needs nothing filled in.
PLAIN_PAGES = ("welcome", "help", "about", "privacy", "usage", "unsupported", "failure", "gone", "greeting-group")


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

    def _evidence(self, answer: Answer) -> Block:
        return Block(BlockKind.EVIDENCE, self._text("evidence", evidence=self._content.wording.evidence[answer.evidence]))

    def _notes(self, medicines: Sequence[Mention], careful: bool) -> list[Block]:
        notes = [Block(BlockKind.NOTE, self._text("urgent-note"))] if careful else []
        for mention in medicines[:MOST_CHOICES]:
            stand_in = getattr(mention.named, "stand_in", "")
            notes.append(Block(BlockKind.NOTE, self._text("medicine", **{"medicine": mention.name, "class": stand_in})))
        return notes

    def answer(self, found: Scored, medicines: Sequence[Mention] = (), careful: bool = False) -> Reply:
        """The whole answer to one topic. `careful` puts the line on when to call for help first."""
        answer = self._content.supplements[found.ref.supplement].answers[found.ref.topic]
        head = self._text("sources-head", date=answer.reviewed.isoformat())
        body = [
            Block(BlockKind.TITLE, self._title(found.ref)),
            *self._notes(medicines, careful),
            Block(BlockKind.LEAD, answer.short),
            Block(BlockKind.DETAILS, answer.details),
            self._evidence(answer),
            Block(BlockKind.SOURCES, "\n".join([head, *(f"• {_cited(source)}" for source in answer.sources)])),
        ]
        return self._reply(ReplyKind.ANSWER, body, [found], self._related(found.ref))

    def answers(self, found: Sequence[Scored], medicines: Sequence[Mention] = (), careful: bool = False) -> Reply:
        """Several questions answered at once: each part's title, short answer and evidence; the details by button."""
        parts = found[:MOST_CHOICES]
        body = self._notes(medicines, careful)
        for part in parts:
            answer = self._content.supplements[part.ref.supplement].answers[part.ref.topic]
            body += [Block(BlockKind.TITLE, self._title(part.ref)), Block(BlockKind.LEAD, answer.short), self._evidence(answer)]
        body.append(Block(BlockKind.DETAILS, self._text("more-details")))
        return self._reply(ReplyKind.ANSWER, body, parts, [self.choice(part.ref) for part in parts])

    def suggest(self, offered: Sequence[Scored], careful: bool = False) -> Reply:
        """Up to three topics to choose from."""
        offered = offered[:MOST_CHOICES]
        body = [
            *self._notes((), careful),
            Block(BlockKind.LEAD, self._text("suggest")),
            Block(BlockKind.DETAILS, "\n".join(f"• {self._title(one.ref)}" for one in offered)),
        ]
        return self._reply(ReplyKind.SUGGEST, body, offered, [self.choice(one.ref) for one in offered])

    def _nothing(self, text: str, careful: bool = False) -> Reply:
        menu = Choice(self._content.wording.commands.get("topics", "/topics"), page="topics")
        return self._reply(ReplyKind.ABSTAIN, [*self._notes((), careful), Block(BlockKind.LEAD, text)], choices=[menu])

    def abstain(self, supplement: Supplement, careful: bool = False) -> Reply:
        """Nothing fits; what the bot does know."""
        return self._nothing(self._text("abstain", supplement=supplement.name), careful)

    def other_substance(self, name: str, supplement: Supplement, careful: bool = False) -> Reply:
        """The question is about something that the FAQ knows and does not cover."""
        return self._nothing(self._text("other-substance", name=name, supplement=supplement.name), careful)

    def unanswered(self, topic: Topic, supplement: Supplement, careful: bool = False) -> Reply:
        """The supplement has no answer on this topic."""
        return self._nothing(self._text("no-answer-yet", topic=topic.title, supplement=supplement.name), careful)

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
        if name == "sources":
            works = "\n".join(f"• {_cited(source)}" for source in supplement.sources)
            return self._page(self._text("sources"), (), Block(BlockKind.SOURCES, works))
        if name == "topics":
            choices = [Choice(one.title, page=CATEGORY_PAGE + one.id) for one in self._content.categories]
            return self._page(self._text("topics", supplement=supplement.name), choices)
        category = {CATEGORY_PAGE + one.id: one for one in self._content.categories}[name]
        topics = [topic for topic in self._content.topics.values() if topic.category == category.id]
        answered = [self.choice(TopicRef(supplement.id, topic.id)) for topic in topics if topic.id in supplement.answers]
        back = Choice("←", page="topics")
        return self._page(self._text("category", category=category.title), [*answered, back])

    def _page(self, text: str, choices: Sequence[Choice] = (), *more: Block) -> Reply:
        return self._reply(ReplyKind.SMALLTALK, [Block(BlockKind.LEAD, text), *more], choices=choices)


def _cited(source: Source) -> str:
    """How a source is printed: its short name and its address."""
    return f"{source.cite}: {source.address}" if source.address else f"{source.cite}: {source.where}"
