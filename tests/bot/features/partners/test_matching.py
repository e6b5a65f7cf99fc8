"""Study partners: who is matched, when, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, insert, select, update

from bot.closed_sets import Visibility
from bot.database.store import Store
from bot.features.partners.facts import MATCHING
from bot.features.settings.actions.scheduling import preview_posts
from bot.identity import GroupId, Place
from bot.posting import audiences
from bot.tables import accounts, dues, learners, memberships, pairings, places
from tests.bot.features.partners.study import Study
from tests.bot.hall import DAY, HOUR

WEEK = timedelta(days=7)
ALL = ("Ann", "Ben", "Cat", "Dan")


@pytest.fixture
async def study(store: Store) -> Study:
    """Ann, Ben, Cat and Dan in a group, on the Monday before the first matching."""
    study = Study(store)
    for name in ALL:
        await study.enter(name)
    return study


async def live(study: Study, *names: str, weeks: int = 1) -> None:
    """Weeks in which these members are active, each until Wednesday morning."""
    for _ in range(weeks):
        if names:
            await study.study(*names)
        await study.live(2 * DAY)
        if names:
            await study.study(*names)
        await study.live(5 * DAY)


def pair(*names: str) -> frozenset[str]:
    return frozenset(names)


async def test_nobody_is_matched_who_did_not_ask(study: Study) -> None:
    await study.want("Ann")

    await live(study, *ALL, weeks=3)

    assert not await study.said("partners")
    assert not await study.together()


async def test_members_who_want_partners_are_matched_at_the_weekly_moment(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.live(DAY)
    assert not await study.together()

    await study.live(DAY)

    [post] = await study.said("partners")
    assert "Tue 18:0" in f"{post.at:%a %H:%M}"
    assert [{pair("Ann", "Ben")}] == await study.introduced()
    assert {pair("Ann", "Ben")} == await study.together()


async def test_the_group_hears_of_partners_in_the_place_of_the_nudge(study: Study) -> None:
    await study.want("Ann", "Ben")

    await live(study, "Ann")

    assert 2 not in await study.days("nudge")
    assert [2] == await study.days("partners")


async def test_a_group_without_new_partners_is_nudged_on_that_day(study: Study) -> None:
    await study.want("Ann")

    await live(study, "Ann")

    assert 2 in await study.days("nudge")


async def test_all_are_matched_anew_every_two_weeks_and_not_the_same_again(study: Study) -> None:
    await study.want(*ALL)

    await live(study, *ALL, weeks=5)

    assert [2, 16, 30] == await study.days("partners")
    first, second, third = await study.introduced()
    assert not first & second
    assert not second & third
    assert [set(ALL)] * 3 == [set().union(*one) for one in (first, second, third)]


async def test_the_only_two_stay_together_without_a_word(study: Study) -> None:
    await study.want("Ann", "Ben")

    await live(study, *ALL, weeks=5)

    assert [{pair("Ann", "Ben")}] == await study.introduced()
    assert (await study.see("Ann")).since == (await study.said("partners"))[0].at


async def test_three_are_one_three(study: Study) -> None:
    await study.want("Ann", "Ben", "Cat")

    await live(study, *ALL)

    assert [{pair("Ann", "Ben", "Cat")}] == await study.introduced()


async def test_a_newcomer_alone_waits_until_all_are_matched_anew(study: Study) -> None:
    await study.want("Ann", "Ben")
    await live(study, *ALL)
    await study.want("Cat")
    await live(study, *ALL)
    assert 1 == len(await study.said("partners"))

    await live(study, *ALL)

    assert {pair("Ann", "Ben", "Cat")} == await study.together()


async def test_newcomers_are_matched_a_week_later_and_the_others_stay(study: Study) -> None:
    await study.want("Ann", "Ben")
    await live(study, *ALL)
    await study.want("Cat", "Dan")

    await live(study, *ALL)

    assert [{pair("Ann", "Ben")}, {pair("Cat", "Dan")}] == await study.introduced()


async def test_a_silent_member_is_let_go_and_the_others_are_matched(study: Study) -> None:
    await study.want(*ALL)
    await live(study, "Ben", "Cat", "Dan")
    [with_ann] = [one for one in await study.together() if "Ann" in one]
    await study.want("Eve")

    await live(study, "Ben", "Cat", "Dan", "Eve")

    assert {pair("Eve", *(with_ann - {"Ann"}))} == (await study.introduced())[1]
    assert {pair("Eve", *(with_ann - {"Ann"})), frozenset(ALL) - with_ann} == await study.together()
    assert not (await study.see("Ann")).partners


def be_active(db: Connection, at: datetime) -> None:
    for table in (learners, memberships):
        db.execute(update(table).values(active_at=at))


@pytest.mark.parametrize("seconds", [0, 1])
async def test_a_member_who_was_here_seven_days_ago_to_the_second_is_silent(study: Study, seconds: int) -> None:
    await study.want("Ann", "Ben")
    matching = select(dues.c.at).where(dues.c.kind == MATCHING)
    last = await study.store.read(lambda db: db.execute(matching).scalar_one()) - WEEK + timedelta(seconds=seconds)
    await study.store.write(be_active, last)

    await study.live(2 * DAY)

    assert (seconds == 1) == bool(await study.together())


async def test_a_silent_member_who_comes_back_is_matched_again(study: Study) -> None:
    await study.want("Ann", "Ben")
    await live(study, *ALL)
    await live(study, "Ben", weeks=2)
    assert not await study.together()

    await live(study, *ALL)

    assert {pair("Ann", "Ben")} == await study.together()


async def test_a_paused_member_is_not_matched_and_comes_back_after(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.pause("Ben", 7)
    await live(study, "Ann")
    assert not await study.together()

    await live(study, "Ann", "Ben")

    assert {pair("Ann", "Ben")} == await study.together()


async def test_a_muted_member_is_not_matched(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.change("Ben", snoozed_until=study.clock.now() + 3 * DAY)

    await live(study, *ALL)

    assert not await study.together()


async def test_a_hidden_member_is_not_matched(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.show("Ben", Visibility.HIDDEN)

    await live(study, *ALL)

    assert not await study.together()
    assert (await study.see("Ben")).hidden


async def test_a_member_who_hides_leaves_their_partner(study: Study) -> None:
    await study.want("Ann", "Ben")
    await live(study, *ALL)

    await study.show("Ben", Visibility.HIDDEN)
    await study.show("Ben", Visibility.GROUP)

    assert not await study.together()
    assert not (await study.see("Ann")).partners


async def test_a_member_who_leaves_has_no_partner_and_no_wish_left(study: Study) -> None:
    await study.want("Ann", "Ben")
    await live(study, *ALL)

    await study.leave("Ben")
    await study.enter("Ben")

    assert not await study.together()
    assert not (await study.see("Ben")).wanted


async def test_a_member_who_stops_and_begins_again_is_matched_anew(study: Study) -> None:
    await study.want("Ann", "Ben")
    await live(study, *ALL)

    await study.want("Ben", wanted=False)
    await study.want("Ben")
    assert not await study.together()
    await live(study, *ALL)

    assert {pair("Ann", "Ben")} == await study.together()


async def test_a_three_goes_on_with_two(study: Study) -> None:
    await study.want("Ann", "Ben", "Cat")
    await live(study, *ALL)

    await study.want("Cat", wanted=False)
    await live(study, *ALL)

    assert {pair("Ann", "Ben")} == await study.together()
    assert 1 == len(await study.said("partners"))


async def test_a_silent_member_of_a_three_is_let_go_and_the_others_stay(study: Study) -> None:
    await study.want("Ann", "Ben", "Cat")
    await live(study, "Ann", "Ben")

    await live(study, "Ann", "Ben")

    assert {pair("Ann", "Ben")} == await study.together()
    assert not (await study.see("Cat")).partners
    assert 1 == len(await study.said("partners"))


async def test_members_far_apart_on_the_roadmap_are_no_partners(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.tick("Ben", *(task.slug for block in [*study.roadmap.blocks()][:2] for task in block.tasks))

    await live(study, *ALL)

    assert not await study.together()


async def test_partners_who_grow_apart_are_matched_anew(study: Study) -> None:
    await study.want("Ann", "Ben")
    await live(study, *ALL)
    assert await study.together()
    await study.tick("Ben", *(task.slug for block in [*study.roadmap.blocks()][:2] for task in block.tasks))

    await live(study, *ALL)

    assert not await study.together()


async def test_members_who_avoid_each_other_are_never_partners(study: Study) -> None:
    await study.want(*ALL)
    await study.avoid("Ann", "Ben")
    await study.avoid("Cat", "Ann")

    await live(study, *ALL, weeks=5)

    introduced = await study.introduced()
    assert introduced
    assert all(one in (pair("Ann", "Dan"), pair("Ben", "Cat")) for made in introduced for one in made)


async def test_a_partner_who_is_avoided_is_a_partner_no_longer(study: Study) -> None:
    await study.want("Ann", "Ben")
    await live(study, *ALL)

    await study.avoid("Ann", "Ben")

    assert not (await study.see("Ben")).partners
    assert (await study.see("Ben")).wanted


async def test_a_quiet_group_is_not_matched(study: Study) -> None:
    await study.want("Ann", "Ben")
    present = await study.enter("Ann")
    await study.set_group(present, quiet_until=study.clock.now() + 3 * DAY)

    await live(study, *ALL)
    assert not await study.together()
    await live(study, *ALL)

    assert {pair("Ann", "Ben")} == await study.together()


async def test_a_day_with_a_greater_post_puts_the_matching_off(study: Study) -> None:
    await study.want("Ann", "Ben")
    present = await study.enter("Ann")
    await study.set_group(present, checkin_day=0, checkin_at=18 * 60)  # opens today, and its digest is tomorrow
    await study.live(10 * HOUR)
    await study.set_group(present, checkin_day=6)  # matched tomorrow

    await live(study, *ALL)

    assert [3] == await study.days("partners")


async def test_a_learner_alone_in_private_is_not_matched(sqlite_store: Store) -> None:
    study = Study(sqlite_store)
    alone = Place("telegram", 0, 0, private=True)
    await study.enter("Ann", alone)

    await study.live(2 * WEEK)

    assert not await study.said("partners")


async def test_a_group_that_sleeps_or_was_removed_is_not_matched(study: Study) -> None:
    await study.want("Ann", "Ben")
    present = await study.enter("Ann")
    await study.store.write(lambda db: audiences.change_audience(db, present.group_id, asleep=True))

    await study.live(2 * DAY)

    assert not await study.said("partners")


async def test_a_group_whose_place_takes_no_posts_is_not_matched(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.store.write(_switch_off)

    await study.live(2 * DAY)

    assert not await study.together()


async def test_members_without_a_common_platform_are_no_partners(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.store.write(_move_to_discord, "Ben")

    await live(study)

    assert not await study.together()


async def test_members_on_a_platform_where_the_group_takes_no_posts_are_not_matched(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.store.write(_move_to_discord, "Ann", "Ben")
    await study.store.write(
        lambda db: db.execute(update(places).where(places.c.platform == "discord").values(off_reason="removed"))
    )

    await live(study)

    assert not await study.together()


async def test_partners_who_come_together_again_are_renewed(study: Study) -> None:
    await study.want("Ann", "Ben")

    await live(study, "Ann", "Ben", weeks=3)

    [pairing] = await study.store.read(lambda db: db.execute(select(pairings)).all())
    assert 2 * WEEK == pairing.renewed_at - pairing.at


async def test_pairings_of_long_ago_are_forgotten(study: Study) -> None:
    await study.want(*ALL)

    await live(study, *ALL, weeks=16)

    kept = await study.store.read(lambda db: db.scalar(select(func.count()).select_from(pairings)))
    assert kept and kept <= 12


async def test_a_matching_that_comes_a_day_too_late_is_passed_over(study: Study) -> None:
    await study.want("Ann", "Ben")

    await study.sleep(3 * DAY)

    assert not await study.said("partners")


async def test_partners_are_foreseen_only_where_some_can_be_made(study: Study) -> None:
    present = await study.enter("Ann")
    assert "partners" not in await _foreseen(study, present.group_id)

    await study.want(*ALL)

    assert "partners" in await _foreseen(study, present.group_id)


async def test_partners_are_foreseen_when_all_are_matched_anew(study: Study) -> None:
    present = await study.enter("Ann")
    await study.want(*ALL)
    await live(study, *ALL)
    assert "partners" not in (await _foreseen(study, present.group_id))[:7]

    await live(study, *ALL)
    await study.study(*ALL)

    assert "partners" in (await _foreseen(study, present.group_id))[:7]


async def test_a_matching_that_would_come_at_night_waits_for_the_morning(study: Study) -> None:
    await study.want("Ann", "Ben")
    await study.set_group(await study.enter("Ann"), nudge_at=21 * 60 + 45, nudge_on=False)
    await study.live(DAY)

    await study.sleep(14 * HOUR)
    await study.live(DAY)

    [post] = await study.said("partners")
    assert "Wed 08:00" == f"{post.at:%a %H:%M}"


async def _foreseen(study: Study, group_id: GroupId) -> list[str]:
    preview = await study.store.read(preview_posts, group_id, study.clock.now())
    return [post.kind for post in preview.posts]


def _switch_off(db: Connection) -> None:
    db.execute(update(places).values(off_reason="removed"))


def _move_to_discord(db: Connection, *names: str) -> None:
    """Let Ben have his account on Discord, where the group has a place too."""
    db.execute(update(accounts).where(accounts.c.name.in_(names)).values(platform="discord"))
    db.execute(insert(places).values(group_id=1, platform="discord", space_id=5, chat_id=5))
