"""A supplement at a glance: one page, put together from its answers and its limits."""

from collections.abc import Sequence

from bot.answering.amounts import worded
from bot.answering.kinds.over_shelf import first_sentence
from bot.answering.kinds.uses import main_uses
from bot.answering.pages import page_name
from bot.answering.remembering import MEDICINES
from bot.answering.replies import Replies
from bot.answering.reply import Block, BlockKind, Choice, Reply, ReplyKind, Scored
from bot.answering.titles import GLANCE
from bot.content.model import Content, Supplement, TopicRef

DOSE, MAXIMUM, CAREFUL = "dosage/typical-dose", "dosage/maximum", "safety/who-should-avoid"
NEXT = (DOSE, MAXIMUM, CAREFUL, MEDICINES, "safety/side-effects", "dosage/timing")  # where people go on to
MOST_IN_VIEW = 5  # uses; the others fold


class Glance:
    """What it is, who must ask first, how much, at most, and what for; everything else folds or is a button away."""

    def __init__(self, content: Content, replies: Replies) -> None:
        self._content, self._replies = content, replies

    def pick(self, ref: TopicRef) -> Reply | None:
        """The page that a button stands for."""
        one = self._content.supplements.get(ref.supplement)
        return self.of(one) if one and ref.topic == GLANCE else None

    def of(self, one: Supplement, notes: Sequence[Block] = (), choices: Sequence[Choice] = ()) -> Reply:
        """The page of a supplement, below these notes and with these buttons in front. It counts as what a bare name asks for."""
        text, answers = self._replies.text, one.answers
        told = [answers[topic] for topic in (one.overview, CAREFUL, DOSE) if topic in answers]
        studied = main_uses(one)
        body = [
            Block(BlockKind.TITLE, text("glance-title", supplement=one.name)),
            *notes,
        ]
        if CAREFUL in answers:
            body.append(Block(BlockKind.NOTE, text("glance-careful", careful=answers[CAREFUL].short)))
        body.append(Block(BlockKind.LEAD, first_sentence(answers[one.overview].short)))
        amounts = [text("glance-amount", amount=answers[DOSE].short)] if DOSE in answers else []
        if limit := self._limit(one):
            amounts.append(limit)
        if amounts:
            body.append(Block(BlockKind.LIST, "\n".join(amounts)))
        if MAXIMUM in answers:
            told.append(answers[MAXIMUM])
        if studied:
            uses = [f"{answer.evidence.bar} {self._content.topics[answer.topic].title}" for answer in studied]
            found = [f"{use}: {first_sentence(answer.short)}" for use, answer in zip(uses, studied, strict=True)]
            body.append(Block(BlockKind.LIST, "\n".join([text("glance-uses"), *uses[:MOST_IN_VIEW]])))
            body.append(Block(BlockKind.DETAILS, "\n".join([text("glance-found"), *found])))
        body.append(self._replies.sources([*told, *studied]))
        buttons = [self._replies.choice(TopicRef(one.id, topic)) for topic in NEXT if topic in answers]
        more = Choice(text("button-more"), page=page_name("topics", one))
        asked = [Scored(TopicRef(one.id, one.overview), 1.0)]
        return self._replies.reply(ReplyKind.ANSWER, body, asked, [*choices, *buttons, more], again=TopicRef(one.id, GLANCE))

    def _limit(self, one: Supplement) -> str:
        """The limits with whose they are; where no authority gives any, what the editors say instead."""
        if one.limits is None:
            return one.answers[MAXIMUM].short if MAXIMUM in one.answers else ""
        line = self._replies.text("glance-limit", limit=worded(one.limits))
        if not one.limits.compound_from:
            return line
        return f"{line} {self._replies.text('glance-compound', part=f'{one.limits.held} {one.limits.unit}')}"
