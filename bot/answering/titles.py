"""What answers are called, and the buttons that lead to them."""

from collections import Counter

from bot.answering.reply import Choice
from bot.content.model import Content, RedFlag, Supplement, TopicRef

URGENT_PAGE = "urgent/"  # + id of a dangerous situation
WHICH_PAGE = "which/"  # + id of a topic: all supplements that answer it
MOST_CHOICES = 3
OVER_SHELF = {"goals", "reverse", "card", "shelf"}  # what ids of answers that belong to no single supplement begin with
CARD = "card/"  # + id of a card
GLANCE = "glance"  # topic of references to a supplement at a glance
WITH = "with/"  # + id of a class of medicines or of another supplement: ids of pairs


class Titles:
    """Makes titles and buttons from one content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        shared = Counter(medicine.stand_in for medicine in content.medicines)
        self._names = {
            **{card.id: card.name for card in content.cards},
            **{one.id: one.name for one in content.others},
            **{one.id: one.called(is_shared=shared[one.stand_in] > 1) for one in content.medicines},
            **{one.id: one.name for one in content.supplements.values()},
        }

    def text(self, key: str, /, **values: str) -> str:
        """One of the bot's own texts, filled in; a name that begins it gets a capital."""
        text = self._content.wording.texts[key].format(**values)
        return text[:1].upper() + text[1:]

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

    def glance(self, one: Supplement) -> Choice:
        """A button that bears the supplement's name and shows it at a glance."""
        return Choice(one.name, topic=TopicRef(one.id, GLANCE))

    def related(self, ref: TopicRef) -> list[Choice]:
        """The topics to go on to from one."""
        answers = self._content.supplements[ref.supplement].answers
        related = (TopicRef(ref.supplement, topic) for topic in self._content.topics[ref.topic].related if topic in answers)
        return [self.choice(other) for other in related][:MOST_CHOICES]

    def urgent_choice(self, watch: RedFlag | None) -> list[Choice]:
        """The button to the urgent reply, where somebody may be in danger."""
        return [Choice(self.text("button-urgent"), page=URGENT_PAGE + watch.id, is_urgent=True)] if watch else []
