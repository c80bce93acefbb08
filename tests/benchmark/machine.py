"""What the figures were taken on."""

import os
import platform
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """The part of a machine that decides the figures."""

    processor: str
    cores_used: int
    cores: int
    python: str


def this_machine() -> Machine:
    """The machine and interpreter that this process runs on."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return Machine(
        processor=model[1] if model else platform.machine(),
        cores_used=len(os.sched_getaffinity(0)),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
    )
