"""What people did, kept as plainly as can be: acts of accounts, and which accounts are one learner's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.laws.together.village import ACCOUNTS, other_of

STRICT_FIRST = ("hidden", "number", "group")


@dataclass
class Act:
    """An act of an account: a tick, or minutes if `task` is empty."""

    account: str
    at: datetime
    task: str = ""
    gone: bool = False


@dataclass
class Model:
    """All acts, the accounts that are linked, until when a wish to be forgotten may be taken back, and how each account
    said to be shown."""

    acts: list[Act] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    wishes: dict[str, datetime] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def accounts_of(self, name: str) -> list[str]:
        """The accounts of the learner who has this one."""
        other = other_of(name)
        return [name, other] if other and name in self.linked else [name]

    def live(self, name: str) -> list[Act]:
        """The acts of a learner that stand, the first tick of each task alone, in their order."""
        own = [act for act in self.acts if act.account in self.accounts_of(name) and not act.gone]
        own.sort(key=lambda act: act.at)
        return [act for n, act in enumerate(own) if not act.task or act.task not in {one.task for one in own[:n]}]

    def tasks(self, name: str) -> set[str]:
        """The tasks that a learner has ticked."""
        return {act.task for act in self.live(name) if act.task}

    def do(self, name: str, at: datetime, task: str = "") -> None:
        """Keep an act. A task that is ticked already stays as it is."""
        if not task or task not in self.tasks(name):
            self.acts.append(Act(name, at, task))

    def undo(self, name: str) -> None:
        """Take the last act back, and with a tick all ticks of the same task that a link had put behind it."""
        last = self.live(name)[-1]
        for act in self.acts:
            if act is last or (act.task and act.task == last.task and act.account in self.accounts_of(name)):
                act.gone = True

    def link(self, name: str) -> None:
        """Make one learner of a person's two accounts. Of two wishes to be forgotten the later holds."""
        self.linked |= {name, other_of(name) or name}

    def unlink(self, name: str) -> None:
        """Make two learners of them."""
        self.linked -= {name, other_of(name)}

    def wish(self, name: str) -> datetime | None:
        """When a learner is to be forgotten."""
        return max((self.wishes[one] for one in self.accounts_of(name) if one in self.wishes), default=None)

    def want(self, name: str, due_at: datetime) -> None:
        """Keep a wish to be forgotten, for all accounts of the learner. A wish that they have already stays."""
        if self.wish(name) is None:
            self.wishes |= dict.fromkeys(self.accounts_of(name), due_at)

    def keep(self, name: str) -> None:
        """Take the wish to be forgotten back, for all accounts of the learner."""
        for one in self.accounts_of(name):
            self.wishes.pop(one, None)

    def forget(self, name: str) -> None:
        """Forget a learner, with all accounts."""
        gone = self.accounts_of(name)
        self.keep(name)
        self.acts = [act for act in self.acts if act.account not in gone]
        self.shown = {one: said for one, said in self.shown.items() if one not in gone}
        self.unlink(name)

    def show(self, name: str, visibility: str) -> None:
        """Keep how a learner is shown, for all their accounts: what is said while two are linked is said for both."""
        self.shown |= dict.fromkeys(self.accounts_of(name), visibility)

    def visibility(self, name: str) -> str:
        """How a learner is shown: as the stricter of their accounts."""
        return min((self.shown.get(one, "group") for one in self.accounts_of(name)), key=STRICT_FIRST.index)

    def owners(self) -> list[list[str]]:
        """The accounts of each learner."""
        return [mine for name in ACCOUNTS if (mine := self.accounts_of(name))[0] == min(mine)]
