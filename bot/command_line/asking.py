"""The commands that ask the engine in this terminal: ask and chat."""

import json
from collections.abc import Iterable
from typing import TextIO

from bot.answering.conversation import Conversation
from bot.answering.engine import Engine
from bot.answering.reply import Reply

EXPECTED = '{"question": "...", "context": ["...", ...], "supplement": "..."}; the last two may be left out'


def ask_lines(engine: Engine, lines: Iterable[str]) -> int:
    """Answer {"question", "context", "supplement"} a line with {"kind", "topics", "text"} a line, or {"error"}.

    `supplement` is the id of the one that is meant where none is named. The exit code is 1 if any line was none of these.
    """
    code = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            question, context, supplement = row["question"], row.get("context") or [], row.get("supplement") or ""
            if not isinstance(context, list) or not all(isinstance(said, str) for said in [question, supplement, *context]):
                raise TypeError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            print(_error(f"line {number}: expected {EXPECTED}"), flush=True)  # so that each line gets one, in order
            code = 1
            continue
        if supplement and supplement not in engine.content.supplements:
            print(_error(f"line {number}: there is no supplement {supplement!r}"), flush=True)
            code = 1
            continue
        conversation = Conversation(supplement)
        for earlier in context:
            engine.ask(earlier, conversation)
        print(_as_json(engine.ask(question, conversation)), flush=True)
    return code


def chat(engine: Engine, lines: TextIO) -> int:
    """Answer what is typed, or piped in, a question a line, until the end or an empty line at a terminal."""
    conversation = Conversation()
    typed = lines.isatty()
    if typed:
        print(engine.page("welcome").text, "\n\n(An empty line ends the chat.)\n")
    while True:
        if typed:
            print("> ", end="", flush=True)
        line = lines.readline()
        if not line or (typed and not line.strip()):
            return 0
        if question := line.strip():
            answer = engine.ask(question, conversation).text
            print(f"{answer}\n" if typed else f"> {question}\n\n{answer}\n")


def as_telegram_gets_it(reply: Reply) -> str:
    """The HTML that is sent for a reply."""
    from bot.telegram_bot import render  # telegram is not needed, and not loaded, by the others that ask here

    return render.html(reply)


def _as_json(reply: Reply) -> str:
    topics = [{"id": one.ref.topic, "supplement": one.ref.supplement, "score": one.score} for one in reply.topics]
    return json.dumps({"kind": reply.kind, "topics": topics, "text": reply.text}, ensure_ascii=False)


def _error(problem: str) -> str:
    return json.dumps({"error": problem}, ensure_ascii=False)
