"""Messages in the form in which the page shows them."""

from collections.abc import Mapping

from bot.playground.bot_api.refusal import Json
from bot.playground.bot_api.world import World


def shown(world: World, message: Json, names: Mapping[int, str]) -> Json:
    """A message with all that is seen of it; `names` are those of the people, by id."""
    replied = message.get("reply_to_message") or {}
    quoted = None
    if replied and not replied.get("forum_topic_created"):
        quoted = {"id": replied["message_id"], "author": _author(replied), "text": replied.get("text", "")[:120]}
    return {
        "id": message["message_id"],
        "author": _author(message),
        "by_bot": message["from"]["id"] == world.bot.id,
        "via_bot": "via_bot" in message,
        "as_guest": "guest_bot_caller_user" in message,
        "text": message.get("text", ""),
        "entities": message.get("entities", []),
        "keyboard": message.get("reply_markup", {}).get("inline_keyboard", []),
        "reactions": _reactions(world, message, names),
        "date": message["date"],
        "edited": "edit_date" in message,
        "reply_to": quoted,
        "topic": message.get("message_thread_id", 0) if message.get("is_topic_message") else 0,
        "service": _service(message),
    }


def _reactions(world: World, message: Json, names: Mapping[int, str]) -> list[Json]:
    """Each reaction with the names of those who gave it, in the order in which they came."""
    given: dict[str, list[str]] = {}
    for user_id, emoji in world.reactions.get((message["chat"]["id"], message["message_id"]), {}).items():
        for one in emoji:
            given.setdefault(one, []).append(names[user_id])
    return [{"emoji": emoji, "by": by} for emoji, by in given.items()]


def _author(message: Json) -> str:
    return str(message["from"]["first_name"])


def _service(message: Json) -> str:
    """What happened, where a message is not something that somebody wrote."""
    who = message["from"]["first_name"]
    if "forum_topic_created" in message:
        return f"{who} opened the topic “{message['forum_topic_created']['name']}”"
    if "new_chat_members" in message:
        return f"{who} added {message['new_chat_members'][0]['first_name']} to the group"
    return "" if message.get("text") else "Something that this page can't show"
