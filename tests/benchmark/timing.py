"""Time, and what is kept of many measurements of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import numpy as np

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds that one question takes."""

    median: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timing":
        """Sum up measurements in seconds; at least one."""
        return cls(float(np.median(seconds)) * 1000, float(np.percentile(seconds, 95)) * 1000)


def timed(work: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> tuple[_T, float]:
    """What the work returns when called with what is given, and the seconds that it took."""
    began = time.perf_counter()
    result = work(*given, **named)
    return result, time.perf_counter() - began
