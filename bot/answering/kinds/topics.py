"""What the kinds of answers on topics share: the answer, choices, which supplement is meant, that there is none."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.amounts import Amounts
from bot.answering.decision import Reason, Understanding
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Choice, PointPlace, Reply, ReplyKind, Scored
from bot.answering.rows import Rows, to_tell
from bot.answering.titles import MOST_CHOICES, WHICH_PAGE, WITH
from bot.content.answers import Pair
from bot.content.model import AskedKind, Content, Supplement, Topic, TopicRef

# The chance, 0 to 1, from which the likeliest choice is answered above the others, and how likely the message has to be the FAQ's
# business for that: of golden questions that got choices, 59 % of those were right.
NEAREST_FROM, NEAREST_IN_SCOPE = 0.4, 0.7

# The chances, 0 to 1, from which a point is told: below its own topic's answer; behind other answers, or as the nearest among
# choices; ahead of other topics that are in doubt; above its topic's answer, or in its place among several; where no topic is
# certain, or ahead of any others; in the place of a certain topic or beside a medicine; and where what is known of two
# supplements together may be asked. docs/matching.md has the figures.
POINT_LINES = (0.15, 0.25, 0.3, 0.5, 0.6, 0.7, 0.85)
OWN_POINT, POINT_FROM, DOUBTED_BY, POINT_FIRST, LIKELY_POINT, SURE_POINT, CERTAIN_POINT = POINT_LINES
# Topics are in doubt where the chance of the best is below this, in a message of so many words: it may miss the point.
IN_DOUBT, LONG = 0.7, 8


class Topics:
    """Composes replies on topics."""

    def __init__(self, content: Content, rows: Rows, replies: Replies) -> None:
        self._content, self._rows, self._replies = content, rows, replies
        self._amounts = Amounts(replies)

    def pick(self, ref: TopicRef) -> Reply | None:
        """The answer that a button stands for; None where the content has no such supplement or topic."""
        supplement = self._content.supplements.get(ref.supplement)
        if supplement is None or ref.topic not in self._content.topics:
            return None
        return self._replies.answer(Scored(ref, 1.0)) if ref.topic in supplement.answers else self.unanswered(ref)

    def answer(self, one: Scored, found: Understanding, more: Sequence[Pair] = ()) -> Reply:
        """The answer to a topic, its point first where a message asks for that, with what it says besides; `more` are rows of
        pairs.
        """
        told, (notes, choices) = finer(one, found), self.around(one.ref, found, more)
        parts = [told] if told.point else with_point([told], found)
        if len(parts) == 1:
            return self._replies.answer(told, notes, choices, more)
        pairs, is_pair = [(self._rows.ref(row), row) for row in more], found.asked is AskedKind.PAIR
        return self._replies.answers(parts, notes, choices, pairs, pairs_are_asked=is_pair)

    def around(self, ref: TopicRef, found: Understanding, rows: Sequence[Pair] = ()) -> tuple[list[Block], list[Choice]]:
        """What a message says besides, as notes and buttons: medicines of which no row is told, forms, amounts, what was asked
        before.
        """
        caution = self.caution(found, [ref.topic])
        sentence = self.reminder(found, caution)
        notes = self._replies.notes(self._rows.untold(found, rows), found.watch, sentence, self._forms(found, ref))
        return notes + self.amount([ref], found), self.beside(found, caution)

    def amount(self, refs: Sequence[TopicRef], found: Understanding) -> list[Block]:
        """What an amount that the message states is beside the limits, above the first of these answers that is on amounts; where
        it names other supplements, one of theirs is none.
        """
        stated = found.question if len(found.reading.supplements) == 1 else found.asking
        each = (self._amounts.notes(stated, self._content.supplements[ref.supplement], ref.topic) for ref in refs)
        return next((notes for notes in each if notes), [])

    def beside(self, found: Understanding, caution: str) -> list[Choice]:
        """Buttons that stand beside an answer: urgent, what was asked before, what is known with the medicines named."""
        rows = self._rows.with_medicines(found)[0] if found.subject.supplement else []
        reminder = found.subject.ref(caution)
        return [
            *self._replies.urgent_choice(found.watch),
            *([self._replies.choice(reminder)] if caution and reminder else []),
            *(self._replies.choice(self._rows.ref(row)) for row in rows[:MOST_CHOICES]),
        ]

    @staticmethod
    def caution(found: Understanding, topics: Sequence[str]) -> str:
        """The topic about people who should ask first that a message speaks of, else the earlier one, where it is none of those
        that are answered now.
        """
        known = (one for one in (found.speaks_of, found.caution) if one and found.subject.ref(one))
        return next((one for one in known if one not in topics), "")

    def reminder(self, found: Understanding, caution: str) -> str:
        """The sentence that brings such a topic to mind; empty for none."""
        topic = self._content.topics.get(caution)
        if topic is None:
            return ""
        return topic.general if caution == found.speaks_of else self._replies.text("caution", topic=topic.title)

    @staticmethod
    def _forms(found: Understanding, ref: TopicRef) -> tuple[str, ...]:
        """The forms that were named of the supplement that answers."""
        return found.reading.forms if any(one.id == ref.supplement for one in found.reading.supplements) else ()

    def unanswered(self, ref: TopicRef, found: Understanding | None = None) -> Reply:
        """That a supplement has no answer on a topic, and its answer on the wider one where it has that.

        A topic that this supplement alone has comes before that, if the wider one has it and a message is nearly as like it: the
        colour of stools is, for iron, that they are dark. Others that do answer the topic are a button away. What is to be heeded
        with a medicine that is named is told in any case.
        """
        supplement, topic = self._content.supplements[ref.supplement], self._content.topics[ref.topic]
        rows = to_tell(self._rows.to_heed(found)) if found else []
        if found and (near := self._answered_beside(topic, supplement, found)):
            return self.answer(Scored(near, round(found.match.chance_right, 4)), found, rows)
        if topic.parent in supplement.answers:
            wider = Block(BlockKind.NOTE, self._replies.text("wider", topic=topic.title, supplement=supplement.name))
            score = round(found.match.chance_right, 4) if found else 1.0
            notes = self._replies.notes(watch=found.watch if found else None)
            return self._replies.answer(Scored(TopicRef(supplement.id, topic.parent), score), [*notes, wider], more=rows)
        text = self._replies.text("no-answer-yet", topic=topic.title, supplement=supplement.name)
        having = any(ref.topic in one.answers for one in self._content.supplements.values())
        others = [Choice(self._replies.text("button-others"), page=WHICH_PAGE + topic.id)] if having else []
        if found and rows:
            notes = [Block(BlockKind.NOTE, text), *self._replies.notes(self._rows.untold(found, rows), found.watch)]
            beside = [*self._replies.urgent_choice(found.watch), *others]
            return self._replies.answers([], notes, beside, [(self._rows.ref(row), row) for row in rows])
        return self._replies.nothing(text, found.watch if found else None, others)

    def _answered_beside(self, topic: Topic, supplement: Supplement, found: Understanding) -> TopicRef | None:
        """A topic of the same wider one, among the likeliest, that the supplement alone has."""
        likeliest = (self._content.topics[one] for one in found.match.topics[1:MOST_CHOICES] if one in supplement.answers)
        own = (one for one in likeliest if one.owner == supplement.id)
        return next((TopicRef(supplement.id, one.id) for one in own if one.parent and one.parent == topic.parent), None)

    def which_one(self, found: Understanding, reason: Reason) -> tuple[Reason, Reply] | None:
        """Asks of which supplement: what was understood, and the likeliest ones as buttons; None where none answers it.

        What one supplement alone has is not asked of which.
        """
        topic, refs = next(one for one in found.match.topics if not self._content.topics[one].owner), list[TopicRef]()
        if classes := self._rows.classes(found):
            topic = classes[0].topic
            if found.asked in (AskedKind.PAIR, AskedKind.ONE):
                refs = [
                    TopicRef(one.id, WITH + classes[0].id)
                    for one in self._content.most_asked
                    if classes[0].id in one.with_medicines
                ]
        refs = refs or [TopicRef(one.id, topic) for one in self._content.most_asked if topic in one.answers]
        if not refs:
            return None
        title = f"with {self._rows.medicine_name(found, classes[0])}" if classes else self._content.topics[topic].title
        title = title[:1].upper() + title[1:]
        general = self._content.topics[topic].general
        body = [
            Block(BlockKind.TITLE, title),
            *self._replies.notes((), found.watch),
            *([Block(BlockKind.NOTE, general)] if general else ()),
            Block(BlockKind.LEAD, self._replies.text("which-one", topic=title)),
        ]
        more = [Choice(self._replies.text("button-more"), page=WHICH_PAGE + refs[0].topic)] if len(refs) > MOST_CHOICES else []
        shown = refs[:MOST_CHOICES]
        choices = [*self._replies.urgent_choice(found.watch), *(self._replies.by_name(ref) for ref in shown), *more]
        offered = [Scored(ref, round(found.match.chance_right, 4)) for ref in shown]
        return reason, self._replies.reply(ReplyKind.SUGGEST, body, offered, choices)

    def suggest(self, offered: Sequence[Scored], found: Understanding) -> Reply:
        """Up to three topics to choose from, their answers folded, and "this is urgent" beside them where that may be. The
        first is answered above the choice where it is about as likely right as not, and a point that may be asked is.
        """
        body, offered = self._replies.notes((), found.watch), _choices(offered, found)
        best = offered[0]
        is_near = (best.point or best.score >= NEAREST_FROM) and found.match.chance_in_scope >= NEAREST_IN_SCOPE
        if is_near:
            body += [*self.amount([best.ref], found), Block(BlockKind.NOTE, self._replies.text("suggest-nearest"))]
            body += [block for part in self._replies.told(best) for block in part.whole]
        if others := offered[1:] if is_near else offered:
            body.append(Block(BlockKind.LEAD, self._replies.text("suggest-others" if is_near else "suggest")))
            told = [part for one in others for part in self._replies.told(one)]
            body += [block for part in told for block in replace(part, details="").folded]
        body.append(self._replies.sources([answer for one in offered for answer in self._replies.answers_of(one)]))
        choices = [*self._replies.urgent_choice(found.watch), *(self._replies.choice(one.ref) for one in offered)]
        return self._replies.reply(ReplyKind.SUGGEST, body, offered, choices)


def asked_point(found: Understanding, likely: float) -> Scored | None:
    """The point that is asked for, with its topic, where its chance is at least `likely`, 0 to 1."""
    asked = found.point
    if asked is None or asked.chance < likely:
        return None
    ref = TopicRef(asked.supplement, asked.point.answer.topic)
    return Scored(
        ref, round(asked.chance, 4), asked.point.name, PointPlace.BELOW if asked.chance < POINT_FIRST else PointPlace.FIRST
    )


def finer(one: Scored, found: Understanding) -> Scored:
    """A topic with its point, where a message may ask for that."""
    asked = asked_point(found, OWN_POINT)
    return replace(asked, score=one.score) if asked and asked.ref == one.ref else one


def with_point(parts: Sequence[Scored], found: Understanding) -> list[Scored]:
    """Answers to topics with the point that may be asked for: ahead of them where it is likely enough, and then in the place of
    its own topic; else below its own topic, or behind others.
    """
    asked = asked_point(found, OWN_POINT)
    if asked is None:
        return list(parts)
    others = [one for one in parts if one.ref != asked.ref]
    is_of_theirs = len(others) < len(parts)
    in_doubt = found.match.chance_right < IN_DOUBT and len(found.reading.words) >= LONG
    if asked.score >= (POINT_FIRST if is_of_theirs else DOUBTED_BY if in_doubt else LIKELY_POINT):
        return first_of(asked, others[: MOST_CHOICES - 1])
    if is_of_theirs or asked.score < POINT_FROM:
        return [finer(one, found) for one in parts]
    lowest = min([asked.score, *(one.score for one in parts)])
    return [*parts[: MOST_CHOICES - 1], replace(asked, score=lowest, place=PointPlace.BEHIND)]


def first_of(asked: Scored, others: Sequence[Scored]) -> list[Scored]:
    """A point in front of others, with no lower a chance than theirs."""
    return [replace(asked, score=max([asked.score, *(one.score for one in others)]), place=PointPlace.FIRST), *others]


def _choices(offered: Sequence[Scored], found: Understanding) -> list[Scored]:
    """Choices with the point that may be asked: first where it is of one of their topics, where the message names its supplement,
    or where it is likely; else last.
    """
    asked = asked_point(found, POINT_FROM)
    if asked is None:
        return list(offered)
    others = [one for one in offered if one.ref != asked.ref]
    if len(others) == len(offered) and asked.place is PointPlace.BELOW and not found.subject.is_named:
        return with_point(offered, found)
    return first_of(asked, others)[:MOST_CHOICES]


def scored(found: Understanding, limit: int) -> list[Scored]:
    """The best topics that the subject answers, with the chance of the best and, for the others, their part of it."""
    match = found.match
    top = match.score(match.topics[0])
    refs = [(topic, ref) for topic in match.topics if (ref := found.subject.ref(topic))]
    return [
        Scored(ref, round(match.chance_right * 2 ** (4 * min(0.0, match.score(topic) - top)), 4)) for topic, ref in refs[:limit]
    ]
