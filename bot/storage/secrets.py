"""Keys, and what is done with them: questions are encrypted, people and messages are known by hashes under a key."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

LEAST_HASH_KEY = 32  # characters; shorter keys could be guessed, and all ids of people with them

_PSEUDONYM = re.compile(r"[0-9a-f]{32}")


class Vault:
    """Encrypts with the newest key, decrypts with any. Raises ValueError if there is no key, or if one is no Fernet key."""

    def __init__(self, *keys: str) -> None:
        """Take the keys, newest first."""
        if not keys:
            raise ValueError("a vault needs a key")
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._names = [_name(key) for key in keys]

    @property
    def newest(self) -> str:
        """A name of the newest key, which does not give the key away."""
        return self._names[0]

    @property
    def older(self) -> list[str]:
        """The names of the other keys."""
        return self._names[1:]

    def seal(self, text: str) -> str:
        """Any text as a token of ASCII letters."""
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")

    def open(self, token: str) -> str | None:
        """The text of a token; None if no key of this vault opens it."""
        try:
            return self._fernet.decrypt(token).decode("utf-8", "surrogatepass")
        except (InvalidToken, ValueError):  # the latter for what is not even ASCII
            return None

    def renew(self, token: str) -> str | None:
        """The same text under the newest key; None if no key of this vault opens the token."""
        try:
            return self._fernet.rotate(token).decode("ascii")
        except (InvalidToken, ValueError):  # the latter for what is not even ASCII
            return None


class Pseudonyms:
    """Stands for people and messages: the same id gives the same 32 letters, and without the key none can be traced back."""

    def __init__(self, key: str) -> None:
        """Take a key. Raises ValueError if it has fewer than LEAST_HASH_KEY characters."""
        if len(key) < LEAST_HASH_KEY:
            raise ValueError(f"a hash key needs at least {LEAST_HASH_KEY} characters")
        self._key = key.encode("utf-8", "surrogatepass")

    def of(self, kind: str, *parts: int | str) -> str:
        """A stand-in for an id of one kind ("person", "answer"). Kinds do not mix, nor do ("1", "23") and ("12", "3")."""
        what = repr((kind, *parts)).encode("utf-8", "surrogatepass")
        return hmac.new(self._key, what, hashlib.sha256).hexdigest()[:32]


def is_pseudonym(text: str) -> bool:
    """Whether a text has the form of a stand-in, so that no id gets into storage in clear by mistake."""
    return bool(_PSEUDONYM.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Keys:
    """What the environment gives. Without a vault no questions are kept, without pseudonyms nothing of any person."""

    vault: Vault | None = None
    pseudonyms: Pseudonyms | None = None

    @classmethod
    def of(cls, hash_key: str | None, question_keys: tuple[str, ...]) -> "Keys":
        """From the keys as texts, the newest question key first. Raises ValueError for a key that can't be used."""
        return cls(Vault(*question_keys) if question_keys else None, Pseudonyms(hash_key) if hash_key else None)


def new_keys() -> tuple[str, str]:
    """A fresh hash key and a fresh question key."""
    return secrets.token_urlsafe(LEAST_HASH_KEY), Fernet.generate_key().decode("ascii")


def _name(key: str) -> str:
    return hashlib.sha256(b"name of a question key: " + key.encode("ascii")).hexdigest()[:8]
