"""The reasons of decisions in a sentence each."""

from bot.answering.decision import Reason

_SENTENCES = {
    Reason.DANGER: (
        "The chance that somebody is in danger ({situation}) is {danger}, and from {danger_from} on urgent help comes first."
    ),
    Reason.OTHER_LANGUAGE: "The message is in another language than English ({language}).",
    Reason.UNREADABLE: "Most of the words are known to nobody, or there are none.",
    Reason.SMALL_TALK: "The message is more like small talk ({small_talk}) than like any topic, danger, or what is not covered.",
    Reason.BARE_NAME: "The message is a name and nothing else, so the overview of {supplement} answers it.",
    Reason.OTHER_SUBJECT: "The message is about something that this FAQ knows of and does not cover ({others}).",
    Reason.SEVERAL: "The message holds several questions, each of which is clear on its own and in the message as a whole.",
    Reason.SURE: 'The chance that "{best}" is what was asked is {right}, and from {right_from} on the bot answers.',
    Reason.NO_ANSWER: 'What was asked is "{best}", and {supplement} has no answer on it.',
    Reason.OTHERS_TOGETHER: (
        "The topic is likely enough ({right}), but the message asks how other things go together, so choices are offered."
    ),
    Reason.UNSURE: (
        "The chance that the FAQ covers it is {ours}, enough for choices (from {ours_from} on), but the chance that "
        '"{best}" is what was asked is only {right}, and the bot answers from {right_from} on.'
    ),
    Reason.NOT_OURS: (
        "The chance that the FAQ covers it is {ours}, and choices are offered from {ours_from} on; an answer would need a "
        "chance of being right of {right_from}, and the best has {right}."
    ),
}


def reason_in_words(reason: Reason, **values: str) -> str:
    """The sentence of a reason, with the names and numbers that it mentions."""
    return _SENTENCES[reason].format(**values)
