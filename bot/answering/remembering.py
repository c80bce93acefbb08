"""What a conversation remembers of a message and of its reply, so that the next message can lean on it."""

from bot.answering.conversation import MOST_TOPICS, Conversation, added
from bot.answering.decision import Decision, Reason
from bot.answering.reply import Reply, ReplyKind
from bot.answering.titles import WITH
from bot.content.model import Content, TopicRef

MEDICINES, SUPPLEMENTS = "safety/interactions", "safety/other-supplements"  # topics that speak of all of them
DANGER_LASTS = 3  # messages after an urgent reply whose answers still say when to call for help; above more it would wear out


class Remembering:
    """Writes into conversations. Built once from the content."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._of_class = {medicine.id: medicine.topic for medicine in content.medicines}
        self._of_goal = {f"goals/{goal.id}": goal.topic for goal in content.goals}

    def message(self, conversation: Conversation, decision: Decision) -> None:
        """Keep which supplements and which medicine a message spoke of, and whether it was about danger."""
        found = decision.understanding
        reading = found.reading
        if reading.medicines:
            conversation.medicine = reading.medicines[0].named.id
        conversation.name(one.id for one in reading.supplements)
        medicines = [one.name for one in reading.medicines] or [group.stand_in for group in reading.groups]
        conversation.speak_of((one.name for one in (*reading.supplements, *reading.others)), medicines)
        if found.subject.supplement:
            conversation.supplement = found.subject.id
            if found.subject.supplement not in reading.supplements:
                conversation.name([found.subject.id])
        if decision.reason is Reason.DANGER:
            conversation.danger, conversation.since_danger = found.danger.situation.id, 0
        elif conversation.danger:
            conversation.since_danger += 1
            if conversation.since_danger >= DANGER_LASTS:
                conversation.danger = ""

    def reply(self, conversation: Conversation, reply: Reply) -> None:
        """Keep what a reply was about: its topic, and the supplement and the medicine where there are such."""
        if not reply.topics:
            return
        ref = reply.topics[0].ref
        is_open = reply.kind is ReplyKind.SUGGEST and len({one.ref.supplement for one in reply.topics}) > 1
        if ref.supplement and not is_open:
            conversation.supplement = conversation.supplement if _is_pair_of(ref, conversation) else ref.supplement
        conversation.topic, medicine = self._about(ref)
        rows = (self._about(one.ref) for one in reply.topics[1:])  # a form's answer with the row of what it is a form of
        conversation.medicine = medicine or next((name for topic, name in rows if name and topic == conversation.topic), "")
        if reply.kind is ReplyKind.ANSWER:
            self._told(conversation, reply)
            topics = (self._content.topics.get(one.ref.topic) for one in reply.topics)
            cautions = [topic.id for topic in topics if topic and topic.is_caution]
            conversation.caution = cautions[0] if cautions else conversation.caution

    def _told(self, conversation: Conversation, reply: Reply) -> None:
        """Keep what an answer told, and what it leaves to be told: the topics on its buttons, those told in short among them."""
        answered = [one.ref for one in reply.topics]
        buttons = [choice.topic for choice in reply.choices if choice.topic]
        rest = conversation.offered if set(answered) & set(conversation.offered) else ()
        fresh = [ref for ref in buttons if ref in answered or ref not in conversation.told]
        whole = set(answered) - set(buttons)
        conversation.offered = tuple(dict.fromkeys(ref for ref in (*rest, *fresh) if ref not in whole))[:MOST_TOPICS]
        conversation.told = added(conversation.told, answered, MOST_TOPICS)
        shelf = self._content.supplements
        conversation.speak_of(shelf[ref.supplement].name for ref in answered if ref.supplement in shelf)

    def _about(self, ref: TopicRef) -> tuple[str, str]:
        """The topic that a reference is nearest to, and the class of medicines that it is about; either may be empty."""
        kind, _, name = ref.topic.partition("/")
        if kind in ("with", "reverse"):
            if name in self._of_class:
                return self._of_class[name], name
            return (SUPPLEMENTS, "") if kind == "with" else (f"safety/{name}", "")
        topic = self._of_goal.get(ref.topic, ref.topic)
        return (topic, "") if topic in self._content.topics else ("", "")


def _is_pair_of(ref: TopicRef, conversation: Conversation) -> bool:
    """Whether a reference is a pair of which the supplement spoken of is one."""
    return conversation.supplement in (ref.supplement, ref.topic.removeprefix(WITH))
