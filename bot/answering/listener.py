"""From a message to what it may mean: read, matched, watched for danger, and seen in the light of the conversation.

Nothing is decided here; that is the engine's.
"""

from bot.answering.asked import is_instead, is_one_of_two_alone, one_of_two, taking_part, what_is_asked
from bot.answering.conversation import Conversation
from bot.answering.decision import Piece, Understanding
from bot.answering.narrowing import ASKING, Narrowing
from bot.answering.subject import Subject, Subjects
from bot.answering.watcher import Watcher
from bot.content.model import Content, RedFlag, Topic
from bot.language.ages import YOUNG, ages
from bot.language.languages import recognise
from bot.language.reading import QuestionReader, Reading
from bot.language.splitting import pieces
from bot.matching.matcher import Match, Matcher
from bot.matching.points import FoundPoint
from bot.safety.alarm import MENTION, Alarm, Danger

CHILDREN, PREGNANCY = "safety/children", "safety/pregnancy"  # the topics on them
LONGEST_QUESTION = 4096  # characters; what Telegram allows in a message
UNKNOWN_WORDS = 0.6  # share of words that nobody knows from which a message is no question

# A piece of a message counts as a question of its own when its best topic is about as likely right as not, and the message as
# a whole speaks of that topic too: among its first six, and not as low as what no wording resembles (-1).
PIECE_FROM = 0.55
PIECE_AMONG = 6
PIECE_SCORE = -0.88
PIECE_SURE = 0.9  # chance of being right from which a piece needs no more than to be among them
PIECE_CERTAIN = 0.97  # ... from which it need not even be that: "How much a day? And is it safe in pregnancy?"
# Topics that a piece scores so close to its best are as likely, and the message as a whole decides: "how much, and when?".
PIECE_NEAR = 0.15

# A message leans on what was said before by one of these words, or by being a question of few words, or by being brief and
# surer in the light of it. Longer questions without such a word were understood by themselves in every trial.
LEANING = frozenset("and but so or also then that those these they them one ones both either why instead same tho though".split())
WHAT_ABOUT = {("what", "about"), ("how", "about")}
OPENING = ASKING | frozenset("if even with at in on for by".split())
SHORT, BRIEF = 4, 6  # words

# The chance of being right from which the topic of a message by itself counts, where in the light of what was said it would
# be the earlier topic once more.
ASKS_ANEW = 0.6


