"""When Telegram or people stand in the way."""

import pytest

from bot.content.model import Content
from tests.bot_api.refusal import bad_request, too_many_requests
from tests.end_to_end.asked import WHEN
from tests.end_to_end.bot_process import Online
from tests.end_to_end.wire import DISCLAIMER

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]


def recipients(telegram: Online) -> list[int]:
    """The chats that the bot tried to write to."""
    return [request.fields["chat_id"] for request in telegram.server.of("sendMessage")]


async def test_flood_control(telegram: Online) -> None:
    """An answer that flood control held up is delivered afterwards, once."""
    people, asker = telegram.people, telegram.people.person()
    telegram.server.refuse_next("sendMessage", too_many_requests(1), times=2)
    question = people.say(asker, people.private(asker), WHEN)
    assert (await people.answer(question))["text"].endswith(DISCLAIMER)
    assert len(people.answers(question)) == 1


async def test_blocked(telegram: Online) -> None:
    """Somebody who blocks the bot before the answer arrives does no harm to others."""
    people, asker, ben = telegram.people, telegram.people.person("Asker"), telegram.people.person("Ben")
    lost = people.say(asker, people.private(asker), WHEN)
    people.set_bot_status(asker, people.private(asker), "kicked")
    assert (await people.ask(ben, people.private(ben), WHEN))["text"].endswith(DISCLAIMER)
    await people.until(lambda: asker.id in recipients(telegram) or None, "the answer that can't be delivered")
    assert people.answers(lost) == []


async def test_error_in_an_update(telegram: Online, content: Content) -> None:
    """When an answer fails for no known reason, the person gets an apology, the log the error, and the bot goes on."""
    people, asker = telegram.people, telegram.people.person()
    telegram.server.refuse_next("sendMessage", bad_request("SOMETHING_NEW_AND_STRANGE"))
    telegram.bot.expected_errors += 1
    apology = await people.ask(asker, people.private(asker), WHEN)
    assert content.wording.texts["failure"] in apology["text"]
    assert "strange" in telegram.bot.logged.lower()
    assert content.wording.texts["failure"] not in (await people.ask(asker, people.private(asker), "how much?"))["text"]
