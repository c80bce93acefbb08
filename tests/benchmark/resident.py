"""The child process of the memory figures: builds the engine as `bot run` does, answers once, prints its memory as JSON in MB.

It loads nothing that the bot would not load.
"""

import importlib
import json
import os
import re
import sys
from pathlib import Path

from bot.cli import open_engine
from bot.settings import Settings


def main(question: str, *, telegram: bool) -> None:
    """Settings come from the environment, as for the bot."""
    if telegram:
        importlib.import_module("bot.telegram_bot.application")
    engine = open_engine(Settings.from_environment(os.environ))
    engine.ask(question)
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    kibibytes = {name: int(size) for name, size in re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB$", status, re.MULTILINE)}
    print(json.dumps({"resident": kibibytes["VmRSS"] * 1024 / 1e6, "peak": kibibytes["VmHWM"] * 1024 / 1e6}))


if __name__ == "__main__":
    main(sys.argv[1], telegram="--telegram" in sys.argv[2:])