class Listener:
    """Understands messages.

    `answer_from` is the certainty, 0 to 1, from which a message is clear by itself, `answer_two_from` that from which one of two
    topics is what it asks; `supplement` the id of the one that is meant
    where none is named or was spoken of, or empty.
    """

    def __init__(
        self,
        content: Content,
        reader: QuestionReader,
        matcher: Matcher,
        alarm: Alarm,
        answer_from: float,
        answer_two_from: float,
        supplement: str,
    ) -> None:
        self._content = content
        self._reader = reader
        self._matcher = matcher
        self._alarm, self._watcher = alarm, Watcher(content, reader, matcher, alarm)
        self._answer_from = answer_from
        self._supplement = supplement
        self._subjects = Subjects(content)
        self._narrowing = Narrowing(content, reader, matcher, self._subjects, answer_from, answer_two_from)

    def understand(self, question: str, conversation: Conversation) -> Understanding:
        """Read and match a message of at most LONGEST_QUESTION characters, in the light of the conversation if it leans on it."""
        reading = self._reader.read(question)
        meant = one_of_two(reading, conversation) or conversation.supplement or self._supplement or self._reader.hinted(reading)
        subject = self._subjects.of(reading, meant)
        topics = self._subjects.topics(subject)
        alone = whole = self._matcher.match(reading)
        match = self._matcher.among(alone, topics)
        danger = self._watcher.check(question, match)
        if narrowed := self._narrowing.narrow(question, alone, match, meant):
            subject, alone, match = narrowed.subject, narrowed.alone, narrowed.match
        language = recognise(self._content, question)
        earlier = self._content.topics.get(conversation.topic)
        stands_alone = match.certainty >= self._answer_from or match.small_talk or language or is_unreadable(reading)
        together = None if not earlier or stands_alone else self._together(question, match, earlier, subject)
        in_light_of = ""
        if earlier and together:
            in_light = self._alarm.check(together.reading, together.scores)
            if in_light.chance < danger.chance and not danger.signs:  # "what if they failed?" may mean kidneys
                danger = in_light
            in_light_match = self._matcher.in_light(match, together)
            if in_light_match.topics[0] != earlier.id or match.topics[0] == earlier.id or match.chance_right < ASKS_ANEW:
                match = in_light_match  # else "and when?" after a dose asks something new, though it leans on the dose
            in_light_of = earlier.id
        if subject.supplement is None and not reading.others and match.certainty >= self._answer_from:
            subject = self._subjects.owner(match.topics)  # what only one supplement has tells which is meant
        supplements = taking_part(reading, alone.asked, conversation, self._content, match.topics[0])
        goes_on = earlier is not None and _goes_on(reading)
        asked, *nearly = what_is_asked(
            alone.reading,
            alone.asked,
            alone.reading.supplements if narrowed else supplements,
            is_meant=subject.supplement is not None,
            leans=bool(in_light_of) or goes_on,
            together=self._together_says(match),
        )
        return Understanding(
            question=question,
            asking=narrowed.text if narrowed else question,
            reading=reading,
            match=match,
            point=self._point(alone, match, subject),
            danger=danger,
            language=language,
            subject=subject,
            alternatives=supplements,
            asked=asked,
            nearly=frozenset(nearly),
            is_instead=is_instead(reading, whole.asked),
            is_pointer=is_one_of_two_alone(reading),
            goes_on=goes_on,
            in_light_of=in_light_of,
            is_danger_only_named=danger.is_only_named and not conversation.danger,
            watch=self._watch(danger, conversation),
            speaks_of=self._of_a_child(reading, match),
            caution=conversation.caution,
            earlier=conversation.topic,
            medicine=conversation.medicine,
            told=conversation.told,
            offered=conversation.offered,
        )

    def _point(self, alone: Match, match: Match, subject: Subject) -> FoundPoint | None:
        """The likeliest point of the subject, of what else is named, or of its relatives where it does not answer the topic."""
        one = subject.supplement
        if one is None:
            return None
        relatives = () if match.topics[0] in one.answers else subject.relatives
        others = dict.fromkeys([*relatives, *alone.reading.supplements])
        return self._matcher.point(alone, match, one, [other for other in others if other is not one])

    def _together_says(self, match: Match) -> float:
        """The chance that a message is on what goes together, or, below nought, on another topic."""
        return match.chance_right if self._matcher.is_about_others(match.topics[0]) else -match.chance_right

    @staticmethod
    def _of_a_child(reading: Reading, match: Match) -> str:
        """The topic on children, where a message gives a child's age and may be on that: "my 4 year old won't sleep on it". Who
        nurses a baby, or is pregnant, asks for herself.
        """
        among = [topic for topic in match.topics[:PIECE_AMONG] if topic in (CHILDREN, PREGNANCY)]
        return CHILDREN if among[:1] == [CHILDREN] and not YOUNG.isdisjoint(ages(reading.words)) else ""

    def _watch(self, danger: Danger, conversation: Conversation) -> RedFlag | None:
        """The situation that may be there, or else the one that was a moment ago."""
        if danger.chance >= MENTION:
            return danger.situation
        return next((flag for flag in self._content.red_flags if flag.id == conversation.danger), None)

    def pieces(self, question: str, whole: Match, subject: Subject) -> tuple[Piece, ...]:
        """The pieces of a message, each matched on its own; none where the message as a whole speaks of one topic at most."""
        if whole.score(whole.topics[1]) < PIECE_SCORE and "?" not in question.rstrip(" ?"):
            return ()
        topics = self._subjects.topics(subject)
        among = [topic for topic in whole.topics[:PIECE_AMONG] if subject.supplement is None or subject.ref(topic)]
        cut = []
        for text in pieces(question):
            match = self._matcher.among(self._matcher.match(self._reader.read(text)), topics)
            lowest = match.score(match.topics[0]) - PIECE_NEAR
            fitting = [topic for topic in among if match.score(topic) >= lowest]
            best = max(fitting, key=lambda topic: match.score(topic) + whole.score(topic), default=match.topics[0])
            speaks_of_it = whole.score(best) >= PIECE_SCORE or match.chance_right >= PIECE_SURE
            is_meant = (best in among and speaks_of_it) or match.chance_right >= PIECE_CERTAIN
            is_own = match.chance_right >= PIECE_FROM and is_meant
            cut.append(Piece(text, match, best, is_own))
        return tuple(cut)

    def _together(self, question: str, alone: Match, earlier: Topic, subject: Subject) -> Match | None:
        """A message matched together with the earlier topic; None where it does not need that to be understood.

        "Zinc?" leans on a question about other supplements, and on nothing else.
        """
        reading = alone.reading
        if reading.others and not self._matcher.is_about_others(earlier.id):
            return None
        leans = _leans(question, reading)
        if not leans and len(reading.words) > BRIEF:
            return None
        if sum(piece.is_question for piece in self.pieces(question, alone, subject)) > 1:
            return None  # "how much, and when?"
        both = self._matcher.match(self._reader.read(f"{earlier.title} {question}"))
        together = self._matcher.among(both, self._subjects.topics(subject))
        return together if leans or together.chance_right > alone.chance_right else None


def _leans(question: str, reading: Reading) -> bool:
    """Whether a message shows by its words that it leans on what was said before."""
    if _goes_on(reading):
        return True
    asks = question.rstrip().endswith("?") or reading.words[0].partition("'")[0] in OPENING
    return asks and len(reading.words) <= SHORT


def _goes_on(reading: Reading) -> bool:
    """Whether one of its words ties a message to what was said before, or its first two do: "what about at seventy"."""
    return tuple(reading.words[:2]) in WHAT_ABOUT or not LEANING.isdisjoint(word.partition("'")[0] for word in reading.words)


def is_unreadable(reading: Reading) -> bool:
    """Whether a message holds no words, letters that are no words ("aaaa"), or mostly words that nobody knows."""
    has_words = reading.named_words or any(word[0].isalpha() and len(set(word)) > 1 for word in reading.text.split())
    return not has_words or len(reading.unknown) >= UNKNOWN_WORDS * len(reading.words)
