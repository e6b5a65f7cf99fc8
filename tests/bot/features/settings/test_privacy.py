"""/settings privacy: each part in plain words as it is now, changed by a tap in place, for a member or not."""

from __future__ import annotations

import pytest

from bot.chat.readers import Readers
from bot.chat.reply import Reply, Tone
from bot.closed_sets import Publishing, Visibility
from tests.bot.room import Room, labels, lines, words


def part(reply: Reply, name: str) -> str:
    """What the page says about a part."""
    [found] = [line for line in words(reply).splitlines() if line.startswith(f"{name}:")]
    return found.removeprefix(f"{name}:").strip()


async def test_the_page_says_each_part_as_it_is(room: Room) -> None:
    await room.say("Ann", "/join")

    page = await room.say("Ann", "/settings privacy")

    assert Readers.SECRET is page.readers
    assert [one.split(":")[0] for one in words(page).splitlines()[1:]] == [
        *("Who sees you", "Check-ins", "Links and notes", "Cheers", "Community board", "Pings")
    ]
    assert "see your name" in part(page, "Who sees you")
    assert "until you choose" in part(page, "Check-ins")
    assert "only you" in part(page, "Links and notes")
    assert "not on it" in part(page, "Community board")
    assert {"settings export", "settings forget", "settings"} <= set(lines(page))


@pytest.mark.parametrize(
    ("label", "name", "said", "back"),
    [
        ("Show only a number", "Who sees you", "Member 1", "Show my name"),
        ("Hide me", "Who sees you", "nobody", "Show my name"),
        ("Share check-ins", "Check-ins", "what you finished", None),
        ("Share promises", "Check-ins", "only your promise", None),
        ("Hide check-ins", "Check-ins", "only you read yours.", None),
        ("Show my links", "Links and notes", "from Mon 2 Mar on", "Hide my links"),
        ("Cheer news off", "Cheers", "I don’t tell you", "Cheer news on"),
        ("Pings off", "Pings", "never ping", "Pings on"),
    ],
)
async def test_a_tap_changes_a_part_in_place_and_another_takes_it_back(
    room: Room, label: str, name: str, said: str, back: str | None
) -> None:
    """`back`: the button that takes the change back. Of check-ins none does, as a choice was made."""
    await room.say("Ann", "/join")
    page = await room.say("Ann", "/settings privacy")

    changed = await room.tap("Ann", page, label)
    again = await room.again()
    fresh = await room.say("Ann", "/settings privacy")

    assert changed.update and said in part(changed, name)
    assert label not in labels(changed)
    assert words(changed) == words(again) == words(fresh)
    others = [one for one in words(page).splitlines() if not one.startswith(name)]
    if label not in {"Hide me", "Show only a number"}:
        assert others == [one for one in words(changed).splitlines() if not one.startswith(name)]
    assert [Tone.PLAIN, Tone.GOOD, Tone.PLAIN] == [page.tone, changed.tone, fresh.tone]
    if back:
        assert words(page) == words(await room.tap("Ann", changed, back))


async def test_each_choice_but_the_present_one_is_a_button(room: Room) -> None:
    for seen in Visibility:
        for checkins in Publishing:
            await room.say("Ann", f"/settings privacy seen {seen}")
            page = await room.say("Ann", f"/settings privacy checkins {checkins}")

            offered = {line for line in lines(page) if line.startswith("settings privacy ")}
            others = {f"seen {one}" for one in Visibility} | {f"checkins {one}" for one in Publishing}
            others -= {f"seen {seen}", f"checkins {checkins}"}
            turns = {"work on", "cheers off", "pings off"}
            assert {f"settings privacy {one}" for one in others | turns} == offered


@pytest.mark.parametrize("seen", ["number", "hidden"])
async def test_nobody_is_pinged_without_their_name(room: Room, seen: str) -> None:
    page = await room.say("Ann", f"/settings privacy seen {seen}")

    assert "while your name isn’t shown" in part(page, "Pings")


@pytest.mark.parametrize("wish", ["pings on", "checkins private", "work private"])
async def test_what_is_not_shared_reads_the_same_while_its_learner_is_hidden(room: Room, wish: str) -> None:
    """`pings on` is no wish about what is shared, so the learner is undecided."""
    page = await room.say("Ann", f"/settings privacy {wish}")

    hidden = await room.say("Ann", "/settings privacy seen hidden")

    for name in ("Check-ins", "Links and notes"):
        assert part(page, name) == part(hidden, name)


async def test_work_that_is_shown_from_its_beginning_has_no_first_day(room: Room) -> None:
    await room.say("Ann", "/settings work all")

    assert "all that you add" in part(await room.say("Ann", "/settings privacy"), "Links and notes")


