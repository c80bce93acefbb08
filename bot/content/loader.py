"""YAML folder -> Content. Every problem is found before any is reported.

The layout of the folder is described in content/README.md.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.content.cross_checks import check
from bot.content.model import (
    Answer,
    Category,
    Content,
    Evidence,
    HelpAction,
    MedicineClass,
    OtherSubstance,
    Phrasing,
    RedFlag,
    Sign,
    SmallTalk,
    Source,
    SourceKind,
    Supplement,
    Topic,
    TopicRef,
    Wording,
)
from bot.content.problems import ContentError
from bot.content.yaml_reader import ID, Reader, Section

# The texts of bot.yaml, with the placeholders that each may use.
TEXTS: dict[str, tuple[str, ...]] = {
    "welcome": (),
    "help": (),
    "about": (),
    "privacy": (),
    "sources": (),
    "topics": ("supplement",),
    "category": ("category",),
    "suggest": (),
    "abstain": ("supplement",),
    "other-substance": ("name", "supplement"),
    "no-answer-yet": ("topic", "supplement"),
    "medicine": ("medicine", "class"),
    "urgent-note": (),
    "gibberish": (),
    "usage": (),
    "unsupported": (),
    "failure": (),
    "gone": (),
    "greeting-group": (),
    "evidence": ("evidence",),
    "sources-head": ("date",),
    "more-details": (),
    "inline-none": (),
    "inline-more": (),
}

# Lengths, in characters. The short answer and the details are the product's promise to people on phones; ids have to
# fit, two together, into the 64 bytes of Telegram's callback data.
SHORT, DETAILS, PHRASING, TEXT, NAME, TITLE = 280, 900, 400, 1500, 60, 60
ID_LIMIT, COMMAND, INLINE_BUTTON = 30, 256, 64


class _Loader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reader = Reader(folder)
        self.lines: dict[str, tuple[Path, int]] = {}  # where an id or a text stands, for the cross checks

    def load(self) -> Content:
        if not self.folder.is_dir():
            self.reader.problem(self.folder, 0, "there is no such folder")
            raise ContentError(self.folder, self.reader.problems)
        categories, topics = self._topics()
        supplements, default = self._supplements(topics)
        bot = self.reader.mapping(self.folder / "bot.yaml")
        popular = tuple(TopicRef(default, text) for text, _ in bot.texts("popular", ID_LIMIT * 2, least=1))
        wording = self._wording(bot)
        others, out_of_scope = self._not_covered()
        content = Content(
            wording=wording,
            categories=categories,
            topics=topics,
            supplements=supplements,
            default_supplement=default,
            popular=popular,
            medicines=self._medicines(),
            vocabulary=self._vocabulary(),
            others=others,
            out_of_scope=out_of_scope,
            small_talk=self._small_talk(),
            **self._red_flags(),
        )
        check(content, self.reader, self.lines)
        if self.reader.problems:
            raise ContentError(self.folder, self.reader.problems)
        return content

    def _remember(self, what: str, path: Path, line: int) -> None:
        self.lines.setdefault(what, (path, line))

    def _id(self, section: Section, key: str) -> str:
        if len(key) > ID_LIMIT:
            section.problem(key, f"{key!r} has {len(key)} characters; an id has at most {ID_LIMIT}")
        return key

    def _phrasings(self, section: Section, path: Path, least: int) -> tuple[Phrasing, ...]:
        found = []
        for writer in section.keys():
            for text, line in section.texts(writer, PHRASING):
                found.append(Phrasing(text, writer))
                self._remember(f"phrasing:{text}", path, line)
        section.finish()
        if len(found) < least:
            section.note(section.line, f"at least {least} wordings are needed; there are {len(found)}")
        return tuple(found)

    def _topics(self) -> tuple[tuple[Category, ...], dict[str, Topic]]:
        ordered: list[tuple[int, Category]] = []
        topics: dict[str, Topic] = {}
        paths = sorted((self.folder / "topics").glob("*.yaml"))
        if not paths:
            self.reader.problem(self.folder / "topics", 0, "no topic file was found")
        for path in paths:
            section = self.reader.mapping(path)
            if not ID.match(path.stem):
                self.reader.problem(path, 0, "the file's name must be small letters, digits and hyphens")
            ordered.append((section.number("order", 1, 99), Category(path.stem, section.text("title", TITLE))))
            group = section.section("topics")
            for key in group.keys():
                one = group.section(key)
                topic_id = f"{path.stem}/{key}"
                if len(topic_id) > ID_LIMIT:
                    group.problem(key, f"{topic_id!r} has {len(topic_id)} characters; at most {ID_LIMIT} fit a button")
                self._remember(f"topic:{topic_id}", path, group.line_of(key))
                topics[topic_id] = Topic(
                    id=topic_id,
                    category=path.stem,
                    title=one.text("title", TITLE),
                    related=tuple(text for text, _ in one.texts("related", ID_LIMIT)),
                    phrasings=self._phrasings(one.section("questions"), path, least=10),
                )
                one.finish()
            group.finish()
            section.finish()
        return tuple(category for _, category in sorted(ordered, key=lambda pair: (pair[0], pair[1].id))), topics

    def _supplements(self, topics: dict[str, Topic]) -> tuple[dict[str, Supplement], str]:
        found: dict[str, Supplement] = {}
        defaults: list[str] = []
        folders = sorted(path for path in (self.folder / "supplements").glob("*") if path.is_dir())
        if not folders:
            self.reader.problem(self.folder / "supplements", 0, "no supplement folder was found")
        for folder in folders:
            path = folder / "supplement.yaml"
            section = self.reader.mapping(path)
            if not ID.match(folder.name) or len(folder.name) > ID_LIMIT:
                self.reader.problem(folder, 0, f"a folder's name is an id: small letters, digits, hyphens, at most {ID_LIMIT}")
            self._remember(f"supplement:{folder.name}", path, 1)
            if section.flag("default"):
                defaults.append(folder.name)
            names = [section.text("name", NAME)]
            for key in ("aliases", "misspellings"):
                for name, line in section.texts(key, NAME, required=False):
                    names.append(name)
                    self._remember(f"name:{name}", path, line)
            overview = section.text("overview", ID_LIMIT)
            section.finish()
            sources = self._sources(folder / "sources.yaml")
            found[folder.name] = Supplement(
                id=folder.name,
                name=names[0],
                names=tuple(dict.fromkeys(name for name in names if name)),
                overview=overview,
                answers=self._answers(folder, topics, sources),
                sources=tuple(sources.values()),
            )
        if len(found) > 1 and len(defaults) != 1:
            self.reader.problem(
                self.folder / "supplements", 0, f"one supplement must say 'default: true'; {len(defaults)} of {len(found)} do"
            )
        return found, (defaults or list(found) or [""])[0]

    def _sources(self, path: Path) -> dict[str, Source]:
        section = self.reader.mapping(path)
        found = {}
        for key in section.keys():
            one = section.section(key)
            self._remember(f"source:{path.parent.name}:{key}", path, section.line_of(key))
            source = Source(
                key=self._id(section, key),
                cite=one.text("cite", 40),
                title=one.text("title", 300),
                by=one.text("by", 200),
                kind=one.choice("kind", SourceKind, SourceKind.LABEL),
                year=one.number("year", 1900, 2100),
                where=one.text("where", 120, required=False),
                doi=one.text("doi", 100, required=False),
                pmid=one.text("pmid", 12, required=False),
                url=one.text("url", 200, required=False),
                note=one.text("note", 200, required=False),
            )
            if source.url and not source.url.startswith("https://"):
                one.problem("url", "an address must begin with https://")
            one.finish()
            found[key] = source
        section.finish()
        return found

    def _answers(self, folder: Path, topics: dict[str, Topic], sources: dict[str, Source]) -> dict[str, Answer]:
        found = {}
        for path in sorted(folder.glob("*.yaml")):
            if path.stem in ("supplement", "sources"):
                continue
            section = self.reader.mapping(path)
            for key in section.keys():
                topic_id = f"{path.stem}/{key}"
                if topic_id not in topics:
                    section.problem(key, f"there is no topic {topic_id!r} in topics/{path.stem}.yaml")
                one = section.section(key)
                cited = one.texts("sources", ID_LIMIT, least=1)
                for source, line in cited:
                    if source not in sources:
                        one.note(line, f"{source!r} is not in {folder.name}/sources.yaml")
                found[topic_id] = Answer(
                    topic=topic_id,
                    short=one.text("short", SHORT),
                    details=one.text("details", DETAILS),
                    evidence=one.choice("evidence", Evidence, Evidence.NONE),
                    sources=tuple(sources[source] for source, _ in cited if source in sources),
                    reviewed=one.day("reviewed"),
                )
                one.finish()
            section.finish()
        return found

    def _wording(self, section: Section) -> Wording:
        texts = section.section("texts")
        evidence = section.section("evidence")
        commands = section.section("commands")
        wording = Wording(
            name=section.text("name", 64),
            short_description=section.text("short-description", 120),
            description=section.text("description", 512),
            disclaimer=section.text("disclaimer", 400),
            texts={key: texts.text(key, INLINE_BUTTON if key.startswith("inline") else TEXT) for key in TEXTS},
            evidence={level: evidence.text(level.value, 120) for level in Evidence},
            commands={key: commands.text(key, COMMAND) for key in commands.keys()},
        )
        for key, allowed in TEXTS.items():
            try:
                wording.texts[key].format(**dict.fromkeys(allowed, ""))
            except (KeyError, IndexError, ValueError):
                known = ", ".join(f"{{{name}}}" for name in allowed) or "no placeholder"
                texts.problem(key, f"{key!r} has a placeholder that is not known here; it may use {known}")
        for part in (texts, evidence, commands, section):
            part.finish()
        return wording

    def _medicines(self) -> tuple[MedicineClass, ...]:
        path = self.folder / "medicines.yaml"
        section = self.reader.mapping(path)
        found = []
        for key in section.keys():
            one = section.section(key)
            self._remember(f"medicine-class:{key}", path, section.line_of(key))
            names: list[str] = []
            for part in ("generics", "brands"):
                for name, line in one.texts(part, NAME, required=False):
                    names.append(name)
                    self._remember(f"name:{name}", path, line)
            found.append(MedicineClass(key, one.text("stand-in", NAME), one.text("topic", ID_LIMIT), tuple(names)))
            one.finish()
            if not names:
                section.problem(key, f"{key!r} names no medicine")
        section.finish()
        return tuple(found)

    def _vocabulary(self) -> dict[str, str]:
        path = self.folder / "vocabulary.yaml"
        section = self.reader.mapping(path)
        return {key: section.text(key, NAME) for key in section.keys(pattern=None)}

    def _not_covered(self) -> tuple[tuple[OtherSubstance, ...], tuple[Phrasing, ...]]:
        path = self.folder / "not-covered.yaml"
        section = self.reader.mapping(path)
        found = []
        for group, form in (("supplements", False), ("forms", True)):
            names = section.section(group)
            for name in names.keys(pattern=None):
                self._remember(f"name:{name}", path, names.line_of(name))
                others = names.texts(name, NAME)
                for other, line in others:
                    self._remember(f"name:{other}", path, line)
                found.append(OtherSubstance(name, (name, *(other for other, _ in others)), form))
        phrasings = self._phrasings(section.section("questions"), path, least=1)
        section.finish()
        return tuple(found), phrasings

    def _red_flags(self) -> dict[str, Any]:
        """The fields of Content that red-flags.yaml gives."""
        path = self.folder / "red-flags.yaml"
        section = self.reader.mapping(path)
        actions = {}
        group = section.section("actions")
        for key in group.keys():
            one = group.section(key)
            actions[key] = HelpAction(key, one.number("rank", 1, 99), one.text("text", 600))
            one.finish()
        lists = section.section("words")
        words = {key: tuple(text for text, _ in lists.texts(key, NAME, least=1)) for key in lists.keys()}
        flags = []
        situations = section.section("situations")
        for key in situations.keys():
            one = situations.section(key)
            self._remember(f"red-flag:{key}", path, situations.line_of(key))
            flags.append(
                RedFlag(
                    id=key,
                    action=one.text("action", ID_LIMIT),
                    signs=tuple(
                        self._sign(text, words, one, line) for text, line in one.texts("signs", TEXT, required=False)
                    ),
                    examples=self._phrasings(one.section("examples"), path, least=1),
                )
            )
            one.finish()
        fields = {
            "actions": actions,
            "red_flags": tuple(flags),
            "sign_words": words,
            "units": tuple(text for text, _ in section.texts("units", NAME)),
            "look_alikes": self._phrasings(section.section("look-alikes"), path, least=1),
        }
        section.finish()
        return fields

    @staticmethod
    def _sign(text: str, words: Mapping[str, object], section: Section, line: int) -> Sign:
        """Read "taken + many - in-general"."""
        wanted, *unwanted = (part.strip() for part in text.split(" - "))
        sign = Sign(tuple(name.strip() for name in wanted.split(" + ")), tuple(unwanted))
        for name in (*sign.all, *sign.none):
            if name not in words:
                section.note(line, f"{text!r} names {name!r}, which is not a list under 'words'")
        return sign

    def _small_talk(self) -> tuple[SmallTalk, ...]:
        path = self.folder / "smalltalk.yaml"
        section = self.reader.mapping(path)
        found = []
        for key in section.keys():
            one = section.section(key)
            found.append(SmallTalk(key, one.text("reply", 400), self._phrasings(one.section("phrasings"), path, least=1)))
            one.finish()
        section.finish()
        return tuple(found)


def load(folder: Path) -> Content:
    """Read and check a content folder. Raises ContentError with every problem, each with file and line."""
    return _Loader(folder.resolve()).load()


def counts(content: Content) -> Sequence[tuple[str, int]]:
    """What is in the content, for people: (what, how many)."""
    return (
        ("supplements", len(content.supplements)),
        ("topics", len(content.topics)),
        ("answers", sum(len(supplement.answers) for supplement in content.supplements.values())),
        ("phrasings", sum(len(topic.phrasings) for topic in content.topics.values())),
        ("out-of-scope questions", len(content.out_of_scope)),
        ("sources", sum(len(supplement.sources) for supplement in content.supplements.values())),
        ("medicines", sum(len(medicine.names) for medicine in content.medicines)),
        ("other supplements and forms", len(content.others)),
        ("red-flag wordings", sum(len(flag.examples) for flag in content.red_flags)),
    )
