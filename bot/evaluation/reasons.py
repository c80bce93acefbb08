"""The reasons of decisions in a sentence each."""

from bot.answering.decision import Reason

_SENTENCES = {
    Reason.DANGER: (
        "The chance that somebody is in danger ({situation}) is {danger}, and from {danger_from} on urgent help comes first."
    ),
    Reason.MORE: "The message asks for more of what was answered before.",
    Reason.OTHER_LANGUAGE: "The message is in another language than English ({language}).",
    Reason.UNREADABLE: "Most of the words are known to nobody, or there are none.",
    Reason.SMALL_TALK: "The message is more like small talk ({small_talk}) than like any topic, danger, or what is not covered.",
    Reason.SHELF: "The message asks what is covered.",
    Reason.REVERSE: "The message asks which supplements do not go with a medicine or a condition, and names none.",
    Reason.GOAL: "The message asks what there is for a use, and names no supplement.",
    Reason.BARE_NAME: "The message is hardly more than a name: what was spoken of is told for {supplement}, or all at a glance.",
    Reason.SIDE_BY_SIDE: "The message asks the same of several supplements, or which of them.",
    Reason.PAIR_WITH_MEDICINE: "The message asks about {supplement} with a medicine, or names a pair that must not be combined.",
    Reason.PAIR_OF_SUPPLEMENTS: "The message asks about {supplement} with another one, or has a pair that must not be combined.",
    Reason.CARD: "The message is about something that has a card and is not on the shelf ({others}).",
    Reason.MEDICINES_ALONE: "The message is about medicines alone.",
    Reason.WHICH_ONE: 'What was asked is "{best}", and nobody can tell of which supplement.',
    Reason.OTHER_SUBJECT: "The message is about something that this FAQ knows of and does not cover ({others}).",
    Reason.FINER: "The message asks for a point of {supplement}, a finer question with an answer of its own.",
    Reason.SEVERAL: "The message holds several questions, each of which is clear on its own and in the message as a whole.",
    Reason.SURE: 'It is certain enough that "{best}" was asked: {certainty}, and the bot answers from {answers_from} on.',
    Reason.ONE_OF_TWO: (
        'It is not certain enough that "{best}" was asked ({certainty}), but that it or the next topic was: both are answered.'
    ),
    Reason.NO_ANSWER: 'What was asked is "{best}", and {supplement} has no answer on it.',
    Reason.OTHERS_TOGETHER: (
        "The topic is certain enough ({certainty}), but the message asks how other things go together, so choices are offered."
    ),
    Reason.UNSURE: (
        "The chance that the FAQ covers it is {ours}, enough for choices (from {ours_from} on), but it is not certain "
        'enough that "{best}" was asked: {certainty}, and the bot answers from {answers_from} on.'
    ),
    Reason.NOT_OURS: (
        "The chance that the FAQ covers it is {ours}, and choices are offered from {ours_from} on; an answer would need a "
        "certainty of {answers_from}, and the best has {certainty}."
    ),
}


def reason_in_words(reason: Reason, **values: str) -> str:
    """The sentence of a reason, with the names and numbers that it mentions."""
    return _SENTENCES[reason].format(**values)
