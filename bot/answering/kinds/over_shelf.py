"""Answers over the whole shelf: what is covered, what is for some use, what does not go with a medicine or a condition."""

from collections.abc import Sequence
from itertools import groupby

from bot.answering.decision import OURS_FROM, Reason, Understanding
from bot.answering.kinds.uses import main_uses
from bot.answering.pages import Pages
from bot.answering.remembering import MEDICINES
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind, Scored
from bot.answering.rows import Rows
from bot.answering.titles import MOST_CHOICES, WITH
from bot.content.answers import Answer, Evidence, Pair, PairLevel
from bot.content.model import AskedKind, Content, Goal, MedicineClass, Supplement, Topic, TopicRef
from bot.language.normalise import normalise
from bot.language.phrase_table import PhraseTable

SHELF, GOALS, REVERSE = "shelf", "goals/", "reverse/"  # how their ids begin
MOST_LINES = 8  # supplements with a line of their own in one reply; the others are named

GOAL_FROM = 0.2  # chance of being the FAQ's business from which a use that is asked about is one that people take things for
BEYOND_DOUBT = 0.9  # by how much, in units of a score, a question has to be like one for a use where that chance is lower
CLEAR_FROM = 0.8  # chance of being right from which the best topic alone is looked at

_IT = frozenset("it its it's this these".split())  # words that point at one supplement

# From the strongest: by this a goal's lines are ordered.
_STRENGTH = (
    *(Evidence.GUIDELINE, Evidence.HUMAN_TRIALS, Evidence.LABEL, Evidence.SMALL_HUMAN_TRIAL, Evidence.ANIMAL),
    *(Evidence.LABORATORY, Evidence.SEED_ARTICLE, Evidence.JUDGEMENT, Evidence.NONE),
)


