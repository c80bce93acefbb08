"""The questions that are asked: the golden ones, or a file's."""

from pathlib import Path

from bot.evaluation.golden import Kind, Question, read_questions

GOLDEN = Path(__file__).parent.parent / "questions"


def single_questions(path: Path = GOLDEN) -> list[Question]:
    """The questions of kind "answer" and "abstain" of a folder or a file of golden questions, each text once.

    Other kinds are left out: a peer knows no danger, small talk or conversation. Raises QuestionsError where a file is no good.
    """
    asked = [question for question in read_questions(path) if question.kind in (Kind.ANSWER, Kind.ABSTAIN)]
    return list(
        {question.text: question for question in asked}.values()
    )  # one that comes again may be remembered, and cost nothing
