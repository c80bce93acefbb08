"""Where in the content's files a topic, an answer or a row of a pair stands: the file, and the keys that lead there."""

from bot.content.model import Content, Topic, TopicRef
from bot.content.pairs import WITH_MEDICINES, WITH_SUPPLEMENTS
from bot.content.topics import OWN_TOPICS

Place = tuple[str, tuple[str, ...]]  # path below the content folder, keys


def topic_place(topic: Topic) -> Place:
    """The place of a topic: shared, or in the folder of the one supplement that has it."""
    name = topic.id.partition("/")[2]
    if topic.owner:
        return f"supplements/{topic.owner}/{OWN_TOPICS}", (topic.category, name)
    return f"topics/{topic.category}.yaml", ("topics", name)


def answer_place(content: Content, ref: TopicRef) -> Place | None:
    """The place of what a reference leads to; None for what is composed and stands nowhere as a whole."""
    kind, _, name = ref.topic.partition("/")
    if kind == "card":
        return "cards/cards.yaml", (name,)
    if kind == "goals":
        return "goals.yaml", ("goals", name)
    if ref.supplement not in content.supplements:
        return None
    if kind != "with":
        return f"supplements/{ref.supplement}/{kind}.yaml", (name,)
    if name in content.supplements[ref.supplement].with_medicines:
        return f"supplements/{ref.supplement}/{WITH_MEDICINES}", (name,)
    row = content.pair(ref.supplement, name)
    return (f"supplements/{row.supplement}/{WITH_SUPPLEMENTS}", (row.other,)) if row else None
