"""red-flags.yaml -> dangerous situations, how they show, and what to tell people."""

from collections.abc import Container
from typing import NamedTuple

from bot.content.model import HelpAction, RedFlag, Sign
from bot.content.phrasing import Phrasing
from bot.content.register import Register
from bot.content.yaml_reader import NAME, Reader, Section

ACTION, SIGN = 600, 200  # characters


class RedFlags(NamedTuple):
    """What red-flags.yaml gives to the content; the fields are those of `Content`."""

    actions: dict[str, HelpAction]
    red_flags: tuple[RedFlag, ...]
    sign_words: dict[str, tuple[str, ...]]
    units: tuple[str, ...]
    look_alikes: tuple[Phrasing, ...]


def read_red_flags(reader: Reader, register: Register) -> RedFlags:
    """The situations with their actions and word lists."""
    section = reader.mapping(reader.folder / "red-flags.yaml")
    actions = {}
    helps = section.section("actions")
    for key in helps.ids():
        one = helps.section(key)
        actions[key] = HelpAction(key, one.number("rank", 1, 99), one.text("text", ACTION), one.flag("alone"))
        one.finish()
    lists = section.section("words")
    words = {key: tuple(text for text, _ in lists.texts(key, NAME, least=1)) for key in lists.ids()}
    flags = []
    situations = section.section("situations")
    for key in situations.ids():
        one = situations.section(key)
        action = one.text("action", NAME)
        if action and action not in actions:
            one.problem("action", f"there is no action {action!r}")
        signs = tuple(_sign(text, words, one, line) for text, line in one.texts("signs", SIGN, required=False))
        flags.append(
            RedFlag(
                key,
                action,
                register.phrasings(one.section("examples"), f"the red flag {key}", least=1),
                signs,
                one.flag("certain"),
                tuple(text for text, _ in one.texts("about", NAME, required=False)),
            )
        )
        one.finish()
    for key in words.keys() - {name for flag in flags for sign in flag.signs for name in (*sign.all, *sign.none)}:
        lists.problem(key, f"no sign uses the words {key!r}")
    for key in actions.keys() - {flag.action for flag in flags}:
        helps.problem(key, f"no situation uses the action {key!r}")
    units = tuple(text for text, _ in section.texts("units", NAME))
    look_alikes = register.phrasings(section.section("look-alikes"), "the look-alikes", least=1)
    section.finish()
    return RedFlags(actions, tuple(flags), words, units, look_alikes)


def _sign(text: str, words: Container[str], section: Section, line: int) -> Sign:
    """Read "taken + many - in-general"."""
    wanted, *unwanted = (part.strip() for part in text.split(" - "))
    sign = Sign(tuple(name.strip() for name in wanted.split(" + ")), tuple(unwanted))
    for name in (*sign.all, *sign.none):
        if name not in words:
            section.note(line, f"{text!r} names {name!r}, which is not a list under 'words'")
    return sign
