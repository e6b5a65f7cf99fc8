"""The notes that a link keeps of posts that name a learner: what they hold of others is exported and kept no longer."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from bot.features.privacy.actions.forgetting import Forgotten, forget_now
from bot.features.privacy.export_files import spell_json
from bot.features.privacy.queries.export_rows import read_export
from bot.identity import Caller, LearnerId
from bot.posting.subjects import find_ids
from bot.tables import accounts, outbox, places, set_aside
from tests.bot.features.linking.town import PLACES, Town
from tests.bot.room import words

DISCORD, TELEGRAM, BEA = "Ann@discord", "Ann@telegram", "Bea@telegram"


async def test_an_export_of_a_linked_learner_holds_nothing_of_a_post_that_names_others(town: Town) -> None:
    for name in (DISCORD, BEA, TELEGRAM):
        await town.say(name, "/done week1-algebra")
    await town.say(DISCORD, "/done week1-stats")
    await town.store.write(_put_summary, town)

    await town.link(DISCORD, TELEGRAM)

    assert "week9-of-bea" not in await town.store.read(_export, town)


async def test_who_is_forgotten_is_in_no_note_of_the_link_of_another(town: Town) -> None:
    for name in (DISCORD, BEA, TELEGRAM):
        await town.say(name, "/done week1-algebra")
    await town.say(DISCORD, "/done week1-stats")
    await town.store.write(_put_summary, town)
    await town.link(DISCORD, TELEGRAM)
    bea = await town.store.read(_learner, town, BEA)
    assert bea in await town.store.read(_noted)

    caller = Caller(town.account(BEA), PLACES["telegram"], town.clock.now())
    assert await town.store.write(forget_now, caller, "") is Forgotten.DONE

    assert bea not in await town.store.read(_noted)
    assert words(await town.say(TELEGRAM, "/settings unlink yes")).startswith("Done.")
    named = await town.store.read(lambda db: [find_ids(one, "learner") for one in db.scalars(select(outbox.c.facts))])
    assert bea not in frozenset().union(*named)


def _noted(db: Connection) -> frozenset[int]:
    """The learners whom notes of a link name."""
    return frozenset[int]().union(*(find_ids(row, "learner") for row in db.scalars(select(set_aside.c.row))))


def _put_summary(db: Connection, town: Town) -> None:
    """Keep a post of the group on Telegram that names the milestones of Ann and of Bea."""
    place_id = db.scalar(select(places.c.id).where(places.c.platform == "telegram", places.c.private.is_(False)))
    named = [{"learner": _learner(db, town, name), "kind": "block", "slug": slug} for name, slug in _SLUGS.items()]
    now = town.clock.now()
    row = {"kind": "digest", "key": "digest:of-both", "place_id": place_id, "facts": {"milestones": named}}
    db.execute(insert(outbox), {**row, "created_at": now, "due_at": now})


_SLUGS = {TELEGRAM: "week9-of-ann", BEA: "week9-of-bea"}


def _learner(db: Connection, town: Town, name: str) -> LearnerId:
    account = town.account(name)
    same = (accounts.c.platform == account.platform, accounts.c.user_id == account.user_id)
    return LearnerId(db.execute(select(accounts.c.learner_id).where(*same)).scalar_one())


def _export(db: Connection, town: Town) -> str:
    return spell_json(read_export(db, _learner(db, town, DISCORD), town.account(DISCORD)), town.clock.now())
