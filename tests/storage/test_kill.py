"""A process that is killed loses nothing, and only what it was just handling is handled again."""

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

from bot.storage.secrets import Keys
from bot.storage.storage import Storage
from tests.conftest import ROOT
from tests.storage.conftest import Place, until

UPDATES, AT_ONCE = 1500, 16
WORKER = f"""
import asyncio, os, sys
from bot.storage import claims, storage as module
from bot.storage.secrets import Keys
from bot.storage.storage import Claim, Storage
claims.LEASE, module.BEAT = 0.6, 0.1  # so that nobody has to wait ten seconds for a dead process

async def main():
    storage = await Storage.open(sys.argv[1], Keys())
    handled = os.open(sys.argv[2], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    waiting = list(range({UPDATES}))

    async def work():
        while waiting:
            update_id = waiting.pop(0)
            claim = await storage.claim(update_id)
            if claim is Claim.OURS:
                os.write(handled, b"%d\\n" % update_id)
                await asyncio.sleep(0.002)
                await storage.done(update_id)
            elif claim is Claim.BUSY:  # it comes again
                waiting.append(update_id)
                await asyncio.sleep(0.05)

    await asyncio.gather(*(work() for _ in range({AT_ONCE})))
    await storage.close()

asyncio.run(main())
"""


async def test_killed_again_and_again(place: Place, tmp_path: Path) -> None:
    """In spite of three kills each update is handled, and none more than once but those that were being handled then."""
    await (await Storage.open(place.url, Keys())).close()  # the tables
    log = tmp_path / "handled"
    log.touch()

    def handled() -> list[str]:
        return log.read_text().split()

    kills = 0
    while len(set(handled())) < UPDATES:
        worker = subprocess.Popen([sys.executable, "-c", WORKER, place.url, str(log)], cwd=ROOT)  # noqa: ASYNC220
        before = len(handled())
        if kills < 3:
            await until(lambda before=before: len(handled()) > before + 200)  # type: ignore[misc]
            worker.kill()
            kills += 1
        await asyncio.to_thread(worker.wait, 60)
    times = Counter(handled())
    assert len(times) == UPDATES and kills == 3
    assert sum(number - 1 for number in times.values()) <= kills * AT_ONCE
