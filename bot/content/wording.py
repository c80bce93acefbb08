"""Everything that the bot says in its own voice: bot.yaml and smalltalk.yaml."""

from string import Formatter

from bot.content.answers import Evidence, PairLevel, SourceKind
from bot.content.model import SmallTalk, SupplementKind, Wording
from bot.content.register import Register
from bot.content.yaml_reader import Reader, Section

# The texts of bot.yaml, with the placeholders that each may use.
TEXTS: dict[str, tuple[str, ...]] = {
    "welcome": (),
    "help": (),
    "about": (),
    "privacy": (),
    "privacy-votes": (),
    "privacy-questions": ("days",),
    "privacy-nothing": (),
    "privacy-delete": (),
    "privacy-group": (),
    "deleted": ("votes", "questions"),
    "deleted-nothing": (),
    "deleted-later": (),
    "deleted-nobody": (),
    "sources": (),
    "topics": ("supplement",),
    "category": ("category",),
    "which-supplement": (),
    "shelf": ("shelf",),
    "which-one": ("topic",),
    "one-of-two": (),
    "in-general": (),
    "more-closely": (),
    "suggest": (),
    "suggest-nearest": (),
    "suggest-others": (),
    "near": (),
    "abstain": (),
    "other-substance": ("name",),
    "other-with-medicine": ("name", "medicine"),
    "no-answer-yet": ("topic", "supplement"),
    "wider": ("topic", "supplement"),
    "medicine": ("medicine", "class"),
    "instead": ("medicine",),
    "any-medicine": (),
    "form": ("form",),
    "amount": ("amount",),
    "amount-of-compound": ("amount", "part"),
    "amount-above": ("above",),
    "amount-within": ("within",),
    "amount-between": ("above", "within"),
    "pair-title": ("supplement", "other"),
    "pair-hours": ("hours",),
    "pair-unknown": ("supplement", "other"),
    "versus": (),
    "goal-title": ("goal",),
    "goal": ("goal",),
    "goal-disease": ("disease",),
    "glance-title": ("supplement",),
    "glance-careful": ("careful",),
    "glance-amount": ("amount",),
    "glance-limit": ("limit",),
    "glance-compound": ("part",),
    "glance-uses": (),
    "glance-found": (),
    "reverse-title": ("other",),
    "reverse": ("other",),
    "reverse-none": ("other",),
    "reverse-condition": ("other",),
    "reverse-rest": (),
    "medicines-alone": (),
    "card": (),
    "urgent-note": (),
    "emergency-words": (),
    "other-language": (),
    "gibberish": (),
    "usage": (),
    "usage-guest": (),
    "unsupported": (),
    "failure": (),
    "gone": (),
    "greeting-group": (),
    "evidence": ("bar", "evidence"),
    "sources-head": ("date",),
    "more-next": (),
    "more-which": (),
    "more-none": (),
    "pharmacist-named": ("named",),
    "pharmacist-asked": ("asked",),
    "caution": ("topic",),
    "slow-down": (),
    "button-urgent": (),
    "button-calm": ("topic",),
    "button-more": (),
    "button-details": (),
    "button-others": (),
    "button-helpful": (),
    "button-unhelpful": (),
    "button-editors": (),
    "button-pharmacist": (),
    "toast-slow-down": (),
    "toast-voted-up": (),
    "toast-voted-down": (),
    "toast-sent": (),
    "toast-not-sent": (),
    "toast-question-gone": (),
    "toast-not-yours": (),
    "inline-none": (),
    "inline-more": (),
}

# Lengths in characters. The last five are Telegram's.
TEXT, REPLY, DISCLAIMER, EVIDENCE = 1500, 400, 400, 120
SHORT_DESCRIPTION, DESCRIPTION, COMMAND, BUTTON, TOAST = 120, 512, 256, 64, 200
_SHORT = {"inline": BUTTON, "button": BUTTON, "toast": TOAST}  # texts by how their name begins


def longest(key: str) -> int:
    """How many characters a text of this name may have."""
    return _SHORT.get(key.partition("-")[0], TEXT)


def read_wording(section: Section) -> Wording:
    """The bot's texts, from the top level of bot.yaml; `popular` and `finish` are left to the caller."""
    texts = section.section("texts")
    evidence = section.section("evidence")
    levels, kinds, works = (section.section(key) for key in ("levels", "kinds", "works"))
    commands = section.section("commands")
    wording = Wording(
        name=section.text("name", 64),
        short_description=section.text("short-description", SHORT_DESCRIPTION),
        description=section.text("description", DESCRIPTION),
        disclaimer=section.text("disclaimer", DISCLAIMER),
        texts={key: texts.text(key, longest(key)) for key in TEXTS},
        evidence={level: evidence.text(level.value, EVIDENCE) for level in Evidence},
        levels={level: levels.text(level.value, EVIDENCE) for level in PairLevel},
        kinds={kind: kinds.text(kind.value, BUTTON) for kind in SupplementKind},
        works={kind: works.text(kind.value, BUTTON) for kind in SourceKind},
        commands={key: commands.text(key, COMMAND) for key in commands.ids()},
    )
    for key, allowed in TEXTS.items():
        if not _can_be_filled(wording.texts[key], allowed):
            known = ", ".join(f"{{{name}}}" for name in allowed) or "none"
            texts.problem(key, f"{key!r} has braces that are no placeholder known here; known: {known}")
    for part in (texts, evidence, levels, kinds, works):
        part.finish()
    return wording


def _can_be_filled(text: str, allowed: tuple[str, ...]) -> bool:
    """Whether all placeholders are plain and allowed ones."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:  # a brace without its partner
        return False
    return all(name is None or (name in allowed and not form and not conversion) for _, name, form, conversion in parts)


def read_small_talk(reader: Reader, register: Register) -> tuple[SmallTalk, ...]:
    """Greetings and the like, with what the bot says back."""
    section = reader.mapping(reader.folder / "smalltalk.yaml")
    found = []
    for key in section.ids():
        one = section.section(key)
        phrasings = register.phrasings(one.section("phrasings"), f"the small talk {key}", least=1)
        found.append(SmallTalk(key, one.text("reply", REPLY), phrasings, one.flag("shelf")))
        one.finish()
    return tuple(found)
