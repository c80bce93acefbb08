"""How much memory this process holds."""

import re
from pathlib import Path
from typing import NamedTuple

_STATUS = Path("/proc/self/status")


class Resident(NamedTuple):
    """Resident memory, MB (10^6 bytes)."""

    now: float
    most: float  # that this process ever held


def resident() -> Resident | None:
    """What this process holds; None on a system that does not tell it the way Linux does."""
    if not _STATUS.exists():
        return None
    found = re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB$", _STATUS.read_text(encoding="utf-8"), re.MULTILINE)
    megabytes = {name: int(kibibytes) * 1024 / 1e6 for name, kibibytes in found}
    return Resident(megabytes["VmRSS"], megabytes["VmHWM"])
