"""Other people's input: nothing crashes, and where a person would expect a word they get one."""

import asyncio

import pytest

from bot.content.model import Content
from tests.bot_api.people import People
from tests.bot_api.refusal import Json
from tests.end_to_end.asked import WHEN, title
from tests.end_to_end.wire import DISCLAIMER

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="session")]

FILE = {"file_id": "file", "file_unique_id": "unique"}
PHOTO = [{**FILE, "width": 90, "height": 90}]
POLL = {"id": "1", "type": "regular", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False}
POLL |= {"is_anonymous": True, "allows_multiple_answers": False, "allows_revoting": False, "members_only": False}
WORDLESS: dict[str, Json] = {
    "sticker": {"sticker": {**FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}},
    "photo": {"photo": PHOTO},
    "voice": {"voice": {**FILE, "duration": 3}},
    "video note": {"video_note": {**FILE, "length": 240, "duration": 3}},
    "document": {"document": {**FILE, "file_name": "label.pdf"}},
    "location": {"location": {"latitude": 52.5, "longitude": 13.4}},
    "contact": {"contact": {"phone_number": "+1", "first_name": "Asker"}},
    "dice": {"dice": {"emoji": "🎲", "value": 6}},
    "poll": {"poll": POLL},
    "something new": {"hologram": {"file_id": "file"}},
}


@pytest.mark.parametrize("kind", WORDLESS)
async def test_wordless(people: People, content: Content, kind: str) -> None:
    """A message without words gets one line of help."""
    asker = people.person()
    answer = await people.answer(people.send(asker, people.private(asker), **WORDLESS[kind]))
    assert content.wording.texts["unsupported"] in answer["text"]


async def test_caption(people: People, content: Content) -> None:
    """A photo with a question under it is a question."""
    asker = people.person()
    answer = await people.answer(people.send(asker, people.private(asker), photo=PHOTO, caption=WHEN))
    assert answer["text"].startswith(title(content))


async def test_album(people: People) -> None:
    """Ten photos sent as one album get one answer."""
    asker = people.person()
    album = [people.send(asker, people.private(asker), photo=PHOTO, media_group_id="album") for _ in range(10)]
    await people.ask(asker, people.private(asker), "/help")
    await people.until(lambda: len(people.answers(album[0])) == 2 or None, "one answer to the album, and one to the command")
    await asyncio.sleep(0.3)
    assert len(people.answers(album[0])) == 2


JUNK = {
    "letters": "x" * 4096,
    "words": ("qwrt zxcv " * 410)[:4096],
    "emoji": "🤷" * 2048,
    "markup": ("<b>&amp;</i>" * 400)[:4096],
    "marks": "?" * 4096,
    "combining": "a" + "\u0301" * 4095,
    "invisible": "\u200b\u2060\u202e\ufeff",
    "questions": ("how much? when? why? " * 200)[:4096],
    "lines": "a\n" * 2048,
    "another alphabet": "магний " * 500,
}


@pytest.mark.parametrize("kind", JUNK)
async def test_junk(people: People, kind: str) -> None:
    """Whatever is written, there is one answer."""
    asker = people.person()
    assert (await people.ask(asker, people.private(asker), JUNK[kind]))["text"].endswith(DISCLAIMER)


async def test_html_in_a_question(people: People) -> None:
    """Markup in a question is just text."""
    asker = people.person()
    assert (await people.ask(asker, people.private(asker), "is <b>zinc & iron</b> ok?"))["text"].endswith(DISCLAIMER)


async def test_edited_message(people: People) -> None:
    """An edited message is not answered again."""
    asker = people.person()
    said = people.say(asker, people.private(asker), "when should I take it?")
    await people.answer(said)
    people.edit(said, "when should I take it, please?")
    await people.ask(asker, people.private(asker), "/help")
    await asyncio.sleep(0.3)
    assert len(people.answers(said)) == 2


async def test_channel_post(people: People) -> None:
    """Posts in a channel are left alone."""
    channel = people.chat("channel", bot_status="administrator")
    post = people.publish(channel, "/ask when should I take it?")
    asker = people.person()
    await people.ask(asker, people.private(asker), "/help")
    await asyncio.sleep(0.3)
    assert people.answers(post) == []


async def test_service_messages(people: People) -> None:
    """What Telegram itself reports in a chat is no message to answer."""
    asker = people.person()
    pinned = people.send(asker, people.private(asker), pinned_message=people.say(asker, people.private(asker), "/help"))
    people.send(asker, people.private(asker), message_auto_delete_timer_changed={"message_auto_delete_time": 60})
    await people.answer(pinned)
    await asyncio.sleep(0.3)
    assert len(people.answers(pinned)) == 1
