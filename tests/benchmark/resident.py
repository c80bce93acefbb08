"""The child process of the memory figures: builds the engine as `bot run` does, answers once, prints its memory as JSON in MB.

It loads nothing that the bot would not load.
"""

import importlib
import json
import os
import sys

from bot.evaluation.memory import resident
from bot.opening import open_engine
from bot.settings import Settings


def main(question: str, *, telegram: bool) -> None:
    """Settings come from the environment, as for the bot."""
    if telegram:
        importlib.import_module("bot.server.by_polling")
    engine = open_engine(Settings.from_environment(os.environ))
    engine.ask(question)
    memory = resident()
    assert memory  # the benchmark runs on Linux only
    print(json.dumps({"resident": memory.now, "peak": memory.most}))


if __name__ == "__main__":
    main(sys.argv[1], telegram="--telegram" in sys.argv[2:])
