"""The settings that admins agreed on hold until their groups are one."""

from __future__ import annotations

import pytest

from bot.features.homes.actions.agreed import AGREED
from bot.features.settings.actions.group_setup import CHANGEABLE
from bot.tables import groups
from tests.bot.features.homes.two_homes import CHIEF, ROOT, TwoHomes
from tests.bot.room import words

CHANGES = {
    "roadmap": "roadmap other",
    "zone": "zone Lima",
    "week_start": "week Sunday",
    "nudge_at": "nudge 07:00",
    "nudge_days": "nudge 18:00 mon wed",
    "nudge_on": "nudge off",
    "checkin_on": "checkin off",
    "checkin_day": "checkin Friday 18:00",
    "checkin_at": "checkin Sunday 09:00",
}
OTHERS = ("language en", "community on", "answers private", "review off", "goal 5")


@pytest.mark.parametrize("admin", [ROOT, CHIEF])
@pytest.mark.parametrize("setting", sorted(CHANGES))
async def test_neither_group_changes_what_both_agreed_on(homes: TwoHomes, setting: str, admin: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    other = "Chat" if admin == ROOT else "Server"

    said = words(await homes.say(admin, f"/setup {CHANGES[setting]}"))
    assert f"This group becomes one with {other} soon" in said
    before = await homes.rows(groups)
    await homes.work()
    homes.later(days=1)
    await homes.work()
    mine, theirs = await homes.rows(groups)
    assert theirs.joined_to == mine.id
    assert getattr(before[0], setting) == getattr(mine, setting)

    assert "becomes one with" not in words(await homes.say(admin, f"/setup {CHANGES[setting]}"))
    assert getattr(mine, setting) != getattr((await homes.rows(groups))[0], setting)


async def test_a_cancelled_connection_sets_the_settings_free(homes: TwoHomes) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()
    await homes.say(CHIEF, "/setup connect cancel")
    await homes.say(ROOT, "/setup zone Lima")

    assert ["America/Lima", "UTC"] == [one.zone for one in await homes.rows(groups)]


@pytest.mark.parametrize("line", [*OTHERS, "zone UTC", "nudge 18:00"])
async def test_other_settings_and_those_that_stay_as_they_are_can_be_set(homes: TwoHomes, line: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.connect()

    for admin in (ROOT, CHIEF):
        assert "becomes one with" not in words(await homes.say(admin, f"/setup {line}"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nudge off", "Daily nudge: off (it was at 18:00)"),
        ("nudge on", "Daily nudge at 18:00"),
        ("checkin off", "Weekly check-in: off (it was on Sunday at 18:00)"),
        ("checkin on", "Weekly check-in on Sunday at 18:00"),
    ],
)
async def test_admins_see_what_is_off_before_they_agree(homes: TwoHomes, line: str, said: str) -> None:
    await homes.settle("Ann@discord", "Cem@telegram")
    await homes.say(ROOT, f"/setup {line}")

    shown = words(await homes.say(CHIEF, f"/setup connect {await homes.code()}"))
    assert said in shown.splitlines()


def test_all_that_is_agreed_on_can_be_changed_at_other_times() -> None:
    assert set(CHANGES) == AGREED
    assert AGREED <= CHANGEABLE
