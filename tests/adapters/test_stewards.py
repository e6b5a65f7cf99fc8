"""The steward's page over both platforms: for its reader alone, and for nobody who is no steward any more."""

from __future__ import annotations

from tests.adapters.discord_peer_state import START_THREADS, Person
from tests.adapters.test_both import ANN, CHIEF, town


async def test_on_discord_the_page_and_its_parts_are_for_the_steward_alone(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.slash(ANN, "done", {"task": "week2-numpy"})
        await both.wait(days=9)
        page = await peer.slash(CHIEF, "setup", {"more": "group"})
        assert page.ephemeral
        assert "1 member, 0 new this week" in page.text

        quiet = await peer.tap(page, "Quiet", CHIEF)
        assert "Ann (9 days)" in quiet.text
        said = await peer.tap(quiet, "Say hi to Ann", CHIEF)
        assert (True, True) == (said.ephemeral, "OK! Ann gets a friendly word" in said.text)
        await both.app.work.run_due()
        await peer.until(lambda: bool(peer.dm_with(ANN.id).messages))
        assert "still here whenever you like" in peer.dm_with(ANN.id).messages[-1].text


async def test_on_discord_the_page_names_the_right_to_open_threads_to_a_steward_who_is_no_member(
    sqlite_url: str,
) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.slash(CHIEF, "setup", {"what": "here"})
        may = await peer.tap(await peer.slash(CHIEF, "setup", {"more": "group"}), "My posts", CHIEF)
        before = may.text
        peer.general.denied |= START_THREADS

        lacks = await peer.tap(await peer.slash(CHIEF, "setup", {"more": "group"}), "My posts", CHIEF)

        assert "All my posts arrive." == before
        assert "All my posts arrive." in lacks.text
        assert "Create Public Threads" in lacks.text


async def test_on_discord_a_tap_of_a_demoted_admin_is_refused(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.slash(ANN, "done", {"task": "week2-numpy"})
        page = await peer.slash(CHIEF, "setup", {"more": "group"})
        demoted = Person("Chief", id=CHIEF.id)

        refused = await peer.tap(page, "Quiet", demoted)

        assert "Only an admin" in refused.content + refused.text


async def test_on_discord_a_deputy_opens_the_page_from_help(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.slash(ANN, "done", {"task": "week2-numpy"})
        named = await peer.slash(CHIEF, "setup", {"more": "deputy", "value": f"<@{ANN.id}>"})
        assert "Ann is a co-admin now" in named.text

        admins = await peer.slash(ANN, "help", {"topic": "admins"})
        page = await peer.tap(admins, "How your group is doing", ANN)

        assert (True, True) == (page.ephemeral, "1 member" in page.text)


async def test_on_discord_an_admin_sees_the_page_in_private(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.discord
        await peer.slash(CHIEF, "done", {"task": "week2-numpy"})
        home = peer.dm_with(CHIEF.id)
        refused = await peer.slash(CHIEF, "setup", {"more": "group"}, channel=home)
        assert "Only an admin" in refused.content + refused.text

        await peer.promote(peer.home, CHIEF)
        page = await peer.slash(CHIEF, "setup", {"more": "group"}, channel=home)

        assert "1 member" in page.text


async def test_on_telegram_the_page_comes_in_private_and_its_taps_are_checked(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, ben = peer.user("Ann", started=True), peer.user("Ben", started=True)
        room = peer.group("Study", admins=(ann,))
        for one in (ann, ben):
            peer.says(one, room, "/done week2-numpy")
        await peer.quiet()
        peer.says(ann, room, "/setup group")
        await peer.quiet()
        home = peer.private(ann)
        assert "How Study is doing" in home.last.text
        assert not any("How Study" in text for text in room.texts)

        peer.taps(ann, home.last, "Where people stop")
        await peer.until(lambda: "members" not in home.last.text or "Where people stop" in home.last.text)
        await peer.quiet()
        assert "Where people stop" in home.last.text
        room.admins.remove(ann)
        peer.taps(ann, home.last, "Back")
        await peer.quiet()

        assert not any("How Study is doing" in text for text in home.texts[1:])
        assert any("Only an admin" in text for text in [*home.texts, *(toast.text for toast in peer.toasts)])


async def test_on_telegram_a_deputy_sees_the_page_and_no_other_member(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, ben = peer.user("Ann", started=True), peer.user("Ben", "ben", started=True)
        room = peer.group("Study", admins=(ann,))
        for one in (ann, ben):
            peer.says(one, room, "/done week2-numpy")
        await peer.quiet()
        peer.says(ben, peer.private(ben), "/setup group")
        await peer.quiet()
        assert "Only an admin" in peer.private(ben).last.text

        peer.says(ann, room, "/setup deputy @ben")
        await peer.quiet()
        peer.says(ben, peer.private(ben), "/setup group")
        await peer.quiet()

        assert "How Study is doing" in peer.private(ben).last.text


async def test_on_telegram_an_anonymous_admin_is_asked_and_only_an_admin_confirms(sqlite_url: str) -> None:
    async with town(sqlite_url) as both:
        peer = both.telegram
        ann, ben = peer.user("Ann", started=True), peer.user("Ben", "ben", started=True)
        room = peer.group("Study", admins=(ann,))
        peer.says(ben, room, "/done week2-numpy")
        await peer.quiet()
        peer.says(ann, room, "/setup deputy @ben")
        await peer.quiet()
        peer.says(None, room, "/setup publishing off @ben")
        await peer.quiet()
        question = room.last
        peer.taps(ben, question, question.buttons[0])
        await peer.quiet()
        assert not any("isn’t shown what Ben" in text for text in peer.private(ben).texts)

        peer.taps(ann, question, question.buttons[0])
        await peer.quiet()

        assert any("isn’t shown what Ben" in text for text in peer.private(ann).texts)