async def test_what_is_shared_has_no_effect_while_its_learner_is_hidden(room: Room) -> None:
    for wish in ("checkins all", "work on", "seen hidden"):
        hidden = await room.say("Ann", f"/settings privacy {wish}")

    for name in ("Check-ins", "Links and notes"):
        assert "while you’re hidden" in part(hidden, name)
    assert "nothing about you" in part(hidden, "Cheers")
    assert "while your name isn’t shown" in part(hidden, "Pings")
    seen = await room.say("Ann", "/settings privacy seen group")
    assert "what you finished" in part(seen, "Check-ins")
    assert "from Mon 2 Mar on" in part(seen, "Links and notes")


@pytest.mark.parametrize(
    ("seen", "said"), [("group", "your name and points"), ("number", "your number and points"), ("hidden", "not on it")]
)
async def test_the_community_board_is_what_the_group_and_the_learner_make_it(room: Room, seen: str, said: str) -> None:
    await room.say("Root", "/setup community on")
    await room.say("Ann", "/join")

    assert said in part(await room.say("Ann", f"/settings privacy seen {seen}"), "Community board")


async def test_a_member_leaves_the_community_board_alone_and_comes_back(room: Room) -> None:
    await room.say("Root", "/setup community on")
    for name in ("Ann", "Ben"):
        await room.say(name, "/done week1-statistics")
    page = await room.say("Ann", "/settings privacy")

    left = await room.tap("Ann", page, "Leave the community board")

    assert "you left it" in part(left, "Community board") and "see your name" in part(left, "Who sees you")
    assert "Ann" not in words(await room.say("Ben", "/leaderboard community"))
    assert "Ann" in words(await room.say("Ben", "/leaderboard all"))
    assert "You left this board" in words(await room.privately("Ann", "/leaderboard community"))
    await room.say("Root", "/setup community off")
    await room.say("Root", "/setup community on")
    assert "Ann" not in words(await room.say("Ben", "/leaderboard community"))

    back = await room.tap("Ann", left, "Join the community board")

    assert "your name and points" in part(back, "Community board")
    assert "Ann" in words(await room.say("Ben", "/leaderboard community"))


async def test_the_community_board_is_no_button_where_the_group_is_not_on_it(room: Room) -> None:
    await room.say("Ann", "/join")

    assert not any("community" in line for line in lines(await room.say("Ann", "/settings privacy")))
    assert "you left it" in part(await room.say("Ann", "/settings privacy community off"), "Community board")


async def test_sharing_that_a_steward_stopped_is_named(room: Room) -> None:
    for wish in ("checkins all", "work on"):
        await room.say("Ann", f"/settings privacy {wish}")
    await room.say("Root", "/publishing off Ann")

    page = await room.say("Ann", "/settings privacy")

    assert "an admin stopped" in part(page, "Check-ins")
    assert "an admin stopped" in part(page, "Links and notes")


async def test_a_learner_alone_reads_that_nobody_is_there(room: Room) -> None:
    for wish in ("checkins all", "work on"):
        page = await room.privately("Ann", f"/settings privacy {wish}")

    assert "on your own" in part(page, "Who sees you")
    assert "You’re in the group" not in words(page)
    assert "only you" in part(page, "Check-ins") and "only you" in part(page, "Links and notes")
    hidden = await room.privately("Ann", "/settings privacy seen hidden")
    assert "not on leaderboards" in part(hidden, "Who sees you")


async def test_a_learner_alone_reads_that_nobody_cheers_or_is_pinged_there(room: Room) -> None:
    page = await room.privately("Ann", "/settings privacy cheers on")

    assert "nobody else is here" in part(page, "Cheers") and "only ping people in groups" in part(page, "Pings")


async def test_cheer_news_is_promised_to_those_alone_who_get_reminders(room: Room) -> None:
    await room.say("Ann", "/join")
    without = await room.say("Ann", "/settings privacy")
    await room.say("Ann", "/nudges on")
    reminded = await room.say("Ann", "/settings privacy")
    await room.say("Ann", "/nudges stop")
    stopped = await room.say("Ann", "/settings privacy")

    told = ["Turn reminders on" in part(one, "Cheers") for one in (without, reminded, stopped)]
    assert [True, False, True] == told
    assert "I tell you how many" in part(reminded, "Cheers")


async def test_a_stranger_may_get_their_data_and_join(room: Room) -> None:
    page = await room.say("Eve", "/settings privacy")

    assert "nobody here sees you" in words(page)
    assert {"settings export", "settings forget", "join"} <= set(lines(page))


@pytest.mark.parametrize("wish", ["pings off", "Pings off", "PINGS OFF"])
async def test_a_part_is_typed_in_small_or_capital_letters(room: Room, wish: str) -> None:
    assert "never ping" in part(await room.say("Ann", f"/settings privacy {wish}"), "Pings")


