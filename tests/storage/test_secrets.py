"""Encryption and stand-ins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.secrets import Keys, Pseudonyms, Vault, is_pseudonym, new_keys

FIRST, SECOND, THIRD = (new_keys()[1] for _ in range(3))
ANY_TEXT = st.text(st.characters())  # halves of surrogate pairs too: JSON can bring them
IDS = st.integers(-(2**63), 2**63)


@given(ANY_TEXT)
def test_any_text_comes_back(text: str) -> None:
    """What is sealed is opened as it was, and does not stand in the token."""
    token = Vault(FIRST).seal(text)
    assert token.isascii() and (len(text) < 5 or text not in token)
    assert Vault(FIRST).open(token) == text


@given(ANY_TEXT)
def test_keys_can_be_rotated(text: str) -> None:
    """A vault opens what older keys sealed and seals with the newest; what was renewed needs the old key no more."""
    old = Vault(FIRST).seal(text)
    both = Vault(SECOND, FIRST)
    assert both.open(old) == text
    assert Vault(FIRST).open(both.seal(text)) is None
    renewed = both.renew(old)
    assert renewed is not None and Vault(SECOND).open(renewed) == text


def test_foreign_tokens_stay_closed() -> None:
    """A token of an unknown key, or no token at all, is neither opened nor renewed."""
    for token in (Vault(FIRST).seal("hello"), "", "gAAAA", "naïve"):
        assert Vault(SECOND, THIRD).open(token) is None
        assert Vault(SECOND, THIRD).renew(token) is None


@given(IDS, IDS)
def test_stand_ins(one: int, other: int) -> None:
    """The same id has the same stand-in, another id another one; the id can't be seen in it, and another key gives another."""
    names = Pseudonyms("k" * 32)
    assert is_pseudonym(names.of("person", one))
    assert (names.of("person", one) == names.of("person", other)) == (one == other)
    assert names.of("person", one) != names.of("answer", one)
    assert names.of("person", one) != Pseudonyms("l" * 32).of("person", one)
    assert len(str(one)) < 5 or str(one) not in names.of("person", one)


@given(ANY_TEXT, ANY_TEXT)
def test_parts_do_not_run_together(one: str, other: str) -> None:
    """Where one part ends and the next begins makes a difference."""
    names = Pseudonyms("k" * 32)
    assert names.of("answer", one, other) != names.of("answer", one + other)
    assert names.of("answer", one + "x", other) != names.of("answer", one, "x" + other)


def test_bad_keys_are_refused() -> None:
    """A short hash key, a question key of another form and an empty vault are errors, and the message holds no key."""
    with pytest.raises(ValueError, match="32 characters"):
        Pseudonyms("too-short")
    with pytest.raises(ValueError) as refused:
        Vault("not-a-fernet-key")
    assert "not-a-fernet-key" not in str(refused.value)
    with pytest.raises(ValueError, match="needs a key"):
        Vault()


def test_keys_from_settings() -> None:
    """Keys that are not there leave their part out; new keys can be used at once."""
    assert Keys.of(None, ()) == Keys(None, None)
    hash_key, question_key = new_keys()
    keys = Keys.of(hash_key, (question_key,))
    assert keys.pseudonyms and keys.vault and new_keys() != (hash_key, question_key)
