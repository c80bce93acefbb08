"""The one normaliser: what a person typed -> plain lower-case words.

Both sides of every comparison go through it, phrasings and names as well as questions.
"""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 8192  # characters; twice what a message can hold, accents taken off their letters

_TAG = re.compile(r"</?[a-z][^<>]{0,40}>", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@\w+", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_K = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d)?)k\b", re.IGNORECASE)  # "5k", which is no name of vitamin K
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*")
_SPACED_OUT = re.compile(r"\w(?: \w)*(?: {2,}\w(?: \w)*)+")  # "w h a t   i s   i t"
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇", "'"))

_SPACES = "\n\t\r"
_NO_CONTROLS = dict.fromkeys(number for number in (*range(32), 127) if chr(number) not in _SPACES)

# Letters of other alphabets that look Latin. They are read as Latin only inside a word that has Latin letters too, so that
# words of other languages stay what they are.
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһԛԝкмтвнгαοινκτρυχε", "aeopcyxijsdhqwkmtbhraoivktpuxe")


def _latin(word: str) -> str:
    return word.translate(_LOOK_ALIKES) if re.search("[a-z]", word) else word


def normalise(text: str) -> str:
    """Lower-case words split by single spaces: no markup, marks, accents or emoji; numbers keep their decimal point.

    Spaced letters are words again where wider gaps tell where one ends. Letters repeated three times or more are cut to two
    ("sooo" -> "soo"), "5k" is 5000. Any text is accepted; the result may be empty, and normalising it again changes nothing.
    """
    text = _ADDRESS.sub(" ", _TAG.sub(" ", text))
    if _SPACED_OUT.fullmatch(text.strip(" ?!.")):
        text = re.sub(r"(?<=\w) (?=\w)", "", text)
    if text.isascii():  # the same, by a shorter way
        text = text[:LONGEST].translate(_NO_CONTROLS).lower()
        words = _words(text.replace("`", "'"))
    else:
        text = unicodedata.normalize("NFKD", text)[:LONGEST]  # one character may stand for many
        text = "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Cf", "Cc") or char in _SPACES)
        text = unicodedata.normalize("NFKC", text).casefold()
        words = map(_latin, _words(text.translate(_APOSTROPHES)))
    return _RUN.sub(r"\1\1", " ".join(words))


def _words(text: str) -> Iterable[str]:
    return _WORD.findall(_K.sub(_in_full, _THOUSANDS.sub("", text)))


def _in_full(thousands: re.Match[str]) -> str:
    return f"{float(thousands[1]) * 1000:.0f}"
