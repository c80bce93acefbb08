"""languages.yaml -> the languages that are recognised and not answered in."""

from bot.content.model import OtherLanguage
from bot.content.yaml_reader import NAME, Reader

REPLY = 300  # characters


def read_languages(reader: Reader) -> tuple[tuple[OtherLanguage, ...], frozenset[str]]:
    """The other languages, in the order of the file, and the small words of English."""
    section = reader.mapping(reader.folder / "languages.yaml")
    found = []
    group = section.section("languages")
    for key in group.ids():
        one = group.section(key)
        script = one.text("script", NAME, required=False)
        letters = one.text("letters", NAME, required=False)
        words = frozenset(word for word, _ in one.texts("words", NAME, required=False))
        greetings = frozenset(word for word, _ in one.texts("greetings", NAME, required=False))
        found.append(OtherLanguage(key, script, letters, words, greetings, one.text("reply", REPLY)))
        if bool(script) == bool(words) and not one.is_absent:
            group.problem(key, f"{key!r} needs either a script or words")
        one.finish()
    english = frozenset(word for word, _ in section.texts("english", NAME, least=1))
    section.finish()
    return tuple(found), english
