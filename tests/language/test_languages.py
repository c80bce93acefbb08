"""Other languages are recognised, and English is left alone."""

import pytest

from bot.content.model import Content
from bot.language.languages import recognise


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("Hilft das gegen Migräne?", "german"),
        ("¿Puedo tomarlo con alcohol?", "spanish"),
        ("est-ce que je peux le prendre avec du vin", "french"),
        ("posso tomar isso com vinho", "portuguese"),
        ("apakah aman untuk ibu hamil", "indonesian"),
        ("это безопасно?", "russian"),
        ("有副作用吗", "chinese"),
        ("क्या यह सुरक्षित है", "hindi"),
        ("هل هو آمن", "arabic"),
        ("کیا یہ محفوظ ہے", "urdu"),
        ("এটা কি নিরাপদ", "bengali"),
        ("hola", "spanish"),
        ("guten Tag", "german"),
    ],
)
def test_other_languages(content: Content, message: str, language: str) -> None:
    """By script, by small words, or by a greeting."""
    found = recognise(content, message)
    assert found is not None
    assert found.id == language


@pytest.mark.parametrize(
    "message",
    [
        "is it ok with my tablets",
        "die",
        "no",
        "me",
        "dose?",
        "",
        "12",
        "de la crème is what I put on",
        "can I take it in the am or pm",
    ],
)
def test_english(content: Content, message: str) -> None:
    """English, single words and numbers are no other language."""
    assert recognise(content, message) is None
