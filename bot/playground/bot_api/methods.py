"""The Bot API's methods, as far as our bot uses them: what they check, change and return."""

import copy
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground.bot_api import limits
from bot.playground.bot_api.html import ParsedText, utf16_length
from bot.playground.bot_api.refusal import Json, Refusal, bad_request
from bot.playground.bot_api.world import CALLBACK_SECONDS, DEFAULT_UPDATES, INLINE_SECONDS, Chat, World, quoted

TextParser = Callable[[str, str], ParsedText]  # text and parse mode ("" for plain text) in; raises Refusal


class BotMethods:
    """Runs a bot's calls on a world. `parse_text` reads the markup of everything that the bot writes."""

    def __init__(self, world: World, parse_text: TextParser) -> None:
        self.world = world
        self._parse_text = parse_text
        self._poll = 0  # the number of the latest getUpdates
        self.by_name: Mapping[str, Callable[[Json], Awaitable[Any]]] = {
            "getMe": self.get_me,
            "getUpdates": self.get_updates,
            "getWebhookInfo": self.get_webhook_info,
            "setWebhook": self.set_webhook,
            "deleteWebhook": self.delete_webhook,
            "setMyCommands": self.set_my_commands,
            "setMyDescription": self.set_my_description,
            "setMyShortDescription": self.set_my_short_description,
            "sendMessage": self.send_message,
            "editMessageText": self.edit_message_text,
            "editMessageReplyMarkup": self.edit_message_reply_markup,
            "answerCallbackQuery": self.answer_callback_query,
            "answerInlineQuery": self.answer_inline_query,
            "answerGuestQuery": self.answer_guest_query,
            "sendChatAction": self.send_chat_action,
            "getChat": self.get_chat,
            "deleteMessage": self.delete_message,
        }

    async def get_me(self, fields: Json) -> Json:
        """The bot about itself."""
        abilities = ("can_join_groups", "supports_inline_queries", "supports_guest_queries")
        others = ("can_read_all_group_messages", "can_connect_to_business", "has_main_web_app")
        return self.world.bot.json() | dict.fromkeys(abilities, True) | dict.fromkeys(others, False)

    async def get_updates(self, fields: Json) -> list[Json]:
        """Long polling. A poll with an offset confirms what came before; a later poll ends an earlier one."""
        world = self.world
        if world.webhook:
            reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise Refusal(409, f"Conflict: {reason}")
        if (allowed := fields.get("allowed_updates")) is not None:
            limits.check_update_types(allowed)
            world.allowed_updates = frozenset(allowed) or DEFAULT_UPDATES
        self._poll = this_poll = self._poll + 1
        world.confirm(fields.get("offset", 0))
        limit = fields.get("limit", 100)
        if not 1 <= limit <= 100:
            raise bad_request("wrong parameter limit in request")
        await world.until(lambda: True if world.updates or self._poll != this_poll else None, min(fields.get("timeout", 0), 50))
        if self._poll != this_poll:
            reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise Refusal(409, f"Conflict: {reason}")
        return copy.deepcopy(world.updates[:limit])

    async def get_webhook_info(self, fields: Json) -> Json:
        """Where updates are sent to, if anywhere."""
        return {"url": self.world.webhook, "has_custom_certificate": False, "pending_update_count": len(self.world.updates)}

    async def set_webhook(self, fields: Json) -> bool:
        """Updates are to be sent to an address; an empty one means polling again."""
        limits.check_webhook(fields)
        if (allowed := fields.get("allowed_updates")) is not None:
            limits.check_update_types(allowed)
            self.world.allowed_updates = frozenset(allowed) or DEFAULT_UPDATES
        self.world.webhook, self.world.webhook_secret = fields["url"], fields.get("secret_token", "")
        if fields.get("drop_pending_updates"):
            self.world.updates.clear()
        return True

    async def delete_webhook(self, fields: Json) -> bool:
        """Back to polling."""
        self.world.webhook = ""
        if fields.get("drop_pending_updates"):
            self.world.updates.clear()
        return True

    async def set_my_commands(self, fields: Json) -> bool:
        """The command menu of a scope."""
        limits.check_commands(fields["commands"])
        scope = fields.get("scope", {"type": "default"})["type"] + fields.get("language_code", "")
        self.world.profile["setMyCommands", scope] = fields["commands"]
        self.world.tell("profile", {})
        return True

    async def set_my_description(self, fields: Json) -> bool:
        """What an empty chat with the bot shows."""
        limits.check_profile_text(fields.get("description", ""), 512)
        self.world.profile["setMyDescription", fields.get("language_code", "")] = fields.get("description", "")
        self.world.tell("profile", {})
        return True

    async def set_my_short_description(self, fields: Json) -> bool:
        """What the bot's profile page shows."""
        limits.check_profile_text(fields.get("short_description", ""), 120)
        self.world.profile["setMyShortDescription", fields.get("language_code", "")] = fields.get("short_description", "")
        return True

    async def send_message(self, fields: Json) -> Json:
        """A new message by the bot."""
        chat = self.world.reachable(fields["chat_id"])
        content = self._text(fields)
        limits.check_keyboard(fields.get("reply_markup"))
        content |= self._place(chat, fields)
        if "inline_keyboard" in fields.get("reply_markup", {}):
            content["reply_markup"] = fields["reply_markup"]
        message = self.world.new_message(chat, **{"from": self.world.bot.json()}, **content)
        return copy.deepcopy(message)

    def _text(self, fields: Json, key: str = "text") -> Json:
        """Text and entities, read as Telegram reads them: markup first, then spaces trimmed, then the length."""
        parsed, entities = self._parse_text(fields.get(key, ""), fields.get("parse_mode", ""))
        text = parsed.strip()
        shift = utf16_length(parsed) - utf16_length(parsed.lstrip())
        if not text:
            raise bad_request("message text is empty")
        if utf16_length(text) > limits.TEXT:
            raise bad_request("message is too long")
        if len(entities) > limits.ENTITIES:
            raise bad_request("too many entities")
        moved = [entity | {"offset": max(0, entity["offset"] - shift)} for entity in entities]
        return {"text": text} | ({"entities": moved} if moved else {})

    def _place(self, chat: Chat, fields: Json) -> Json:
        """Which message is replied to and which forum topic it goes to."""
        place: Json = {}
        reply = fields.get("reply_parameters", {})
        replied = self.world.messages.get((reply.get("chat_id", chat.id), reply.get("message_id", 0)))
        if replied is not None:
            place["reply_to_message"] = quoted(replied)
        elif reply and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        thread = fields.get("message_thread_id")
        if thread is not None and thread not in chat.topics:
            raise bad_request("message thread not found")
        if thread is None and replied is not None and replied.get("is_topic_message"):
            thread = replied["message_thread_id"]
        return place | ({"message_thread_id": thread, "is_topic_message": True} if thread is not None else {})

    def _own_message(self, fields: Json) -> Json:
        """The message to edit; it must be the bot's own."""
        if "inline_message_id" in fields:
            message = self.world.inline_messages.get(fields["inline_message_id"])
        else:
            chat = self.world.reachable(fields["chat_id"])
            message = self.world.messages.get((chat.id, fields["message_id"]))
        if message is None:
            raise bad_request("message to edit not found")
        if self.world.bot.id not in (message["from"]["id"], message.get("via_bot", {}).get("id")):
            raise bad_request("message can't be edited")
        return message

    def _edit(self, message: Json, fields: Json, content: Json) -> Json | bool:
        """Change a message; one that would stay the same is refused."""
        limits.check_keyboard(fields.get("reply_markup"))
        if markup := fields.get("reply_markup", {}).get("inline_keyboard"):
            content["reply_markup"] = {"inline_keyboard": markup}
        old = {key: message.get(key) for key in ("text", "entities", "reply_markup")}
        if old == {key: content.get(key) for key in old}:
            reason = "specified new message content and reply markup are exactly the same as a current content and reply markup"
            raise bad_request(f"message is not modified: {reason} of the message")
        for key in old:
            message.pop(key, None)
        message |= content | {"edit_date": message["date"]}
        self.world.tell("edited", message)
        return True if "inline_message_id" in fields else copy.deepcopy(message)

    async def edit_message_text(self, fields: Json) -> Json | bool:
        """New text and buttons for a message; buttons that are not sent again are gone."""
        return self._edit(self._own_message(fields), fields, self._text(fields))

    async def edit_message_reply_markup(self, fields: Json) -> Json | bool:
        """New buttons for a message, or none."""
        message = self._own_message(fields)
        return self._edit(message, fields, {key: message[key] for key in ("text", "entities") if key in message})

    def _answer(self, answers: dict[str, Json | None], query_id: str, fields: Json, seconds: float) -> bool:
        """Keep the one answer to a query, if it comes within so many seconds."""
        asked_at = self.world.asked_at.get(query_id, self.world.clock())
        if query_id not in answers or answers[query_id] is not None or self.world.clock() - asked_at > seconds:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        answers[query_id] = fields
        self.world.changed()
        return True

    async def answer_callback_query(self, fields: Json) -> bool:
        """Ends the little clock on a button that was pressed."""
        if utf16_length(fields.get("text", "")) > limits.TOAST:
            raise bad_request("MESSAGE_TOO_LONG")
        return self._answer(self.world.callback_answers, fields["callback_query_id"], fields, CALLBACK_SECONDS)

    async def answer_inline_query(self, fields: Json) -> bool:
        """The results for an inline query; each result's message is kept as it would be sent."""
        limits.check_inline_answer(fields)
        for result in fields["results"]:
            if "input_message_content" in result:
                result["parsed"] = self._text(result["input_message_content"], "message_text")
        return self._answer(self.world.inline_answers, fields["inline_query_id"], fields, INLINE_SECONDS)

    async def answer_guest_query(self, fields: Json) -> Json:
        """The one message of the bot in a chat in which it is no member."""
        result, query_id = fields["result"], fields["guest_query_id"]
        limits.check_result(result)
        content = self._text(result["input_message_content"], "message_text")
        self._answer(self.world.guest_answers, query_id, fields, INLINE_SECONDS)
        markup = {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
        return {"inline_message_id": self.world.post_as_guest(query_id, content | markup)}

    async def send_chat_action(self, fields: Json) -> bool:
        """Shows that the bot is typing."""
        chat = self.world.reachable(fields["chat_id"])
        limits.check_action(fields["action"])
        self._place(chat, fields)
        self.world.tell("typing", {"chat": chat.json(), "action": fields["action"]})
        return True

    async def delete_message(self, fields: Json) -> bool:
        """A message of the bot's is gone."""
        message = self._own_message(fields)
        del self.world.messages[message["chat"]["id"], message["message_id"]]
        self.world.tell("deleted", message)
        return True

    async def get_chat(self, fields: Json) -> Json:
        """All about a chat."""
        gifts = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), True)
        full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts | {"gifts_from_channels": True}}
        return self.world.reachable(fields["chat_id"]).json() | full
