"""News of a streak: a freeze that was used, or an end, told once in the next answer."""

from __future__ import annotations

from itertools import count
from random import Random

import pytest
from sqlalchemy import select

from bot.chat.call import Call, Said, Scene
from bot.chat.limits import VISIBLE
from bot.chat.markup import plain
from bot.chat.reply import ButtonStyle, Reply
from bot.database.inbound import empty_results, inbound
from bot.database.store import Store
from bot.features.streaks.actions.counting import read_ledger, read_news, verify_counters
from bot.features.streaks.actions.telling import take_news
from bot.features.streaks.news import ROOM, add_news
from bot.identity import Account, LearnerId, Place, Platform
from bot.tables import groups, outbox
from roadmap.news import StreakNews, is_end_news
from roadmap.streak import Verdict
from tests.bot.hall import DAY, HOUR, Hall
from tests.bot.room import HERE, PRACTISED, Room, show_as, taps, words

FREEZE, END = "❄️ A freeze covered Tue 3 Mar.", "Your 2-day streak ended on Wed 4 Mar"
POINTER = "Your last streak: 2 days."
ANN = LearnerId(1)
LINES = ("/log 20m", "/log 5m", "/log 20m", "/next", "/streak", "/repair 20m", "/undo", "/pause 3d", "/resume", "/hm")
DAILY, THOROUGH = 1, 60
SEEDS = [pytest.param(seed, marks=[pytest.mark.thorough] if seed >= DAILY else []) for seed in range(THOROUGH)]


async def test_a_freeze_is_told_once_in_the_next_answer_of_any_kind(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=1)
    assert FREEZE not in words(await room.say("Ann", "/next"))
    room.later(days=1)

    assert FREEZE in words(await room.privately("Ann", "/log 15m"))
    assert FREEZE in words(await room.again()), "the same call is answered with it again"
    assert FREEZE not in words(await room.say("Ann", "/next"))
    room.later(days=1)
    assert FREEZE not in words(await room.say("Ann", "/streak"))


async def test_a_freeze_waits_for_an_answer_that_the_group_does_not_see(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=2)

    assert "❄️" not in words(await room.say("Ann", "/log 15m"))
    assert FREEZE in words(await room.say("Ann", "/next"))
    assert "❄️" not in words(await room.privately("Ann", "/next"))


async def test_a_streak_of_one_day_ends_silently(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=5)

    for line in ("/next", "/log 15m"):
        said = words(await room.say("Ann", line))
        assert "ended" not in said and "last streak" not in said


async def test_a_refusal_is_an_answer_too(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=2)

    assert FREEZE in words(await room.say("Ann", "/nonsense"))


async def test_there_is_no_news_of_a_learner_whom_the_call_forgot(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=2)

    done = await room.privately("Ann", f"/settings forget now {room.account('Ann').key}")

    assert "❄️" not in words(done)
    assert "Done. I’ve deleted everything" in words(done)
    assert "news.failed" not in capsys.readouterr().out
    signed = select(inbound.c.id).where(inbound.c.user_id.is_not(None))
    assert [] == list(await room.store.read(lambda db: db.scalars(signed).all()))


async def test_a_repeated_answer_has_its_news_though_another_learner_was_forgotten(room: Room) -> None:
    for name in ("Ann", "Ben"):
        await room.say(name, "/log 15m")
    room.later(days=2)
    told = await room.privately("Ben", "/log 15m")
    said = room.said
    await room.privately("Ann", f"/settings forget now {room.account('Ann').key}")

    room.said = said
    repeated = await room.again()

    assert FREEZE in words(told)
    assert words(told) == words(repeated)


async def test_news_goes_with_its_learner_and_is_left_out_of_a_repeat_after_an_unlink(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=2)
    await room.privately("Ann", "/next")
    user = room.account("Ann").user_id
    news = select(inbound.c.user_id).where(inbound.c.id.endswith(":news"))
    assert [user] == list(await room.store.read(lambda db: db.scalars(news).all()))
    await room.store.write(lambda db: empty_results(db, inbound.c.user_id == user))

    assert FREEZE not in words(await room.again())