class Shelf:
    """What is covered."""

    def __init__(self, pages: Pages, replies: Replies) -> None:
        self._pages, self._replies = pages, replies

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The shelf, where it is asked for."""
        return self.told() if found.asked is AskedKind.SHELF else None

    def told(self) -> tuple[Reason, Reply]:
        """The shelf."""
        return Reason.SHELF, self.pick(TopicRef("", SHELF))

    def pick(self, ref: TopicRef) -> Reply:
        """The shelf as an answer."""
        shown = self._pages.shelf()
        return self._replies.reply(ReplyKind.ANSWER, shown.body, [Scored(ref, 1.0)], shown.choices)


class Goals:
    """What on the shelf is for some use: a line a supplement, what is mostly taken for it first, and of these the best studied.
    Nothing is offered for an illness.
    """

    def __init__(self, content: Content, replies: Replies) -> None:
        self._content, self._replies = content, replies
        self._by_topic = {goal.topic: goal for goal in content.goals}
        self._by_id = {GOALS + goal.id: goal for goal in content.goals}
        self._diseases = PhraseTable[str]((normalise(name), name) for name in content.diseases)

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The supplements with an answer on the goal."""
        if not self._is_asked(found) and not self._is_open(found):
            return None
        if disease := next(self._diseases.find(found.reading.words), None):
            return Reason.GOAL, self._replies.nothing(self._replies.text("goal-disease", disease=disease.value), found.watch)
        topic = next((topic for topic in _likely(found) if topic in self._by_topic), "")
        goal = self._by_topic.get(topic)
        reply = self._compose(goal, found) if goal else None
        return (Reason.GOAL, reply) if reply else None

    @staticmethod
    def _is_asked(found: Understanding) -> bool:
        """Whether it is asked what there is for a use that people take things for, or asked beyond doubt."""
        asked = found.match.asked
        beyond_doubt = asked[AskedKind.GOAL] - max(asked[AskedKind.ONE], asked[AskedKind.NONE]) >= BEYOND_DOUBT
        return found.asked is AskedKind.GOAL and (found.match.chance_in_scope >= GOAL_FROM or beyond_doubt)

    def _is_open(self, found: Understanding) -> bool:
        """Whether a use is spoken of, and no supplement, nor anything that points at one: all of them are an answer."""
        is_of_use = found.match.topics[0] in self._by_topic and found.match.chance_in_scope >= OURS_FROM
        names_none = found.subject.supplement is None and not found.reading.mentions
        return found.asked is AskedKind.ONE and is_of_use and names_none and _IT.isdisjoint(found.reading.words)

    def pick(self, ref: TopicRef) -> Reply | None:
        """The goal that a button stands for."""
        return self._compose(self._by_id[ref.topic]) if ref.topic in self._by_id else None

    def _compose(self, goal: Goal, found: Understanding | None = None) -> Reply | None:
        having = [one for one in self._content.most_asked if goal.topic in one.answers]
        taken = {one.id for one in having if any(answer.topic == goal.topic for answer in main_uses(one))}
        having.sort(key=lambda one: (one.id not in taken, _STRENGTH.index(one.answers[goal.topic].evidence)))
        if not having:
            return None
        shown = having[:MOST_LINES]
        answers = [one.answers[goal.topic] for one in shown]
        lines = [_line(one, f" {self._found(answer)}") for one, answer in zip(shown, answers, strict=True)]
        body = [
            Block(BlockKind.TITLE, self._replies.text("goal-title", goal=goal.name)),
            *self._replies.notes(found.reading.medicines if found else (), found.watch if found else None),
            Block(BlockKind.NOTE, goal.see_doctor),
            Block(BlockKind.LEAD, self._replies.text("goal", goal=goal.name)),
            Block(BlockKind.LIST, "\n".join([*lines, *_named(having[MOST_LINES:])])),
            self._replies.sources(answers),
        ]
        own = found.subject.ref(goal.topic) if found else None  # of the supplement that was spoken of, where its line is there
        spoken_of = [own] if own and any(one.id == own.supplement for one in shown) else []
        refs = [*spoken_of, TopicRef("", GOALS + goal.id)]
        choices = [self._replies.by_name(TopicRef(one.id, goal.topic)) for one in shown]
        chance = found.match.chance_in_scope if found else 1.0
        return self._replies.reply(ReplyKind.ANSWER, body, [Scored(ref, chance) for ref in refs], choices)

    def _found(self, answer: Answer) -> str:
        words = self._content.wording.evidence[answer.evidence]
        return f"{answer.evidence.bar} ({words}): {first_sentence(answer.short)}"


