"""Answers that are slow, refused, or lost on the way."""

from __future__ import annotations

from tests.adapters.telegram_stage import on_stage


async def test_a_slow_answer_does_not_let_the_button_spin() -> None:
    async with on_stage(toast_within=0.0) as stage:
        ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
        stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        begun = stage.core.hold("undo week2-numpy")
        stage.peer.taps(ann, room.last, "Undo")
        await begun.wait()
        await stage.peer.until(lambda: len(stage.peer.toasts) == 1)
        stage.core.gates["undo week2-numpy"].set()
        await stage.peer.quiet()

        assert [""] == [toast.text for toast in stage.peer.toasts]
        assert ["week2-numpy is undone"] == stage.peer.private(ann).texts


async def test_a_tap_too_old_to_acknowledge_is_answered_in_private() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
        stage.peer.says(ann, room, "/done week2-numpy")
        await stage.peer.quiet()
        del stage.peer.queries[stage.peer.taps(ann, room.last, "Undo")]
        await stage.peer.quiet()

        assert ["week2-numpy is undone"] == stage.peer.private(ann).texts


async def test_a_flood_is_waited_out_and_the_answer_comes() -> None:
    async with on_stage() as stage:
        stage.peer.floods("sendMessage", seconds=7)
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/progress")
        await stage.peer.quiet()

        assert 1 == len(room.texts)
        assert 7.0 in stage.waits.asked


async def test_a_flood_of_an_hour_is_not_waited_out() -> None:
    async with on_stage() as stage:
        stage.peer.floods("sendMessage", seconds=3600)
        room = stage.peer.group("Study")
        stage.peer.says(stage.peer.user("Ann"), room, "/progress")
        await stage.peer.quiet()

        assert [] == room.texts
        assert 3600.0 not in stage.waits.asked


async def test_an_answer_that_was_not_sent_is_tried_again_but_not_for_ever() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.breaks("sendMessage", 500, times=2)
        stage.peer.says(stage.peer.user("Ann"), room, "/progress")
        await stage.peer.quiet()
        stage.peer.breaks("sendMessage", 500, times=20)
        stage.peer.says(stage.peer.user("Ben"), room, "/progress")
        await stage.peer.quiet()

        assert 1 == len(room.texts)


async def test_an_answer_that_may_have_arrived_is_not_repeated() -> None:
    async with on_stage() as stage:
        room = stage.peer.group("Study")
        stage.peer.resets("sendMessage", after=True)
        stage.peer.says(stage.peer.user("Ann"), room, "/progress")
        stage.peer.breaks("sendMessage", 502, after=True)
        await stage.peer.quiet()
        stage.peer.says(stage.peer.user("Ben"), room, "/progress")
        await stage.peer.quiet()

        assert 2 == len(room.texts)


async def test_an_answer_to_a_group_that_has_moved_follows_it() -> None:
    async with on_stage() as stage:
        old = stage.peer.group("Study", kind="group")
        new = stage.peer.upgrades(old, silently=True)
        stage.peer.says(stage.peer.user("Ann"), old, "/done week2-numpy")
        await stage.peer.quiet()

        assert ["Ann ticked week2-numpy"] == new.texts
        assert stage.core.told == [("moved", old.id, new.id)]


async def test_a_private_answer_that_gets_lost_is_not_shown_to_the_group() -> None:
    async with on_stage() as stage:
        ann, room = stage.peer.user("Ann", started=True), stage.peer.group("Study")
        stage.peer.resets("sendMessage", after=True)
        stage.peer.says(ann, room, "/settings")
        await stage.peer.quiet()

        assert [] == room.texts


async def test_administrators_that_telegram_does_not_tell_are_none() -> None:
    async with on_stage() as stage:
        ann = stage.peer.user("Ann", started=True)
        room = stage.peer.group("Study", admins=(ann,))
        stage.peer.breaks("getChatAdministrators", 500)
        stage.peer.says(ann, room, "/setup")
        stage.peer.says(ann, room, "/setup")
        await stage.peer.quiet()

        refused, done = room.texts
        assert "admin" in refused
        assert "set up" == done