async def test_an_end_is_explained_to_its_learner_and_pointed_to_in_public(room: Room) -> None:
    for _ in range(2):
        for name in ("Ann", "Ben"):
            await room.say(name, "/log 15m")
        room.later(days=1)
    room.later(days=3)

    alone = words(await room.privately("Ann", "/next"))
    public = words(await room.say("Ben", "/log 15m"))

    assert f"{END}: 3 days were missed, and freezes cover 2 in a row. You have 2 freezes." in alone
    assert POINTER in public and END not in public
    assert END in words(await room.say("Ben", "/streak why"))
    for name in ("Ann", "Ben"):
        text = words(await room.say(name, "/progress"))
        assert END not in text and POINTER not in text


async def test_an_answer_that_a_group_on_telegram_sees_only_points_to_an_end(room: Room) -> None:
    group, inbound = Place(Platform.TELEGRAM, -2, -2, title="Study room"), count()

    async def say(name: str, line: str) -> str:
        account = Account(Platform.TELEGRAM, len(name), name)
        return words(await room.dispatcher.answer(Said(account, group, f"telegram:{next(inbound)}", line)))

    for _ in range(2):
        for name in ("Al", "Ben"):
            await say(name, "/log 15m")
        room.later(days=1)
    room.later(days=3)
    seen, asked = await say("Al", "/next"), await say("Ben", "/streak")

    assert POINTER in seen and END not in seen
    assert POINTER not in asked and END in asked


async def test_one_freeze_held_is_too_few_for_two_days_and_none_for_one(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=2)
    await room.say("Ann", "/log 15m")
    room.later(days=3)
    ended = "2 days were missed, and your 1 freeze couldn’t cover all of them. It’s yours again."
    assert f"Your 2-day streak ended on Thu 5 Mar: {ended}" in words(await room.say("Ann", "/streak"))
    await room.say("Ann", "/log 15m")
    room.later(days=2)
    await room.say("Ann", "/log 15m")
    room.later(days=2)

    assert "Your 2-day streak ended on Tue 10 Mar: you had no freeze left" in words(await room.say("Ann", "/streak"))


async def test_a_hidden_learner_is_told_all_as_their_answers_are_private(room: Room) -> None:
    await room.say("Ann", "/log 15m")
    await show_as(room, "hidden")
    room.later(days=1)
    await room.say("Ann", "/log 15m")
    room.later(days=4)

    assert END in words(await room.say("Ann", "/log 15m"))


async def test_news_is_told_in_a_private_chat_without_a_group(room: Room) -> None:
    alone = Place("telegram", 7, 7, private=True)
    account, inbound = Account("telegram", 7, "Ann"), count()

    async def say(line: str, place: Place) -> str:
        return words(await room.dispatcher.answer(Said(account, place, f"telegram:{next(inbound)}", line)))

    group = Place("telegram", -2, -2, title="Study room")
    await say("/log 15m", group)
    await say("/leave yes", group)
    room.later(days=2)
    await room.store.write(lambda db: db.execute(groups.delete()).rowcount)

    assert FREEZE in await say("/help", alone)
    assert FREEZE not in await say("/help", alone)


@pytest.mark.parametrize(("characters", "said"), [(VISIBLE - ROOM, True), (VISIBLE - ROOM + 1, False)])
async def test_news_waits_for_an_answer_that_shows_it(room: Room, characters: int, said: bool) -> None:
    """The end of a longer answer may be cut off."""
    await room.say("Ann", "/log 15m")
    room.later(days=2)
    long = Reply(plain("x" * (characters - 5)), title=plain("Title"), private=True)
    said_by_ann = Said(room.account("Ann"), HERE, "sandbox:long")
    scene = Scene(roadmap=PRACTISED, language="en", learner_id=ANN)
    call = Call(said_by_ann, scene, room.clock.now(), room.store, room.dispatcher.registry, room.library)

    assert said is (FREEZE in words(await add_news(call, long)))
    assert said is not (FREEZE in words(await room.say("Ann", "/next")))


