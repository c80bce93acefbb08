"""Which supplement a message is about: the one it names, else the one spoken of, else the one that is meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.content.model import Content, Supplement, TopicRef
from bot.language.participants import Role
from bot.language.reading import Reading


@dataclass(frozen=True, slots=True)
class Subject:
    """The supplement that a message is about, and those that answer what it does not: its forms, or what it is a form of."""

    supplement: Supplement | None  # None where nobody can tell
    relatives: tuple[Supplement, ...] = ()
    is_named: bool = False  # in the message itself

    @property
    def id(self) -> str:
        """The supplement's id; empty where nobody can tell."""
        return self.supplement.id if self.supplement else ""

    def ref(self, topic: str) -> TopicRef | None:
        """The answer to a topic: its own, else a relative's; None where there is none."""
        for one in (self.supplement, *self.relatives):
            if one and topic in one.answers:
                return TopicRef(one.id, topic)
        return None


# Words that point at what is in front of one, where "it" may stand for nothing ("is it safe to ...").
_THIS = frozenset("this these".split())


def _is_kept(spoken_of: Supplement, reading: Reading) -> bool:
    """Whether a message that names another form is about the one spoken of: it names that too, or points at it."""
    return spoken_of in reading.supplements or not _THIS.isdisjoint(reading.words)


class Subjects:
    """Finds the subject of messages. Built once from the content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._shared = frozenset(topic.id for topic in content.topics.values() if not topic.owner)
        self._topics: dict[tuple[str, ...], frozenset[str]] = {}  # by the owners
        self._forms = {
            one.id: tuple(other for other in content.supplements.values() if other.form_of == one.id)
            for one in content.supplements.values()
        }

    def of(self, reading: Reading, meant: str) -> Subject:
        """The subject of a message; `meant` is the id of the supplement that is meant where none is named, or empty.

        The name of what `meant` is a form of does not change the subject ("magnesium", where its L-threonate was spoken of).
        """
        spoken_of = self._content.supplements.get(meant)
        named = [(mention, mention.named) for mention in reading.mentions if isinstance(mention.named, Supplement)]
        subjects = [pair for pair in named if pair[0].role is Role.SUBJECT]
        if not subjects and spoken_of:
            return self._meant(spoken_of)
        if not named:
            return Subject(None)
        mention, one = (subjects or named)[0]
        if spoken_of and spoken_of.form_of == one.id and (not mention.form or _is_kept(spoken_of, reading)):
            return self._meant(spoken_of)
        return Subject(one, () if mention.form else self._relatives(one), is_named=True)

    def _meant(self, one: Supplement) -> Subject:
        return Subject(one, self._relatives(one))

    def _relatives(self, one: Supplement) -> tuple[Supplement, ...]:
        """What a supplement is a form of, or else its forms."""
        parent = self._content.supplements.get(one.form_of)
        return (parent,) if parent else self._forms[one.id]

    def topics(self, subject: Subject) -> frozenset[str]:
        """The topics that can be asked of a subject: the shared ones, and its own; all of them where nobody can tell."""
        if subject.supplement is None:
            return frozenset(self._content.topics)
        owners = (subject.supplement.id, *(one.id for one in subject.relatives))
        if owners not in self._topics:
            own = {topic.id for topic in self._content.topics.values() if topic.owner in owners}
            self._topics[owners] = self._shared | own
        return self._topics[owners]

    def topics_of_each(self) -> list[frozenset[str]]:
        """The topics that can be asked of each supplement, in the order of the shelf."""
        return [self.topics(self._meant(one)) for one in self._content.supplements.values()]

    def owner(self, topics: Iterable[str]) -> Subject:
        """The subject of the first of these topics where it belongs to one supplement alone."""
        first = next(iter(topics))
        owner = self._content.supplements.get(self._content.topics[first].owner)
        return self._meant(owner) if owner else Subject(None)