class Reverse:
    """What on the shelf does not go with a medicine, or before surgery or in pregnancy: the worst first."""

    def __init__(self, content: Content, rows: Rows, replies: Replies) -> None:
        self._content, self._rows, self._replies = content, rows, replies
        self._classes = {medicine.id: medicine for medicine in content.medicines}
        of_medicines = {MEDICINES, *(medicine.topic for medicine in content.medicines)}
        answered = [topic for one in content.supplements.values() for topic, answer in one.answers.items() if answer.level]
        self._conditions = {topic: content.topics[topic] for topic in dict.fromkeys(answered) if topic not in of_medicines}

    def reply(self, found: Understanding) -> tuple[Reason, Reply] | None:
        """The rows of the medicine that is named, else the answers on the condition that is."""
        if found.asked is not AskedKind.REVERSE:
            return None
        if classes := self._rows.classes(found):
            return Reason.REVERSE, self._with_medicines(classes, self._rows.medicine_name(found, classes[0]), found)
        topic = next((topic for topic in _likely(found) if topic in self._conditions), "")
        return (Reason.REVERSE, self._with_condition(self._conditions[topic], found)) if topic else None

    def pick(self, ref: TopicRef) -> Reply | None:
        """The list that a button stands for."""
        name = ref.topic.removeprefix(REVERSE)
        if name in self._classes:
            return self._with_medicines([self._classes[name]], self._classes[name].stand_in)
        return next((self._with_condition(one) for one in self._conditions.values() if _name(one) == name), None)

    def _with_medicines(self, classes: Sequence[MedicineClass], name: str, found: Understanding | None = None) -> Reply:
        """Of each supplement the worst row with one of the classes; of one level first what has most rows of it, as it goes with
        the fewest medicines.
        """
        worst = []
        for one in self._content.most_asked:
            if rows := [row for medicine in classes if (row := one.with_medicines.get(medicine.id))]:
                worst.append((min(rows, key=lambda row: row.level.rank), one))
        worst.sort(key=lambda pair: (pair[0].level.rank, -_number_of(pair[0].level, pair[1])))
        ref, title = TopicRef("", REVERSE + classes[0].id), self._replies.text("reverse-title", other=name)
        if not worst:
            lead = Block(BlockKind.LEAD, self._replies.text("reverse-none", other=name))
            return self._list(title, lead, [], [], [], ref, found)
        shown, lines = worst[:MOST_LINES], list[str]()
        for level, of_level in groupby(worst, lambda pair: self._replies.level(pair[0])):
            of_this = list(of_level)
            lines += ["", level] if lines else [level]
            lines += [_line(one, f": {first_sentence(row.text)}") for row, one in of_this if (row, one) in shown]
            lines += _named([one for row, one in of_this if (row, one) not in shown])
        choices = [self._replies.by_name(TopicRef(one.id, WITH + row.other)) for row, one in shown]
        lead = Block(BlockKind.LEAD, self._replies.text("reverse", other=name))
        return self._list(title, lead, lines, [row for row, _ in shown], choices, ref, found)

    def _with_condition(self, topic: Topic, found: Understanding | None = None) -> Reply:
        having = [one for one in self._content.most_asked if topic.id in one.answers]
        having.sort(key=lambda one: (one.answers[topic.id].level or PairLevel.ASK_FIRST).rank)
        shown = having[:MOST_LINES]
        lines = [_line(one, f": {first_sentence(one.answers[topic.id].short)}") for one in shown]
        lines += _named(having[MOST_LINES:])
        lead = Block(BlockKind.LEAD, topic.general or self._replies.text("reverse-condition", other=topic.title))
        answers = [one.answers[topic.id] for one in shown]
        choices = [self._replies.by_name(TopicRef(one.id, topic.id)) for one in shown]
        return self._list(topic.title, lead, lines, answers, choices, TopicRef("", REVERSE + _name(topic)), found)

    def _list(
        self,
        title: str,
        lead: Block,
        lines: Sequence[str],
        rows: Sequence[Answer | Pair],
        choices: Sequence[Choice],
        ref: TopicRef,
        found: Understanding | None,
    ) -> Reply:
        body = [
            Block(BlockKind.TITLE, title),
            *self._replies.notes(watch=found.watch if found else None),
            lead,
        ]
        if rows:
            body += [
                Block(BlockKind.LIST, "\n".join(lines)),
                Block(BlockKind.NOTE, self._replies.text("reverse-rest")),
                self._replies.sources(rows),
            ]
        urgent = self._replies.urgent_choice(found.watch) if found else []
        return self._replies.reply(ReplyKind.ANSWER, body, [Scored(ref, 1.0)], [*urgent, *choices])


def _likely(found: Understanding) -> Sequence[str]:
    """The topics that a message may mean: the best, and where that is in doubt the next ones too."""
    return found.match.topics[: 1 if found.match.chance_right >= CLEAR_FROM else MOST_CHOICES]


def _number_of(level: PairLevel, one: Supplement) -> int:
    return sum(row.level is level for row in one.with_medicines.values())


def _name(topic: Topic) -> str:
    return topic.id.partition("/")[2]


def _line(one: Supplement, told: str) -> str:
    return f"• {one.name[:1].upper()}{one.name[1:]}{told}"


def _named(others: Sequence[Supplement]) -> list[str]:
    """What a list has no room for, by name alone, so that nothing known passes for unknown."""
    names = ", ".join(one.name for one in others)
    return [f"• {names[:1].upper()}{names[1:]}"] if others else []


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    head, end, _ = text.replace("\n", " ").partition(". ")
    return f"{head}." if end else text
