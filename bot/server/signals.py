"""What happens when the system, or whoever runs the bot, sends the process a signal."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator, Mapping


@contextlib.contextmanager
def on_signals(actions: Mapping[str, Callable[[], object]]) -> Iterator[None]:
    """Within this block signals (such as "SIGTERM") do this, in the running loop; afterwards what they do by default.

    Windows does not know all of them, and its loops can listen for none.
    """
    loop = asyncio.get_running_loop()
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(NotImplementedError):
            for name, action in actions.items():
                if number := getattr(signal, name, None):
                    loop.add_signal_handler(number, action)
                    stack.callback(loop.remove_signal_handler, number)
        yield
