"""Who may change a group: asked of Telegram before every change, remembered for lookups alone."""

from __future__ import annotations

import pytest

from tests.adapters.telegram_stage import on_stage


async def test_a_demoted_administrator_is_refused_before_the_change() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann", started=True)
        room = stage.peer.group("Study", admins=(ann,))
        stage.peer.says(ann, room, "/setup")
        await stage.peer.quiet()
        room.admins.remove(ann)
        stage.peer.says(ann, room, "/rename Ours")
        await stage.peer.quiet()

        assert ("set up", 0) == (room.texts[0], stage.core.store.runs)
        assert "Only an admin" in room.texts[1]


async def test_a_promoted_administrator_is_taken_at_once() -> None:
    async with on_stage() as stage:
        ann, ben = stage.peer.user("Ann"), stage.peer.user("Ben", started=True)
        room = stage.peer.group("Study", admins=(ann,))
        stage.peer.says(ann, room, "/setup")
        await stage.peer.quiet()
        room.admins.append(ben)
        stage.peer.says(ben, room, "/setup")
        stage.peer.says(ben, room, "/rename Ours")
        await stage.peer.quiet()

        assert ["set up", "set up", "renamed to Ours"] == room.texts


async def test_a_lookup_of_a_demoted_administrator_is_refused_when_telegram_tells() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann", started=True)
        room = stage.peer.group("Study", admins=(ann,))
        stage.peer.says(ann, room, "/setup")
        await stage.peer.quiet()
        room.admins.remove(ann)
        stage.peer.moves(ann, room, "administrator", "member")
        stage.peer.says(ann, room, "/setup")
        await stage.peer.quiet()

        assert "set up" == room.texts[0]
        assert "Only an admin" in room.texts[1]


@pytest.mark.parametrize("line", ["/setup", "/rename Ours"])
async def test_nothing_changes_while_telegram_cannot_be_asked(line: str) -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann", started=True)
        room = stage.peer.group("Study", admins=(ann,))
        stage.peer.refuses("getChatAdministrators", 400, "Bad Request: CHAT_ADMIN_REQUIRED", times=9)
        stage.peer.says(ann, room, line)
        await stage.peer.quiet()

        assert (1, 0) == (len(room.texts), stage.core.store.runs)
        assert "can’t check" in room.texts[0]


@pytest.mark.parametrize("line", ["/rename@cairn_bot A new name", "/done@cairn_bot week2-numpy"])
async def test_only_an_administrator_of_this_moment_confirms(line: str) -> None:
    async with on_stage() as stage:
        ann, ben = stage.peer.user("Ann"), stage.peer.user("Ben")
        room = stage.peer.group("Study", admins=(ann, ben))
        stage.peer.says(ben, room, "/rename@cairn_bot Ours")  # from now on Ben is known as one
        stage.peer.says(None, room, line)
        await stage.peer.quiet()
        ran = stage.core.store.runs
        room.admins = [ann]
        stage.peer.taps(ben, room.last, "It’s me")
        await stage.peer.quiet()

        assert (1, ran) == (ran, stage.core.store.runs)
        assert "Only an admin" in stage.peer.toasts[-1].text


async def test_an_anonymous_administrator_confirms_with_a_tap() -> None:
    async with on_stage() as stage:
        ann, ben = stage.peer.user("Ann"), stage.peer.user("Ben", started=True)
        room = stage.peer.group("Study", admins=(ann,))
        stage.peer.says(None, room, "/rename@cairn_bot A new name")
        await stage.peer.quiet()
        [question] = room.texts
        assert ("writing as the group" in question, ["It’s me"]) == (True, room.last.buttons)

        stage.peer.taps(ben, room.last, "It’s me")
        await stage.peer.quiet()
        assert ([question], 0) == (room.texts, stage.core.store.runs)
        assert "Only an admin" in stage.peer.toasts[-1].text

        stage.peer.taps(ann, room.last, "It’s me")
        await stage.peer.quiet()
        assert (["renamed to A new name"], []) == (room.texts, room.last.buttons)
        assert [ben, ann] == [toast.user for toast in stage.peer.toasts]
        assert ann.id == stage.core.heard[-1].account.user_id


async def test_a_confirmation_without_its_message_asks_for_the_command_again() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann")
        room = stage.peer.group("Study", admins=(ann,))
        stage.peer.says(None, room, "/rename Ours")
        await stage.peer.quiet()
        room.last.extra.pop("reply_to_message")
        stage.peer.taps(ann, room.last, "It’s me")
        await stage.peer.quiet()

        assert "type it again" in stage.peer.toasts[-1].text
        assert 0 == stage.core.store.runs


async def test_a_channel_cannot_confirm() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.says(None, room, "/rename Ours", sender_chat={"id": -1009, "type": "channel", "title": "News"})
        await stage.peer.quiet()

        assert ("writing as a channel" in room.texts[0], []) == (True, room.last.buttons)
