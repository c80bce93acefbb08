"""Telegram's HTML, read as Telegram reads it, and as strictly: a text and its entities, or the reason why not."""

import re
from typing import NamedTuple

from bot.playground.bot_api.refusal import Json, Refusal, bad_request

SPACES = " \t\r\n"  # what Telegram takes for a space inside a tag, and no other
LONGEST_REFERENCE = 9  # characters from the & up to the semicolon

# The tags that Telegram knows, and the entity that each means.
_TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
# The one attribute that each of these tags may have; others have none.
_ATTRIBUTES = {
    "a": re.compile(r'[ \t\r\n]+href="([^"]*)"[ \t\r\n]*'),
    "span": re.compile(r'[ \t\r\n]+class="(tg-spoiler)"[ \t\r\n]*'),
    "code": re.compile(r'[ \t\r\n]+class="language-([^"]*)"[ \t\r\n]*'),
    "blockquote": re.compile(r"[ \t\r\n]+(expandable)[ \t\r\n]*"),
}
_MUST_HAVE_ONE = frozenset({"a", "span"})
_PIECE = re.compile(
    r"<(?P<end>/?)(?P<name>[^ \t\r\n<>/]*)(?P<more>[^<>]*)>"
    r"|&(?:#[xX](?P<hex>[0-9a-fA-F]+)|#(?P<number>[0-9]+)|(?P<named>[a-zA-Z]+));?"
)
_BARE_HOST = re.compile(r"https?://[^/?#]+")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class ParsedText(NamedTuple):
    """A text without its markup, and the entities that the markup meant."""

    text: str
    entities: list[Json]


class _Open(NamedTuple):
    tag: str
    value: str  # of its attribute
    offset: int


def utf16_length(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_text(text: str, parse_mode: str) -> ParsedText:
    """The text as Telegram would show it. Raises Refusal for bad markup, and for markup other than HTML."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request("strings must be encoded in UTF-8")
    if not parse_mode:
        return ParsedText(text, [])
    if parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return _parse_html(text)


def _parse_html(html: str) -> ParsedText:
    parts: list[str] = []
    length = 0  # of the parts, in UTF-16 units
    opened: list[_Open] = []
    entities: list[Json] = []
    position = 0

    def put(plain: str) -> None:
        nonlocal length
        parts.append(plain)
        length += utf16_length(plain)

    for piece in _PIECE.finditer(html):
        put(_plain(html, position, piece.start()))
        position = piece.end()
        if piece["name"] is None:
            put(_character(piece))
        elif not piece["end"]:
            opened.append(_Open(*_start_tag(html, piece), length))
        else:
            start = _ended(html, piece, opened)
            if length > start.offset:
                entities.append(_entity(start, length))
    put(_plain(html, position, len(html)))
    if opened:
        raise _bad(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    return ParsedText("".join(parts), sorted(entities, key=lambda one: (one["offset"], -one["length"])))


def _bad(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def _byte(html: str, position: int) -> int:
    return len(html[:position].encode())


def _plain(html: str, begin: int, end: int) -> str:
    """Text between markup; a < in it begins a tag that never ends, or is none."""
    stray = html.find("<", begin, end)
    if stray >= 0:
        name = re.split(r"[ \t\r\n<>]", html[stray + 1 : end + 1], maxsplit=1)[0]
        raise _bad(f'Unsupported start tag "{name.lower()}" at byte offset {_byte(html, stray)}')
    return html[begin:end]


def _character(piece: re.Match[str]) -> str:
    """What a character reference stands for; one that means nothing stays as it is written."""
    if piece["named"]:
        character = _NAMED.get(piece["named"])
        # Telegram takes letters alone for the name, so a name that is unknown is not looked at any further.
        return piece.group() if character is None else character
    code = int(piece["hex"], 16) if piece["hex"] else int(piece["number"])
    known = 0 < code < 0x10FFFF and len(piece.group().rstrip(";")) <= LONGEST_REFERENCE
    if not known:
        return piece.group()
    if 0xD800 <= code <= 0xDFFF:
        raise bad_request("strings must be encoded in UTF-8")
    return chr(code)


def _start_tag(html: str, piece: re.Match[str]) -> tuple[str, str]:
    """A start tag's name and the value of its attribute."""
    tag, more, at = piece["name"].lower(), piece["more"], _byte(html, piece.start())
    if tag not in _TAGS:
        raise _bad(f'Unsupported start tag "{tag}" at byte offset {at}')
    found = _ATTRIBUTES[tag].fullmatch(more) if tag in _ATTRIBUTES else None
    if found is None and (more.strip(SPACES) or tag in _MUST_HAVE_ONE):
        raise _bad(f'Unexpected or missing attribute of the tag "{tag}" at byte offset {at}')
    return tag, parse_value(found[1]) if found else ""


def parse_value(written: str) -> str:
    """An attribute's value with its character references replaced."""
    return _PIECE.sub(lambda piece: piece.group() if piece["name"] is not None else _character(piece), written)


def _ended(html: str, piece: re.Match[str], opened: list[_Open]) -> _Open:
    """The start tag that an end tag belongs to, taken off the open ones."""
    at, name = _byte(html, piece.start()), piece["name"].lower()
    if not opened:
        raise _bad(f"Unexpected end tag at byte offset {at}")
    if piece["more"].strip(SPACES):
        raise _bad(f"Unclosed end tag at byte offset {at}")
    if name != opened[-1].tag:
        raise _bad(f'Unmatched end tag at byte offset {at}, expected "</{opened[-1].tag}>", found "</{name}>"')
    return opened.pop()


def _entity(start: _Open, end: int) -> Json:
    entity: Json = {"type": _TAGS[start.tag], "offset": start.offset, "length": end - start.offset}
    if start.tag == "a":
        entity["url"] = f"{start.value}/" if _BARE_HOST.fullmatch(start.value) else start.value
    elif start.tag == "code" and start.value:
        entity["language"] = start.value
    elif start.tag == "blockquote" and start.value:
        entity["type"] = "expandable_blockquote"
    return entity
