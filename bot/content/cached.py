"""Keeps checked content in the cache folder, so that a start need not read and check unchanged files again."""

import hashlib
import logging
import os
import pickle
import stat
import tempfile
from pathlib import Path

from bot.content.loader import load
from bot.content.model import Content

NAME = "content.pickle"

_log = logging.getLogger(__name__)


def load_cached(folder: Path, cache: Path) -> Content:
    """The content of a folder, as `load` gives it: from the cache if the same files were checked before by the same code.

    Raises ContentError as `load` does.
    """
    digest = _digest(folder)
    kept = _read(cache / NAME, digest)
    if kept is None:
        kept = load(folder)
        _write(cache / NAME, digest + pickle.dumps(kept))
    return kept


def _digest(folder: Path) -> bytes:
    """Names the bytes of all files of the content, and the code that reads them."""
    digest = hashlib.sha256()
    for root, pattern in ((Path(__file__).parent, "*.py"), (folder.resolve(), "**/*.yaml")):
        for path in sorted(root.glob(pattern)):
            try:
                content = path.read_bytes()
            except OSError:  # `load` tells what is wrong with it
                content = b""
            digest.update(b"%d %s %d " % (len(path.as_posix()), os.fsencode(path), len(content)))
            digest.update(content)
    return digest.digest()


def _read(path: Path, digest: bytes) -> Content | None:
    """What is kept under a digest; None where that is something else, damaged, or may have been put there by somebody else."""
    try:
        with path.open("rb") as file:
            if not _is_ours(file.fileno()) or file.read(len(digest)) != digest:
                return None
            kept = pickle.load(file)  # noqa: S301 - our own file, as with Python's compiled modules
    except OSError:
        return None
    except Exception:  # a damaged pickle can raise almost anything
        _log.warning("the cache file %s is damaged and is made again", path)
        return None
    return kept if isinstance(kept, Content) else None


def _is_ours(file: int) -> bool:
    """Whether nobody but this user can have written the file: unpickling runs what it says."""
    if not hasattr(os, "getuid"):  # Windows keeps cache folders apart by itself
        return True
    about = os.fstat(file)
    return about.st_uid == os.getuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; where it can't be, the next start is a little slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as part:
            new = Path(part) / path.name
            new.touch(mode=0o600)
            new.write_bytes(content)
            new.replace(path)
    except OSError as error:
        _log.info("the content could not be kept in %s: %s", path.parent, error)
