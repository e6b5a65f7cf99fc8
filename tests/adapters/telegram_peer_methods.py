"""What the Bot API's methods do in the peer's world. Errors are worded as the real server words them."""

from __future__ import annotations

import re
from typing import Any

from tests.adapters.telegram_peer_html import ApiError, parse_html, units
from tests.adapters.telegram_peer_world import BOT, ApiCall, Chat, Message, Toast, User, member_of

TEXT, CAPTION, TOAST = 4096, 1024, 200
CHANGE = ("editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup")


class World:
    """The state behind the methods."""

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.toasts: list[Toast] = []
        self.menus: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.webhook: dict[str, Any] = {}
        self.queries: dict[str, User] = {}
        self.files: dict[str, bytes] = {}
        self.numbers = iter(range(1000, 1_000_000))

    def run(self, call: ApiCall) -> Any:
        """The result of a method. Raises ApiError."""
        if call.method in CHANGE:
            return self._edit(call)
        method = getattr(self, f"do_{call.method}", None)
        if method is None:
            raise ApiError(404, "Not Found")
        return method(call.params, call.files)

    def do_getMe(self, _params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    def do_sendMessage(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        chat = self._open_chat(params)
        text, entities = _formatted(params, "text", TEXT, "Bad Request: message is too long")
        if not text:
            raise ApiError(400, "Bad Request: message text is empty")
        return self._post(chat, params, text, entities)

    def do_sendPhoto(self, params: dict[str, Any], files: dict[str, bytes]) -> Any:
        chat = self._open_chat(params)
        if chat.no_photos:
            raise ApiError(400, "Bad Request: not enough rights to send photos to the chat")
        text, entities = _formatted(params, "caption", CAPTION, "Bad Request: message caption is too long")
        return self._post(chat, params, text, entities, photo=self._file(params.get("photo"), files))

    def do_sendDocument(self, params: dict[str, Any], files: dict[str, bytes]) -> Any:
        """Send a document: a new one, or again one that somebody sent, by the id that the message with it had."""
        chat = self._open_chat(params)
        text, entities = _formatted(params, "caption", CAPTION, "Bad Request: message caption is too long")
        if files:
            return self._post(chat, params, text, entities, photo=self._file(params.get("document", "document"), files))
        if params.get("document") != "document1":
            raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return self._post(chat, params, text, entities, photo="document1")

    def do_sendVideo(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        """Refuse a video: the peer has lost them all."""
        self._open_chat(params)
        raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")

    def do_answerCallbackQuery(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        user = self.queries.pop(params["callback_query_id"], None)
        if user is None:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if units(params.get("text", "")) > TOAST:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.toasts.append(Toast(user, params.get("text", ""), params.get("show_alert", False)))
        return True

    def do_getChatMember(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        chat, user_id = self._known_chat(params), int(params["user_id"])
        if user_id == BOT["id"]:
            standing = "restricted" if chat.muted else "member"
            return member_of(standing, {"can_send_messages": False}, BOT)
        user = self.users.get(user_id)
        if user is None:
            raise ApiError(400, "Bad Request: PARTICIPANT_ID_INVALID")
        standing, rights = chat.attendance.get(user_id, ("administrator" if user in chat.admins else "member", {}))
        return member_of(standing, rights, user.shown())

    def do_getChat(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        chat = self._known_chat(params)
        rules = {"permissions": {"can_send_messages": not chat.silent}} if chat.type != "private" else {}
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        )
        return {
            **chat.shown(), **rules, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts,
        }  # fmt: skip

    def do_sendChatAction(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        return self._open_chat(params) is not None

    def do_deleteMessage(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        chat = self._open_chat(params)
        found = next((one for one in chat.messages if one.id == params["message_id"]), None)
        if found is None:
            raise ApiError(400, "Bad Request: message to delete not found")
        chat.messages.remove(found)
        return True

    def do_setMessageReaction(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        chat = self._open_chat(params)
        if params["message_id"] not in {one.id for one in chat.messages}:
            raise ApiError(400, "Bad Request: message to react not found")
        [reaction] = params["reaction"]
        chat.reactions[params["message_id"]] = reaction["emoji"]
        return True

    def do_getChatAdministrators(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        chat = self._known_chat(params)
        if chat.type == "private":
            raise ApiError(400, "Bad Request: there are no administrators in the private chat")
        return [{"status": "creator", "user": user.shown(), "is_anonymous": False} for user in chat.admins]

    def do_getMyCommands(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        return self.menus.get(_scope(params), [])

    def do_setMyCommands(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        for one in params["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        if len(params["commands"]) > 100:
            raise ApiError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        self.menus[_scope(params)] = params["commands"]
        return True

    def do_getMyDescription(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        return {"description": self.descriptions.get(("long", params.get("language_code", "")), "")}

    def do_setMyDescription(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        return self._describe("long", params, params.get("description", ""), 512)

    def do_getMyShortDescription(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        return {"short_description": self.descriptions.get(("short", params.get("language_code", "")), "")}

    def do_setMyShortDescription(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        return self._describe("short", params, params.get("short_description", ""), 120)

    def _describe(self, kind: str, params: dict[str, Any], text: str, longest: int) -> bool:
        if units(text) > longest:
            raise ApiError(400, "Bad Request: BOT_DESCRIPTION_TOO_LONG")
        self.descriptions[kind, params.get("language_code", "")] = text
        return True

    def do_setWebhook(self, params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        self.webhook = params
        return True

    def do_deleteWebhook(self, _params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        self.webhook = {}
        return True

    def do_getWebhookInfo(self, _params: dict[str, Any], _files: dict[str, bytes]) -> Any:
        return {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}

    def _edit(self, call: ApiCall) -> Any:
        params = call.params
        message = self._own_message(params)
        if call.method == "editMessageText":
            if message.photo:
                raise ApiError(400, "Bad Request: there is no text in the message to edit")
            new = (*_formatted(params, "text", TEXT, "Bad Request: MESSAGE_TOO_LONG"), "")
        elif call.method == "editMessageCaption":
            if not message.photo:
                raise ApiError(400, "Bad Request: there is no caption in the message to edit")
            new = (*_formatted(params, "caption", CAPTION, "Bad Request: MEDIA_CAPTION_TOO_LONG"), message.photo)
        elif call.method == "editMessageMedia":
            media = params["media"]
            caption = _formatted(media, "caption", CAPTION, "Bad Request: MEDIA_CAPTION_TOO_LONG")
            new = (*caption, self._file(media["media"], call.files))
        else:
            new = (message.text, message.entities, message.photo)
        return self._change(message, new, _keyboard(params))

    def _change(self, message: Message, new: tuple[str, Any, str], keyboard: list[list[dict[str, Any]]]) -> Any:
        if (message.text, message.entities, message.photo, message.keyboard) == (*new, keyboard):
            raise ApiError(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message",
            )
        message.text, message.entities, message.photo = new
        message.keyboard = keyboard
        return message.shown()

    def _own_message(self, params: dict[str, Any]) -> Message:
        chat = self._open_chat(params)
        found = next((one for one in chat.messages if one.id == params["message_id"]), None)
        if found is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if not found.ours or found.extra.get("frozen"):
            raise ApiError(400, "Bad Request: message can't be edited")
        return found

    def _open_chat(self, params: dict[str, Any]) -> Chat:
        chat = self._known_chat(params)
        _check_rights(chat, params)
        return chat

    def _known_chat(self, params: dict[str, Any]) -> Chat:
        chat = self.chats.get(int(params["chat_id"]))
        if chat is None and int(params["chat_id"]) in self.users:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if chat is None:
            raise ApiError(400, "Bad Request: chat not found")
        if chat.moved_to:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved_to,
            )
        if chat.kicked:
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat.type} chat")
        return chat

    def _post(self, chat: Chat, params: dict[str, Any], text: str, entities: Any, photo: str = "") -> Any:
        reply = params.get("reply_parameters") or {}
        known = {message.id for message in chat.messages}
        if reply and reply["message_id"] not in known and not reply.get("allow_sending_without_reply"):
            raise ApiError(400, "Bad Request: message to be replied not found")
        message = Message(next(self.numbers), chat, text, True, entities=entities, keyboard=_keyboard(params))
        message.photo, message.thread = photo, params.get("message_thread_id")
        message.to, message.quiet = reply.get("message_id"), params.get("disable_notification", False)
        if (answered := next((one for one in chat.messages if one.id == message.to), None)) is not None:
            message.extra["reply_to_message"] = {
                name: value for name, value in answered.shown().items() if name != "reply_to_message"
            }
        chat.messages.append(message)
        return message.shown()

    def _file(self, given: Any, files: dict[str, bytes]) -> str:
        """The id of a picture that was uploaded now, or before."""
        name = str(given).removeprefix("attach://") if given else "photo"
        if name in files:
            file_id = f"file{len(self.files)}"
            self.files[file_id] = files[name]
            return file_id
        if given not in self.files:
            raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return str(given)


def _check_rights(chat: Chat, params: dict[str, Any]) -> None:
    if chat.person and chat.person.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    if chat.muted or chat.silent:
        raise ApiError(400, "Bad Request: not enough rights to send text messages to the chat")
    thread = params.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise ApiError(400, "Bad Request: message thread not found")
    if thread is not None and chat.topics[thread] == "closed":
        raise ApiError(400, "Bad Request: TOPIC_CLOSED")


def _formatted(params: dict[str, Any], name: str, longest: int, too_long: str) -> tuple[str, list[dict[str, Any]]]:
    raw = params.get(name, "")
    text, entities = parse_html(raw) if params.get("parse_mode") == "HTML" else (raw.strip(), [])
    if units(text) > longest:
        raise ApiError(400, too_long)
    return text, entities


def _keyboard(params: dict[str, Any]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = (params.get("reply_markup") or {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        if data is None and not re.match(r"(https?|tg)://\S+\Z", button.get("url", "")):
            raise ApiError(400, "Bad Request: BUTTON_URL_INVALID")
        if not button["text"].strip():
            raise ApiError(400, "Bad Request: BUTTON_TEXT_INVALID")
    return rows


def _scope(params: dict[str, Any]) -> tuple[str, str]:
    return (params.get("scope") or {"type": "default"})["type"], params.get("language_code", "")
