"""Two accounts become one learner, and two again: what is asked, shown and made."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select, update

from bot.posting.subjects import read_learners
from bot.tables import accounts, choices, learners, memberships, outbox, ticks
from tests.bot.features.linking.town import DISCORD, TELEGRAM, Town, ask, count_links, study
from tests.bot.room import labels, lines, words


async def test_a_code_typed_on_the_other_platform_shows_both_learners_and_links_them_after_a_tap(town: Town) -> None:
    await study(town)

    shown, [line, _] = await ask(town)
    assert "Discord: 2 tasks, streak 1\nTelegram: 2 tasks, streak 2\nTogether: 3 tasks, streak 2" in shown
    assert 0 == await town.store.read(count_links)

    linked = await town.say(TELEGRAM, line, tapped=True)

    assert words(linked).startswith("Linked!")
    assert "Together: 3 tasks, streak 2" in words(linked)
    assert "Statistics" in words(await town.say(DISCORD, "/undo week1-stats"))


async def test_separated_accounts_have_what_was_done_with_each(town: Town) -> None:
    await study(town)
    await town.link(DISCORD, TELEGRAM)
    await town.say(DISCORD, "/done week2-cleaning")
    asked = await town.say(TELEGRAM, "/settings unlink")

    parted = await town.tap(TELEGRAM, asked, "Separate them")

    assert "Discord: 3 tasks, streak 2\nTelegram: 2 tasks, streak 2" in words(parted)
    assert words(parted).startswith("Done.")
    assert "one account" in words(await town.say(DISCORD, "/settings unlink yes"))


async def test_a_task_that_was_taken_back_while_linked_stays_taken_back_for_both(town: Town) -> None:
    await study(town)
    await town.link(DISCORD, TELEGRAM)
    await town.say(DISCORD, "/undo week1-stats")

    assert "Discord: 1 task, streak 1\nTelegram: 1 task, streak 1" in words(
        await town.say(TELEGRAM, "/settings unlink yes")
    )


async def test_of_one_day_five_tasks_count_in_full_over_both_accounts(town: Town) -> None:
    for task in ("week1-algebra", "week1-stats", "week1-practice"):
        await town.say(DISCORD, f"/done {task}")
    for task in ("week2-numpy", "week2-cleaning", "week3-build"):
        await town.say(TELEGRAM, f"/done {task}")
    await town.link(DISCORD, TELEGRAM)

    points = await town.store.read(lambda db: list(db.scalars(select(ticks.c.points).order_by(ticks.c.id))))
    total = await town.store.read(lambda db: db.scalar(select(learners.c.points)))

    assert [1, 2, 2, 2, 2, 0] == points
    assert total == 10
    await town.say(TELEGRAM, "/settings unlink yes")
    again = await town.store.read(lambda db: list(db.scalars(select(ticks.c.points).order_by(ticks.c.id))))
    assert [1, 2, 2, 2, 2, 3] == again


async def test_a_second_tap_and_a_second_delivery_change_nothing(town: Town) -> None:
    await study(town)
    _, [line, _] = await ask(town)
    await town.say(TELEGRAM, line, tapped=True)
    replayed = await town.again()

    assert words(replayed).startswith("Linked!")
    assert "linked already" in words(await town.say(TELEGRAM, line, tapped=True))
    assert 1 == await town.store.read(count_links)


@pytest.mark.parametrize("typist", [DISCORD, "Ben@discord"])
async def test_a_code_links_accounts_of_two_platforms_alone(town: Town, typist: str) -> None:
    code = await town.code_of(DISCORD)

    assert "your other platform" in words(await town.say(typist, f"/settings link {code}"))
    assert "your other platform" in words(await town.say(typist, f"/settings link {code} yes"))


async def test_a_third_account_is_not_linked(town: Town) -> None:
    await town.link(DISCORD, TELEGRAM)
    code = await town.code_of("Ben@sandbox")

    for line in (f"/settings link {code}", f"/settings link {code} yes", "/settings link"):
        refused = await town.say(TELEGRAM, line)
        assert "linked already" in words(refused)
        assert ["settings unlink", "settings"] == lines(refused)
    refused = await town.say("Ben@sandbox", "/settings unlink yes")
    assert ["settings link", "settings"] == lines(refused)


async def test_choices_that_differ_are_asked_for(town: Town) -> None:
    await town.say(DISCORD, "/choose vision")
    town.later(minutes=1)
    await town.say(TELEGRAM, "/choose nlp")
    asked = await town.say(TELEGRAM, f"/settings link {await town.code_of(DISCORD)}")
    offered = ["Back", "Link, with the options from Discord", "Link, with the options from Telegram"]
    assert offered == sorted(labels(asked))
    assert "different options in Your path." in words(asked)

    await town.tap(TELEGRAM, asked, "Link, with the options from Telegram")

    assert ["nlp"] == await town.store.read(lambda db: list(db.scalars(select(choices.c.option))))
    await town.say(TELEGRAM, "/settings unlink yes")
    kept = select(choices.c.option).order_by(choices.c.at)
    assert ["vision", "nlp"] == await town.store.read(lambda db: list(db.scalars(kept)))


async def test_a_choice_of_a_roadmap_that_is_missing_is_asked_for_by_its_slug(town: Town) -> None:
    for name, line in ((DISCORD, "/choose vision"), (TELEGRAM, "/choose nlp")):
        await town.say(name, line)
    await town.store.write(lambda db: db.execute(update(choices).values(roadmap="gone")).rowcount)

    asked = await town.say(TELEGRAM, f"/settings link {await town.code_of(DISCORD)}")

    assert "different options in path." in words(asked)


async def test_the_stricter_visibility_holds_and_nothing_is_celebrated(town: Town) -> None:
    for task in ("week1-algebra", "week1-stats"):
        await town.say(DISCORD, f"/done {task}")
    await town.say(TELEGRAM, "/done week1-practice")
    await town.say(TELEGRAM, "/settings visibility number")
    posts = select(func.count()).select_from(outbox)
    before = await town.store.read(lambda db: db.scalar(posts))
    await town.link(DISCORD, TELEGRAM)

    assert "number" == await town.store.read(lambda db: db.scalar(select(learners.c.visibility)))
    assert before == await town.store.read(lambda db: db.scalar(posts))
    await town.say(TELEGRAM, "/done week2-numpy")
    assert before == await town.store.read(lambda db: db.scalar(posts))


async def test_a_person_who_is_new_on_the_other_platform_links_before_joining(town: Town) -> None:
    await study(town)

    linked = await town.link(DISCORD, "Nina@telegram")

    assert "Discord: 2 tasks, streak 1\nTelegram: 0 tasks, streak 0\nTogether: 2 tasks, streak 1" in words(linked)


async def test_posts_name_a_linked_learner_as_each_platform_does(town: Town) -> None:
    await study(town)
    await town.say("Annie@telegram", "/log 20m")
    await town.link(DISCORD, "Annie@telegram")

    def names(db: Connection) -> list[str]:
        [[learner, group]] = db.execute(select(memberships.c.learner_id, memberships.c.group_id).limit(1))
        return [read_learners(db, [learner], group, one)[learner].name for one in ("discord", "telegram")]

    assert ["Ann", "Annie"] == await town.store.read(names)


async def test_a_day_that_the_clock_of_the_other_account_is_ahead_is_no_miss(town: Town) -> None:
    await town.say(DISCORD, "/settings zone Auckland")
    await town.say(TELEGRAM, "/settings zone Berlin")
    for days in (3, 1, 1, 1):  # the first gap takes both freezes
        await town.say(TELEGRAM, "/log 20m")
        town.later(days=days)

    shown, _ = await ask(town)

    assert "Telegram: 0 tasks, streak 4" in shown
    assert "Together: 0 tasks, streak 4" in shown


async def test_after_an_unlink_each_learner_has_the_name_of_their_own_account(town: Town) -> None:
    await study(town)
    await town.say("Annie@telegram", "/log 20m")
    await town.link(DISCORD, "Annie@telegram")
    await town.say("Annie@telegram", "/log 30m")
    await town.say("Annie@telegram", "/settings unlink yes")

    def names(db: Connection) -> set[tuple[str, str]]:
        rows = select(accounts.c.platform, learners.c.name).join(learners, learners.c.id == accounts.c.learner_id)
        return {(row.platform, row.name) for row in db.execute(rows)}

    assert {("discord", "Ann"), ("telegram", "Annie")} <= await town.store.read(names)


@pytest.mark.parametrize("wisher", [DISCORD, TELEGRAM])
async def test_a_link_says_that_one_account_is_to_be_forgotten_and_lets_both_be_kept(town: Town, wisher: str) -> None:
    await study(town)
    await town.say(wisher, "/settings forget tomorrow")

    asked = await town.say(TELEGRAM, f"/settings link {await town.code_of(DISCORD)}")
    assert (
        "You asked me to delete the data of one of them.\nIf you link them, I’ll delete the data of both on"
        in words(asked)
    )
    linked = await town.tap(TELEGRAM, asked, labels(asked)[0])
    assert "I’ll delete the data of both on" in words(linked)

    assert "OK, I’ll keep your data." in words(await town.tap(TELEGRAM, linked, "Keep my data"))
    parting = await town.say(TELEGRAM, "/settings unlink")
    await town.tap(TELEGRAM, parting, labels(parting)[0])
    for name in (DISCORD, TELEGRAM):
        assert "Nothing was deleted, and nothing will be." in words(await town.say(name, "/settings forget undo"))


async def test_a_link_of_accounts_that_stay_says_nothing_of_forgetting(town: Town) -> None:
    await study(town)
    asked = await town.say(TELEGRAM, f"/settings link {await town.code_of(DISCORD)}")
    linked = await town.tap(TELEGRAM, asked, labels(asked)[0])
    assert "delete" not in words(asked) + words(linked)
    assert ["Back"] == labels(linked)


async def test_a_button_of_an_earlier_link_asks_once_more(town: Town) -> None:
    await study(town)
    await town.link(DISCORD, TELEGRAM)
    stale = await town.say(TELEGRAM, "/settings unlink")
    await town.say(TELEGRAM, "/settings unlink yes")
    town.later(days=1)
    await town.link(DISCORD, TELEGRAM)

    asked = await town.tap(TELEGRAM, stale, "Separate them")

    assert "from an earlier link, so nothing changed yet.\n\nSeparate your accounts?" in words(asked)
    assert 1 == await town.store.read(count_links)
    assert words(await town.tap(TELEGRAM, asked, "Separate them")).startswith("Done.")
    assert 0 == await town.store.read(count_links)


@pytest.mark.parametrize("value", ["yes 0", "yes 5", "yes please", "yes -1", "yes ²", "telegram"])
async def test_a_forged_button_separates_nothing(town: Town, value: str) -> None:
    await study(town)
    await town.link(DISCORD, TELEGRAM)

    assert "Separate your accounts?" in words(await town.say(TELEGRAM, f"/settings unlink {value}"))
    assert 1 == await town.store.read(count_links)
