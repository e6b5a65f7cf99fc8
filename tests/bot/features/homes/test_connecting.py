"""Two groups on two platforms are connected: by a code, an admin's tap, and a day of notice."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from sqlalchemy import update

from bot.features.homes.actions.losing import carry_on_at_homes
from bot.identity import Place
from bot.posting.posts import POSTS as OUTBOX
from bot.posting.posts import read_post
from bot.posting.recording import give_up_target
from bot.posting.wording import NothingToSay
from bot.tables import accounts, codes, connections, groups, guesses, outbox
from tests.bot.features.homes.two_homes import CHIEF, OTHER, ROOT, WAYS, TwoHomes, do
from tests.bot.room import START, labels, lines, words


async def test_a_code_of_one_admin_connects_both_groups_a_day_after_the_other_confirms(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Bob@discord", "Cem@telegram", "Dee@telegram")

    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")
    assert "**Server" not in words(asked)
    assert "Server and Chat become one group" in words(asked)
    assert "Both get the settings of Server" in words(asked)
    assert labels(asked)[0] == "Connect"
    told = await homes.tap(CHIEF, asked, "Connect")
    assert "Server and Chat become one group on Tue 3 Mar, 18:00 UTC" in words(told)

    await homes.work()
    assert await homes.posted("homes") == [("discord", "sent"), ("telegram", "sent")]
    apart = words(await homes.say("Ann@discord", "/leaderboard"))
    assert "Bob" in apart
    assert "Cem" not in apart
    homes.later(hours=23, minutes=59)
    await homes.work()
    assert len(await homes.posted("homes")) == 2
    homes.later(minutes=1)
    await homes.work()

    assert (await homes.posted("homes"))[2:] == [("discord", "sent"), ("telegram", "sent")]
    for name in ("Ann@discord", "Cem@telegram"):
        board = words(await homes.say(name, "/leaderboard"))
        assert all(one in board for one in ("Ann", "Bob", "Cem", "Dee"))
    assert "Server and Chat are one group" in words(await homes.say(ROOT, "/setup connect"))


async def test_a_code_in_the_hand_of_others_opens_nothing(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = await homes.code()

    assert "Only an admin" in words(await homes.say("Cem@telegram", f"/setup connect {code}"))
    assert "Only an admin" in words(await homes.say("Ann@discord", "/setup connect"))
    assert "on the other one" in words(await homes.say(ROOT, f"/setup connect {code}"))
    asked = await homes.say(CHIEF, f"/setup connect {code}")
    homes.admins.remove(CHIEF)
    assert "Only an admin" in words(await homes.tap(CHIEF, asked, "Connect"))
    homes.admins.add(CHIEF)
    homes.later(minutes=10)
    assert "doesn’t work" in words(await homes.tap(CHIEF, asked, "Connect"))
    assert "doesn’t work" in words(await homes.say(CHIEF, "/setup connect ACDEFHJK"))

    assert await homes.rows(connections) == []
    assert len(await homes.rows(guesses)) == 2


async def test_a_code_in_the_wrong_place_is_answered_with_the_right_one(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = await homes.code()

    account = homes.account(CHIEF)
    alone = Place(account.platform, account.user_id, account.user_id, private=True)
    said = words(await homes.say(CHIEF, f"/setup connect {code}", alone))
    assert f"in your group’s chat: /setup connect {code}" in said
    assert "/setup connect and the code" in words(await homes.say(CHIEF, f"/settings link {code}"))
    linking = words(await homes.say("Ann@discord", "/settings link")).partition("Your code: ")[2].split()[0]
    assert "/settings link and the code" in words(await homes.say(CHIEF, f"/setup connect {linking}"))
    assert "become one group" in words(await homes.say(CHIEF, f"/setup connect {code}"))


async def test_a_disconnect_before_the_groups_are_one_offers_to_cancel(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")
    await homes.tap(CHIEF, asked, "Connect")

    shown = await homes.say(ROOT, "/setup disconnect")
    assert "become one group on Tue 3 Mar" in words(shown)
    assert "Cancelled" in words(await homes.tap(ROOT, shown, "Cancel"))


async def test_a_deputy_may_not_connect(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(ROOT, "/setup deputy Ann")

    assert "Only an admin" in words(await homes.say("Ann@discord", "/setup connect"))
    assert "Only an admin" in words(await homes.say("Ann@discord", "/setup disconnect yes"))
    assert await homes.rows(codes) == []


async def test_a_doubled_tap_and_a_replay_connect_once(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")

    first = words(await homes.tap(CHIEF, asked, "Connect"))
    assert words(await homes.again()) == first
    assert words(await homes.tap(CHIEF, asked, "Connect")) == first
    await homes.work()
    homes.later(days=1)
    await homes.work()
    await homes.work()

    assert len(await homes.rows(connections)) == 1
    assert len(await homes.posted("homes")) == 4


async def test_a_code_that_was_used_does_nothing_for_any_admin(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = await homes.code()
    await homes.tap(CHIEF, await homes.say(CHIEF, f"/setup connect {code}"), "Connect")
    assert 1 == len(await homes.rows(connections))
    await homes.say(CHIEF, "/setup connect cancel")
    kept = await homes.rows(connections)

    homes.admins.add("Cem@telegram")
    for name in ("Cem@telegram", CHIEF):
        for words_typed in (code, f"{code} ml-engineer"):
            assert "doesn’t work" in words(await homes.say(name, f"/setup connect {words_typed}"))

    assert kept == await homes.rows(connections)


async def test_an_admin_of_either_home_cancels_in_time(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    shown = await homes.connect()

    assert "Cancelled. Server and Chat stay two groups" in words(await homes.tap(CHIEF, shown, "Cancel"))
    assert "nothing to cancel" in words(await homes.say(ROOT, "/setup connect cancel"))
    await homes.work()
    homes.later(days=2)
    await homes.work()

    assert [one.joined_at for one in await homes.rows(connections)] == [None]
    assert [one.joined_to for one in await homes.rows(groups)] == [None, None]
    await homes.connect(CHIEF, ROOT)
    assert len(await homes.rows(connections, open=True)) == 1


async def test_the_notice_lets_each_member_choose_how_to_be_seen(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    notice = await homes.word("homes")

    assert "On Tue 3 Mar, 18:00 UTC, this group and Chat on Telegram become one" in words(notice)
    assert lines(notice) == ["settings visibility number", "settings visibility hidden", "setup connect cancel 1"]
    await homes.tap("Ann@discord", notice, "Hide me")
    homes.later(days=1)
    await homes.work()
    await homes.work()

    assert "Ann" not in words(await homes.say("Cem@telegram", "/leaderboard"))


async def test_two_roadmaps_are_asked_about(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(CHIEF, "/setup roadmap other")

    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")
    assert [one for one in labels(asked) if one.startswith("Connect")] == [
        "Connect, with The climb",
        "Connect, with The other climb",
    ]
    assert "Server follows The climb.\nChat follows The other climb.\nWhich roadmap is for both?" in words(asked)
    assert words(asked).index("Which roadmap") < words(asked).index("Tap Connect")
    await homes.tap(CHIEF, asked, "Connect, with The other")
    await homes.work()
    homes.later(days=1)
    await homes.work()

    assert [one.roadmap for one in await homes.rows(groups, joined_to=None)] == ["other"]


@pytest.mark.parametrize("lost", ["discord", "telegram"])
async def test_homes_stay_apart_if_one_is_lost_meanwhile(homes: TwoHomes, lost: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.work()
    await homes.lose(lost)
    homes.later(days=1)
    await homes.work()

    assert [(one.joined_at, one.open) for one in await homes.rows(connections)] == [(None, None)]
    assert (await homes.posted("homes"))[2:] == [("telegram" if lost == "discord" else "discord", "sent")] * 2


async def test_nothing_is_connected_in_private(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = await homes.code()
    alone = Place("telegram", 7, 7, private=True)

    answer = await homes.say(CHIEF, f"/setup connect {code}", alone)

    assert "Connect" not in labels(answer)
    assert await homes.rows(connections) == []


async def test_a_roadmap_that_neither_group_follows_connects_nothing(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")

    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()} other")

    assert "Connect" in labels(asked)[0]
    assert [] == await homes.rows(connections)


CHANGES = {
    "zone": (ROOT, "/setup zone Tokyo", "Tokyo"),
    "week": (ROOT, "/setup week sunday", "Sunday"),
    "nudge": (ROOT, "/setup nudge 20:00", "20:00"),
    "days": (ROOT, "/setup nudge mon-fri", "Mon"),
    "off": (ROOT, "/setup nudge off", "nudge: off"),
    "checkin": (ROOT, "/setup checkin friday 17:00", "17:00"),
    "community": (ROOT, "/setup community on", ""),
    "no check-ins": (ROOT, "/setup checkin off", "check-in: off"),
    "quiet": (ROOT, "/quiet 2w", "No posts in either chat until Mon 16 Mar"),
    "other quiet": (CHIEF, "/quiet 2w", "Chat is quiet until Mon 16 Mar"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_tap_connects_only_what_was_shown(homes: TwoHomes, change: str) -> None:
    admin, line, says = CHANGES[change]
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(CHIEF, "/setup community on")
    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")
    await homes.say(admin, line)

    again = await homes.tap(CHIEF, asked, "Connect")

    assert words(again).startswith("Something changed since you looked, so nothing is connected yet.")
    assert says in words(again) and words(again).partition("\n\n")[2] != words(asked)
    assert [] == await homes.rows(connections)
    assert "become one group on" in words(await homes.tap(CHIEF, again, "Connect"))
    assert 1 == len(await homes.rows(connections))


@pytest.mark.parametrize("off", [True, False])
async def test_only_groups_with_check_ins_are_told_that_they_share_one(homes: TwoHomes, off: bool) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(ROOT if off else CHIEF, "/setup checkin off")

    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")
    said = [words(asked)]
    await homes.tap(CHIEF, asked, "Connect")
    said.append(words(await homes.word("homes")))
    await homes.work()
    homes.later(days=1)
    await homes.work()
    said.append(words(await homes.word("homes", "telegram")))

    assert [not off] * 3 == ["one check-in" in one for one in said]
    assert all("one leaderboard" in one for one in said)


@pytest.mark.parametrize(("quiet", "shown"), [("2w", True), ("25h", True), ("23h", False), ("off", False)])
async def test_a_silence_that_lasts_until_the_groups_are_one_is_shown(homes: TwoHomes, quiet: str, shown: bool) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = await homes.code()
    for admin, said in ((ROOT, "No posts in either chat until"), (CHIEF, "That ends as the two become one")):
        await homes.say(admin, f"/quiet {quiet}")

        assert shown == (said in words(await homes.say(CHIEF, f"/setup connect {code}")))
        await homes.say(admin, "/quiet off")


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("column", ["title", "roadmap"])
async def test_a_tap_connects_no_group_whose_title_or_roadmap_is_another_now(
    homes: TwoHomes, number: int, column: str
) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")
    value = "Night owls" if column == "title" else OTHER.slug
    await homes.store.write(do, groups.update().where(groups.c.id == number).values({column: value}))

    again = await homes.tap(CHIEF, asked, "Connect")

    assert words(again).startswith("Something changed since you looked, so nothing is connected yet.")
    assert ("Night owls" if column == "title" else OTHER.title) in words(again) + " ".join(labels(again))
    assert [] == await homes.rows(connections)


@pytest.mark.parametrize("line", ["/setup nudge 19:00", "/setup connect {code} climb", "/setup connect {code}"])
async def test_what_is_not_shown_needs_no_second_look(homes: TwoHomes, line: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = await homes.code()
    asked = await homes.say(CHIEF, f"/setup connect {code}")

    shown = words(await homes.say(CHIEF, line.format(code=code)))

    assert "connect" not in line or shown == words(asked)
    assert [] == await homes.rows(connections)
    assert "become one group on" in words(await homes.tap(CHIEF, asked, "Connect"))


@pytest.mark.parametrize("connected", [ROOT, CHIEF])
async def test_a_group_that_was_connected_meanwhile_is_connected_with_no_other(homes: TwoHomes, connected: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    third, den = "Third@sandbox", Place("sandbox", 31, 31, title="Den")
    homes.admins.add(third)
    await homes.say(third, "/done week1-stats", den)
    code = await homes.code(connected)  # it works still, as the group types a code of the other itself
    await homes.connect(CHIEF if connected == ROOT else ROOT, connected)

    answer = await homes.say(third, f"/setup connect {code}", den)

    assert "connected to another one already" in words(answer)
    assert len(await homes.rows(connections)) == 1


async def test_each_home_reads_the_moment_in_the_zone_that_both_get(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(ROOT, "/setup zone Tokyo")
    await homes.say(CHIEF, "/setup zone Berlin")

    await homes.connect()

    said = [words(await homes.word("homes", platform)) for platform in ("discord", "telegram")]
    assert [(True, False), (True, False)] == [("Tokyo" in one, "Berlin" in one) for one in said]


@pytest.mark.parametrize("lost", ["discord", "telegram"])
async def test_the_other_home_and_its_admin_hear_at_once_of_a_home_lost_in_the_day_before(
    homes: TwoHomes, lost: str
) -> None:
    left, admin = ("telegram", CHIEF) if lost == "discord" else ("discord", ROOT)
    gone, own = ("Server", "Chat") if lost == "discord" else ("Chat", "Server")
    await homes.settle("Ann@discord", "Cem@telegram", ROOT, CHIEF)
    for name in (ROOT, CHIEF):
        await homes.say(name, "/setup nudge 18:00")
    await homes.connect()
    await homes.work()
    for _ in range(2):
        await homes.lose(lost)

    assert [(left, "new")] == (await homes.posted("homes"))[2:]
    said = words(await homes.word("homes", left))
    assert f"I was removed from {gone} on {lost.capitalize()}" in said
    [told] = await homes.rows(outbox, kind="home_lost")
    [whose] = await homes.rows(accounts, id=told.account_id)
    assert homes.account(admin).user_id == whose.user_id
    alone = words(await homes.word_of(told.id))
    assert f"{gone} on {lost.capitalize()}, so for now it can’t become one with {own}" in alone

    await homes.return_to(lost)
    for news in (told.id, (await homes.rows(outbox, kind="homes"))[-1].id):
        with pytest.raises(NothingToSay):
            await homes.word_of(news)
    homes.later(days=1)
    await homes.work()
    [connection] = await homes.rows(connections)
    assert connection.joined_at is not None


@pytest.mark.parametrize("way", WAYS)
async def test_each_loss_in_the_day_before_is_told_once(homes: TwoHomes, way: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram", ROOT, CHIEF)
    for name in (ROOT, CHIEF):
        await homes.say(name, "/setup nudge 18:00")
    await homes.connect()
    await homes.work()

    for losses in (1, 2, 3):
        for _ in range(2):
            await homes.lose("telegram")
        assert losses == len(await homes.rows(outbox, kind="home_lost"))
        assert 2 + losses == len(await homes.posted("homes"))
        homes.later(hours=1)
        await homes.come_back("telegram", way)


async def test_a_home_that_a_failed_post_shows_as_lost_is_told_to_the_other_home(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram", ROOT)
    await homes.say(ROOT, "/setup nudge 18:00")
    await homes.connect()
    [row] = [one for one in await homes.rows(outbox, kind="homes") if one.place_id == 2]
    post = await homes.store.read(lambda db: read_post(db.execute(OUTBOX.where(outbox.c.id == row.id)).one()))
    await homes.store.write(give_up_target, post, "kicked", homes.clock.now(), carry_on_at_homes)

    assert [("discord", "new")] * 2 == [one for one in await homes.posted("homes") if one[0] == "discord"]
    assert 1 == len(await homes.rows(outbox, kind="home_lost"))


async def test_a_home_that_is_lost_without_a_connection_to_come_tells_nobody_of_one(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram", ROOT, CHIEF)
    await homes.lose("discord")
    assert [] == await homes.rows(outbox, kind="homes")
    await homes.return_to("discord")
    await homes.join()
    before = await homes.posted("homes")
    await homes.lose("discord")

    assert before == await homes.posted("homes")
    assert [] == await homes.rows(outbox, kind="home_lost")


async def test_the_later_of_two_crossed_taps_shows_the_settings_that_hold(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(CHIEF, "/setup roadmap other")
    for admin, city in ((ROOT, "Berlin"), (CHIEF, "Tokyo")):
        await homes.say(admin, f"/setup zone {city}")
    codes_of = {admin: await homes.code(admin) for admin in (ROOT, CHIEF)}
    of_chat = await homes.say(ROOT, f"/setup connect {codes_of[CHIEF]}")
    of_server = await homes.say(CHIEF, f"/setup connect {codes_of[ROOT]}")

    await homes.tap(CHIEF, of_server, "Connect, with The other")
    told = words(await homes.tap(ROOT, of_chat, "Connect, with The climb"))

    assert "Tokyo" in words(of_chat)
    assert all(one in told for one in ("Both get the settings of Server", "Berlin", "Roadmap: The other climb"))
    assert told == words(await homes.say(ROOT, "/setup connect"))


async def test_a_group_that_has_a_second_chat_is_offered_to_part_and_no_other(homes: TwoHomes) -> None:
    await homes.settle(ROOT, CHIEF)
    offers = {"setup connect", "setup disconnect"}

    async def offered() -> list[set[str]]:
        shown = [await homes.say(admin, f"/setup {topic}") for admin in (ROOT, CHIEF) for topic in ("all", "what")]
        return [offers & set(lines(one)) for one in shown]

    assert [{"setup connect"}] * 4 == await offered()
    await homes.connect()
    assert [{"setup disconnect"}] * 4 == await offered()
    await homes.work()
    homes.later(days=1)
    await homes.work()
    assert [{"setup disconnect"}] * 4 == await offered()
    await homes.tap(ROOT, await homes.say(ROOT, "/setup disconnect"), "Disconnect")
    assert [{"setup connect"}] * 4 == await offered()


async def test_the_settings_name_both_chats_of_a_connection(homes: TwoHomes) -> None:
    await homes.settle(ROOT, CHIEF)

    async def named() -> list[str]:
        typed = [(admin, line) for admin in (ROOT, CHIEF) for line in ("/setup all", "/setup week monday")]
        shown = [words(await homes.say(admin, line)) for admin, line in typed]
        return [one.rpartition("Server and Chat ")[2] for one in shown]

    assert not any("one group" in one for one in await named())
    await homes.connect()
    assert all(one.startswith("become one group on Tue 3 Mar, 18:00 UTC") for one in await named())
    await homes.work()
    homes.later(days=1)
    await homes.work()
    assert ["are one group."] * 4 == await named()


@pytest.mark.parametrize(
    ("values", "back", "said"),
    [
        ({}, False, True),
        ({}, True, False),
        ({"joined_at": START}, False, False),
        ({"ended_at": START, "open": None}, False, False),
    ],
    ids=["coming", "back", "joined", "ended"],
)
async def test_word_of_a_lost_home_is_said_while_it_is_lost_and_the_connection_to_come(
    homes: TwoHomes, values: dict[str, object], back: bool, said: bool
) -> None:
    await homes.settle("Ann@discord", "Cem@telegram", ROOT)
    await homes.say(ROOT, "/setup nudge 18:00")
    await homes.connect()
    await homes.work()
    await homes.lose("telegram")
    told = [await homes.rows(outbox, kind="home_lost"), await homes.rows(outbox, kind="homes")]
    await homes.store.write(do, update(connections).values(due_at=connections.c.due_at, **values))
    if back:
        await homes.return_to("telegram")

    for word in (told[0][-1], told[1][-1]):
        with nullcontext() if said else pytest.raises(NothingToSay):
            await homes.word_of(word.id)


async def test_a_roadmap_that_is_missing_is_not_offered(homes: TwoHomes) -> None:
    """It was followed by one of the groups, until its file was taken away."""
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.store.write(do, update(groups).where(groups.c.id == 2).values(roadmap="gone"))

    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")

    assert ["Connect, with The climb"] == [one for one in labels(asked) if one.startswith("Connect")]


async def test_a_button_of_an_earlier_connection_cancels_no_later_one(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    shown = await homes.connect()
    await homes.work()
    notice = await homes.word("homes")
    await homes.say(ROOT, "/setup connect cancel")
    await homes.connect()

    for stale in (shown, notice):
        assert "earlier connection" in words(await homes.tap(CHIEF, stale, "Cancel"))
        assert "become one group on" in words(await homes.say(ROOT, "/setup connect"))
    [fresh] = [one for one in lines(await homes.say(CHIEF, "/setup connect")) if "cancel" in one]
    assert "Cancelled." in words(await homes.say(CHIEF, f"/{fresh}"))


async def test_a_button_of_an_earlier_connection_parts_no_later_one(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.join()
    stale = await homes.say(CHIEF, "/setup disconnect")
    await homes.say(ROOT, "/setup disconnect yes")
    await homes.join()

    assert "earlier connection" in words(await homes.tap(CHIEF, stale, "Disconnect"))
    assert "are one group" in words(await homes.say(ROOT, "/setup connect"))
    fresh = await homes.say(CHIEF, "/setup disconnect")
    assert "two groups again" in words(await homes.tap(CHIEF, fresh, "Disconnect"))


@pytest.mark.parametrize("value", ["cancel 0", "cancel 99", "Cancel  1", "cancel one", "cancel 1 2", "cancel -1"])
async def test_a_forged_number_of_a_connection_cancels_nothing(homes: TwoHomes, value: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()

    await homes.say(CHIEF, f"/setup connect {value}")

    assert "become one group on" in words(await homes.say(ROOT, "/setup connect"))


async def test_a_code_that_is_typed_where_a_connection_is_already_is_said_not_to_be_used(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    code = await homes.code()
    await homes.connect()

    said = words(await homes.say(CHIEF, f"/setup connect {code}"))

    assert said.startswith("This group has a connection already, so I didn’t use the code.")
    assert "Server and Chat become one group on" in said


async def test_two_groups_of_one_title_are_told_apart_by_their_platforms(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    for number, title in ((1, "Study Group"), (2, "study group ")):
        await homes.store.write(do, groups.update().where(groups.c.id == number).values(title=title))

    asked = await homes.say(CHIEF, f"/setup connect {await homes.code()}")
    assert "Study Group (Discord) and study group  (Telegram) become one group" in words(asked)
    assert "Both get the settings of Study Group (Discord)" in words(asked)
    await homes.tap(CHIEF, asked, "Connect")
    await homes.work()
    homes.later(days=1)
    await homes.work()
    parting = words(await homes.say(CHIEF, "/setup disconnect"))
    assert "Make study group  (Telegram) and Study Group (Discord) two groups again?" in parting
    assert "Past check-ins stay with Study Group (Discord)." in parting
