"""How new study partners are introduced, and who is named."""

from __future__ import annotations

from contextlib import suppress

import pytest

from bot.chat.reply import Reply
from bot.closed_sets import Visibility
from bot.database.store import Store
from bot.posting.wording import NothingToSay
from tests.bot.features.partners.study import Study
from tests.bot.hall import DAY
from tests.bot.room import lines, words

ALL = ("Ann", "Ben", "Cat")


@pytest.fixture
async def study(sqlite_store: Store) -> Study:
    """Ann, Ben and Cat, who want partners and were matched."""
    study = Study(sqlite_store)
    await study.want(*ALL)
    await study.live(2 * DAY)
    return study


async def word(study: Study) -> Reply:
    [planned] = await study.said("partners")
    return await study.word(planned)


async def test_partners_are_introduced_by_name_in_a_line_with_a_thread_of_their_own(study: Study) -> None:
    reply = await word(study)

    assert words(reply).startswith("🤝 New study partners\nAnn, Ben and Cat\nSay hi")
    assert "Study partners" == reply.thread
    assert ["settings partner"] == lines(reply)
    assert () == reply.apart


async def test_partners_are_pinged_unless_they_want_no_pings(study: Study) -> None:
    await study.change("Ben", pings=False)

    reply = await word(study)

    assert {"Ann": True, "Ben": False, "Cat": True} == {
        span.mention.name: span.ping for span in reply.text.spans if span.mention
    }


async def test_a_member_shown_by_number_is_named_by_number(study: Study) -> None:
    await study.show("Ben", Visibility.NUMBER)

    assert "Ann, Member 2 and Cat" in words(await word(study))


@pytest.mark.parametrize("how", ["hide", "leave", "stop", "avoid"])
async def test_a_member_who_is_out_before_the_post_is_sent_is_not_named(study: Study, how: str) -> None:
    match how:
        case "hide":
            await study.show("Ben", Visibility.HIDDEN)
        case "leave":
            await study.leave("Ben")
        case "stop":
            await study.want("Ben", wanted=False)
        case _:
            await study.avoid("Ben", "Cat")

    assert "Ann and Cat" in words(await word(study))


async def test_nothing_is_said_when_no_two_are_left(study: Study) -> None:
    await study.want("Ann", "Ben", wanted=False)

    with pytest.raises(NothingToSay):
        await word(study)


@pytest.mark.parametrize(("members", "apart"), [(4, 2), (20, 10), (22, 0)])
async def test_partners_have_a_thread_each_where_they_are_few(sqlite_store: Store, members: int, apart: int) -> None:
    study = Study(sqlite_store)
    await study.want(*(f"Member{number}" for number in range(members)))
    await study.live(2 * DAY)

    reply = await word(study)

    assert [f"Study partners {number}" for number in range(1, apart + 1)] == [one.thread for one in reply.apart]
    assert not any(span.ping for one in reply.apart for span in one.text.spans)
    assert all(words(one).splitlines()[0] in words(reply) for one in reply.apart)
    assert 2 * apart == sum(bool(span.mention) for one in reply.apart for span in one.text.spans)


async def told_alone(study: Study) -> dict[str, str]:
    """Name -> the words of the private post, of those that get one."""
    names = await study.names()
    found = {}
    for planned in await study.said("partner"):
        assert planned.learner_id is not None
        with suppress(NothingToSay):
            found[names[planned.learner_id]] = words(await study.word_alone(planned))
    return found


async def test_partners_who_all_show_a_name_are_told_nothing_in_private(study: Study) -> None:
    assert not await study.said("partner")


@pytest.fixture
async def numbered(sqlite_store: Store) -> Study:
    """Ann, Ben and Cat, who want partners and were matched. Ben is shown by number."""
    study = Study(sqlite_store)
    await study.want(*ALL)
    await study.show("Ben", Visibility.NUMBER)
    await study.live(2 * DAY)
    return study


async def test_a_member_shown_by_number_is_told_in_private_who_their_partners_are(numbered: Study) -> None:
    told = await told_alone(numbered)

    assert {"Ben"} == set(told)
    assert "partners in Hall: Ann, Cat.\nHere you’re only Member 2, so say hi first." in told["Ben"]


@pytest.mark.parametrize("how", ["hide", "leave", "stop", "name"])
async def test_a_member_who_is_out_or_shows_a_name_since_is_told_nothing(numbered: Study, how: str) -> None:
    match how:
        case "hide":
            await numbered.show("Ben", Visibility.HIDDEN)
        case "leave":
            await numbered.leave("Ben")
        case "name":
            await numbered.show("Ben", Visibility.GROUP)
        case _:
            await numbered.want("Ben", wanted=False)

    assert {} == await told_alone(numbered)


async def test_a_partner_who_left_is_not_told_of_in_private(numbered: Study) -> None:
    await numbered.leave("Ann")

    assert "partner in Hall: Cat." in (await told_alone(numbered))["Ben"]


async def test_two_shown_by_number_are_asked_to_say_hi_in_the_group(numbered: Study) -> None:
    await numbered.show("Cat", Visibility.NUMBER)

    told = await told_alone(numbered)

    assert "partners in Hall: Ann, Member 3." in told["Ben"]
    assert "let your partner see your name" in told["Ben"]
