"""The schemas on disk are what the code makes, fit the content, and have the limits of the reader."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.content import ContentError, load
from bot.content_review.schemas import FOLDER, schemas, write_schemas
from tests.conftest import ROOT
from tests.content.tree import SECOND_DATA, Tree

CONTENT = ROOT / "content"
FILES = sorted(CONTENT.rglob("*.yaml"))
ONE_SUPPLEMENT = [path for path in FILES if path.parent.parent.name != "supplements" or path.parent.name == "zinc"]
HEAD = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


class Core(yaml.CSafeLoader):
    """Reads plain scalars as YAML 1.2 does, and so editing programs: numbers, true, false and null, and nothing else."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own)


for tag, form, first in (
    ("bool", "true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", "null|~|", ["n", "~", ""]),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{form})\Z"), list(first))


def read(path: Path) -> Any:
    """A file as an editing program sees it."""
    return yaml.load(path.read_text(encoding="utf-8"), Core)  # noqa: S506 (a SafeLoader)


def schema_of(path: Path) -> dict[str, Any]:
    """The schema that a file names in its first line."""
    head = HEAD.match(path.read_text(encoding="utf-8"))
    assert head, f"{path} does not begin with its schema"
    schema: dict[str, Any] = json.loads((path.parent / head[1]).read_text(encoding="utf-8"))
    return schema


def name(path: Path) -> str:
    """A file's path inside the content."""
    return path.relative_to(CONTENT).as_posix()


def test_schemas_on_disk(tmp_path: Path) -> None:
    """The files are what `python -m bot check --write-schemas` writes, and no others."""
    write_schemas(tmp_path)
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in (CONTENT / FOLDER).iterdir()}
    assert on_disk == schemas() == {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / FOLDER).iterdir()}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_content_fits(path: Path) -> None:
    """Every content file names its schema, which is a good one, and fits it."""
    schema = schema_of(path)
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(read(path), schema, cls=jsonschema.Draft7Validator)


def test_every_schema_is_used() -> None:
    """Each schema belongs to some file."""
    used = {schema_of(path)["description"] for path in FILES}
    assert used == {json.loads(text)["description"] for text in schemas().values()}


@pytest.mark.parametrize("path", sorted(SECOND_DATA.glob("*.yaml")), ids=lambda path: path.name)
def test_another_supplement_fits(path: Path) -> None:
    """A supplement added later fits as well."""
    kind = path.stem if path.stem in ("points", "supplement", "sources", "with-supplements") else "answers"
    jsonschema.validate(read(path), json.loads(schemas()[f"{kind}.json"]), cls=jsonschema.Draft7Validator)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("answers", {"what-is": {"short": "Short."}}),
        ("answers", {"what-is": {"colour": "green"}}),
        ("answers", {"What is": {}}),
        ("points", {"about/what-is": {"a-point": {"short": "Short."}}}),
        ("sources", {"a-key": {"cite": "A", "title": "A", "by": "A", "kind": "label", "year": 2020}}),
        ("sources", {"a-key": {"cite": "A", "title": "A", "by": "A", "kind": "hearsay", "year": 2020, "where": "A"}}),
        ("medicines", {"a-class": {"stand-in": "a tablet", "topic": "safety/interactions"}}),
        ("vocabulary", {"x" * 61: "y"}),
        ("languages", {"languages": {"elvish": {"reply": "A"}}, "english": ["the"]}),
    ],
)
def test_mistakes_do_not_fit(kind: str, change: dict[str, Any]) -> None:
    """What the reader refuses in a single entry, the schema refuses too."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(change, json.loads(schemas()[f"{kind}.json"]), cls=jsonschema.Draft7Validator)


def limited(schema: dict[str, Any], value: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], int]]:
    """The texts of a file whose length is limited: the keys that lead to the first of each kind, and its limit."""
    if isinstance(value, dict):
        below = schema.get("properties", {})
        (rest,) = [*schema.get("patternProperties", {}).values()] or [schema.get("additionalProperties")]
        for key in value if below else list(value)[:1]:
            yield from limited(below.get(key, rest), value[key], (*keys, key))
    elif isinstance(value, list):
        for number in range(len(value[:1])):
            yield from limited(schema["items"], value[number], (*keys, number))
    elif isinstance(value, str) and "maxLength" in schema:
        yield keys, schema["maxLength"]


def lengthened(value: Any, keys: tuple[Any, ...], length: int) -> Any:
    """The file's value with one text made so long."""
    changed = copy.deepcopy(value)
    place = changed
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = place[keys[-1]].ljust(length, "x")[:length]
    return changed


@pytest.mark.parametrize("path", ONE_SUPPLEMENT, ids=name)
def test_limits_are_the_readers(tree: Tree, path: Path) -> None:
    """A text of the length that the schema allows is not too long for the reader, and one letter more is; the files of one
    supplement stand for all of them.
    """
    value, schema = read(path), schema_of(path)
    for over in (0, 1):
        changed, limits = value, list(limited(schema, value))
        assert limits
        for keys, limit in limits:
            changed = lengthened(changed, keys, limit + over)
        (tree.folder / name(path)).write_text(
            yaml.dump(changed, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10**6), encoding="utf-8"
        )
        said = []
        try:
            load(tree.folder)
        except ContentError as error:
            said = [problem for problem in error.problems if re.search(r"at most \d+ fit", problem.message)]
        assert sorted(int(re.findall(r"at most (\d+) fit", problem.message)[0]) for problem in said) == sorted(
            limit for _, limit in limits if over
        )