async def test_a_tap_of_a_stranger_joins_and_says_so(room: Room) -> None:
    assert "You’re in the group now" in words(await room.say("Eve", "/settings privacy pings off"))


@pytest.mark.parametrize("line", ["/settings privacy", "/settings privacy pings off"])
async def test_who_is_to_be_forgotten_reads_when_and_can_keep_the_data(room: Room, line: str) -> None:
    await room.say("Ann", "/join")
    assert "settings forget undo" not in lines(await room.say("Ann", line))
    await room.say("Ann", "/settings forget tomorrow")

    page = await room.say("Ann", line)

    assert "I’ll delete everything about you on Tue 3 Mar, 18:00" in words(page)
    await room.tap("Ann", page, "Keep my data")
    page = await room.say("Ann", line)
    assert "I’ll delete" not in words(page)
    assert "settings forget undo" not in lines(page)


async def test_who_left_and_is_to_be_forgotten_reads_when_too(room: Room) -> None:
    await room.say("Ann", "/join")
    await room.say("Ann", "/settings forget tomorrow")
    await room.say("Ann", "/leave yes")

    page = await room.say("Ann", "/settings privacy")

    assert "I’ll delete everything about you on Tue 3 Mar, 18:00" in words(page)
    assert "settings forget undo" in lines(page)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        *((one, "seen hidden") for one in ("hide", "Hide me", "hidden", "invisible!", "seen nobody", "seen off")),
        *((one, "seen number") for one in ("number", "only a number", "Show only a number", "seen by number")),
        *((one, "seen group") for one in ("by name", "show my name", "seen name", "seen my groups")),
        ("seen My groups, by name", "seen group"),
        *((one, "checkins private") for one in ("checkins nobody", "Hide check-ins", "checkins only me")),
        *((one, "checkins all") for one in ("checkins everything", "share check-ins")),
        *((one, "work private") for one in ("work no", "work off", "Hide my links")),
        *((one, "work on") for one in ("work yes", "show my links")),
        *((one, "pings off") for one in ("pings no", "pings off")),
        *((one, "community off") for one in ("community no", "Leave the community board")),
        *((one, "cheers off") for one in ("cheers no", "cheer news off")),
    ],
)
async def test_a_wish_in_other_words_changes_what_its_tap_changes(room: Room, typed: str, line: str) -> None:
    await room.say("Ann", "/join")
    await room.say("Ben", "/join")
    for name in ("Ann", "Ben"):
        await room.say(name, "/settings privacy seen number" if line == "seen group" else "/settings privacy work on")

    said, tapped = (
        await room.say("Ann", f"/settings privacy {typed}"),
        await room.say("Ben", f"/settings privacy {line}"),
    )

    assert words(tapped).replace("Member 2", "Member 1") == words(said).replace("Member 2", "Member 1")
    assert (Tone.GOOD, Tone.GOOD) == (said.tone, tapped.tone)


@pytest.mark.parametrize(
    "typed",
    [
        "on",
        "off",
        "private",
        "nobody",
        "everyone",
        "anonymous",
        "nonsense",
        "seen me",
        "seen on time",
        "work hidden",
        "pings maybe",
        "show me",
        "name",
        "my name",
        "group",
        "my groups",
    ],
)
async def test_words_that_change_nothing_are_said_to_change_nothing(room: Room, typed: str) -> None:
    await room.say("Ann", "/settings visibility hidden")
    before = words(await room.say("Ann", "/settings privacy"))

    said = await room.say("Ann", f"/settings privacy {typed}")

    assert f"I didn’t understand “{typed}”, so nothing changed." in words(said)
    assert before.split("\n", 1)[1] in words(said)
    assert before == words(await room.say("Ann", "/settings privacy"))


@pytest.mark.parametrize("part", ["", " ", "seen", "checkins", "Pings"])
async def test_a_part_without_a_value_shows_the_page(room: Room, part: str) -> None:
    await room.say("Ann", "/join")

    said = await room.say("Ann", f"/settings privacy {part}")

    assert words(await room.say("Ann", "/settings privacy")) == words(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *(
            (one, "You’re hidden")
            for one in ("nobody", "No one", "hide me", "off", "private", "Nobody (hidden)", "only me")
        ),
        *((one, "only your number") for one in ("a number", "Only as a number", "by number")),
        *((one, "see your name") for one in ("my groups", "My groups, by name", "name", "group")),
        *((one, "I can’t set that to") for one in ("anonymous", "Ben", "some", "everyone", "all", "public")),
    ],
)
async def test_the_answer_to_who_sees_me_may_be_said_in_other_words(room: Room, typed: str, said: str) -> None:
    await room.say("Ann", "/join")

    assert said in words(await room.say("Ann", f"/settings visibility {typed}"))
