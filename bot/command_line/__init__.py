"""The command line. `main` reads the arguments and calls what stands elsewhere; no command is needed, or loaded, by another."""

from bot.command_line.main import main

__all__ = ["main"]
