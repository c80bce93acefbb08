"""Checks that need the whole content: references that lead nowhere, and things that stand twice."""

import re
from collections.abc import Mapping
from pathlib import Path

from bot.content.model import Content, Phrasing
from bot.content.yaml_reader import Reader

Places = Mapping[str, tuple[Path, int]]

_PLACEHOLDER = re.compile(r"[{}]")


def _key(text: str) -> str:
    """Two wordings are the same when they have the same words."""
    return " ".join(re.findall(r"\w+", text.casefold()))


class _Check:
    def __init__(self, content: Content, reader: Reader, places: Places) -> None:
        self.content, self.reader, self.places = content, reader, places

    def problem(self, place: str, fallback: str, message: str) -> None:
        path, line = self.places.get(place, (self.reader.folder / fallback, 0))
        self.reader.problem(path, line, message)

    def references(self) -> None:
        content = self.content
        for topic in content.topics.values():
            for related in topic.related:
                if related not in content.topics or related == topic.id:
                    self.problem(f"topic:{topic.id}", "topics", f"related topic {related!r} is not another topic")
        for supplement in content.supplements.values():
            place = f"supplement:{supplement.id}"
            if supplement.overview not in supplement.answers:
                self.problem(place, "supplements", f"the overview topic {supplement.overview!r} has no answer here")
            cited = {source.key for answer in supplement.answers.values() for source in answer.sources}
            for source in supplement.sources:
                where = f"source:{supplement.id}:{source.key}"
                if source.key not in cited:
                    self.problem(where, "supplements", f"no answer cites {source.key!r}")
                if not (source.address or source.where):
                    self.problem(where, "supplements", f"{source.key!r} needs a doi, a pmid, a url or a 'where'")
        for medicine in content.medicines:
            if medicine.topic not in content.topics:
                self.problem(f"medicine-class:{medicine.id}", "medicines.yaml", f"there is no topic {medicine.topic!r}")
        for flag in content.red_flags:
            place = f"red-flag:{flag.id}"
            if flag.action not in content.actions:
                self.problem(place, "red-flags.yaml", f"there is no action {flag.action!r}")
        answers = content.default.answers if content.default_supplement in content.supplements else {}
        for ref in content.popular:
            if ref.topic not in answers:
                self.problem("", "bot.yaml", f"the popular topic {ref.topic!r} has no answer")

    def unanswered(self) -> None:
        """A topic that no supplement answers can only disappoint."""
        for topic_id in self.content.topics:
            if not any(topic_id in supplement.answers for supplement in self.content.supplements.values()):
                self.problem(f"topic:{topic_id}", "topics", f"no supplement answers {topic_id!r}")

    def phrasings(self) -> None:
        """The same wording may stand once; {supplement} is the only placeholder."""
        content = self.content
        groups: list[tuple[str, tuple[Phrasing, ...]]] = [
            *((topic.id, topic.phrasings) for topic in content.topics.values()),
            ("not-covered.yaml", content.out_of_scope),
            *((f"the red flag {flag.id}", flag.examples) for flag in content.red_flags),
            ("the look-alikes", content.look_alikes),
            *((f"the small talk {talk.id}", talk.phrasings) for talk in content.small_talk),
        ]
        seen: dict[str, str] = {}
        for owner, phrasings in groups:
            for phrasing in phrasings:
                place = f"phrasing:{phrasing.text}"
                key = _key(phrasing.text)
                if key in seen:
                    self.problem(place, "topics", f"{phrasing.text!r} stands under {seen[key]} and under {owner}")
                seen.setdefault(key, owner)
                if _PLACEHOLDER.search(phrasing.text.replace("{supplement}", "")):
                    self.problem(place, "topics", "the only placeholder is {supplement}")

    def names(self) -> None:
        """A name stands for one thing."""
        content = self.content
        owners: list[tuple[str, tuple[str, ...]]] = [
            *((supplement.id, supplement.names) for supplement in content.supplements.values()),
            *((medicine.id, medicine.names) for medicine in content.medicines),
            *((other.name, other.names) for other in content.others),
        ]
        seen: dict[str, str] = {}
        for owner, names in owners:
            for key, name in {_key(name): name for name in names}.items():
                if key in seen:
                    self.problem(f"name:{name}", "", f"the name {name!r} stands for {seen[key]!r} and for {owner!r}")
                seen.setdefault(key, owner)


def check(content: Content, reader: Reader, places: Places) -> None:
    """Note every problem that shows only across files."""
    checks = _Check(content, reader, places)
    checks.references()
    checks.unanswered()
    checks.phrasings()
    checks.names()