@pytest.mark.parametrize("line", ["/settings forget", "/settings forget now", "/leave"])
async def test_news_waits_while_a_red_button_asks_whether_all_is_to_go(room: Room, line: str) -> None:
    await room.say("Ann", "/log 15m")
    room.later(days=2)

    assert "❄️" not in words(await room.privately("Ann", line))
    assert FREEZE in words(await room.privately("Ann", "/next"))


async def test_a_waiting_morning_post_tells_of_its_freeze_alone(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    await hall.study("Ann")
    await hall.wants(await hall.enter("Ann"), nudge_at=9 * 60)
    await hall.live(DAY + 12 * HOUR)
    while not await hall.said("morning"):
        hall.clock.advance(HOUR)
        await hall.plan(deliver=False)
    [post] = await hall.said("morning")

    async def taken() -> StreakNews:
        return await hall.store.write(take_news, ANN, "call", hall.caller("Ann"))

    assert ("new", StreakNews()) == (post.state, await taken())
    await hall.store.write(lambda db: db.execute(outbox.update().values(state="dead")).rowcount)
    assert StreakNews((post.at.date() - DAY,)) == await taken()
    assert StreakNews() == await taken()


async def live(store: Store, seed: int, days: int = 40) -> None:
    """Let three learners live for so many days, and see that each answer leaves no news untold that it could tell."""
    dice, room, heard = Random(seed), Room(store), dict[str, list[str]]()
    names = ("Ann", "Ben", "Cat")
    for name in names:
        await room.say(name, "/log 15m")
        heard[name] = []
    for _ in range(days):
        room.later(days=1, hours=dice.randint(-3, 3))
        for number, name in enumerate(names, 1):
            for line in dice.sample(LINES, dice.choice((0, 0, 1, 1, 2))):
                say = room.privately if dice.random() < 0.5 else room.say
                _, before = await store.read(read_news, LearnerId(number), room.clock.now())
                answer = await say(name, line)
                heard[name].append(words(answer))
                if ButtonStyle.DANGER in {one.style for one in taps(answer)}:
                    continue
                _, after = await store.read(read_news, LearnerId(number), room.clock.now())
                if say == room.privately:
                    assert not set(before.freezes) & set(after.freezes), (seed, name, line)
                assert not set(before.ends) & set(after.ends), (seed, name, line)
    for number, name in enumerate(names, 1):
        heard[name] += [words(await room.privately(name, "/next")) for _ in range(2)]
        ledger = await store.read(read_ledger, LearnerId(number), room.clock.now())
        said = [line for text in heard[name] for line in text.splitlines()]
        for one in ledger.days:
            told = sum("❄️" in line and f"{one.day:%a} {one.day.day} {one.day:%b}" in line for line in said)
            assert told == 1 if one.verdict is Verdict.FREEZE else told <= 1, (seed, name, one)
        for end in filter(is_end_news, ledger.ends):
            full = f"streak ended on {end.day:%a} {end.day.day} {end.day:%b}:"
            assert any(full in line or f"Your last streak: {end.days} day" in line for line in said), (seed, name, end)
    texts = [text for told in heard.values() for text in told]
    assert any("❄️" in text for text in texts) and any("streak ended on" in text for text in texts), seed
    assert [] == await store.read(verify_counters, room.clock.now())


@pytest.mark.parametrize("seed", SEEDS)
async def test_whenever_a_streak_ends_or_a_freeze_is_used_the_next_answer_tells_it_once(
    sqlite_store: Store, seed: int
) -> None:
    await live(sqlite_store, seed)
