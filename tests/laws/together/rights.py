"""The memberships of a person with an account on each platform, kept as plainly as can be.

Each account has one membership, in the group of its platform. While the person is linked and the groups are connected,
both are one: what is done to it is done to both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

ANN, UMA = "Ann@discord", "Uma@telegram"
"""The accounts of a person."""
ZOE, MAX = "Zoe@discord", "Max@telegram"
"""Two members with one account each."""


class State(StrEnum):
    """Whether an account is a member: it never was, is, left by its own wish, or left with the chat."""

    NEVER = "never"
    IN = "in"
    LEFT = "left"
    GONE = "gone"


@dataclass
class Own:
    """The membership of one account."""

    state: State = State.NEVER
    deputy: bool = False
    barred: bool = False
    partner: bool = False

    def settle(self) -> None:
        """End what ends with a membership."""
        if self.state is not State.IN:
            self.deputy = self.partner = False
        if self.state is State.NEVER:
            self.barred = False

    @property
    def seen(self) -> tuple[bool, bool, bool] | None:
        """The rights of a present member, as the database has them. None: they are no member."""
        return (self.deputy, self.barred, self.partner) if self.state is State.IN else None


@dataclass
class United:
    """The one membership of a person while two are one. `away`: the account that is not in its chat.

    `new`: nobody was a member before the two became one.
    """

    present: bool
    gone: bool
    away: str
    deputy: bool
    barred: bool
    partner: bool
    new: bool

    @property
    def seen(self) -> tuple[bool, bool, bool] | None:
        """The same as for a membership of one account."""
        return (self.deputy, self.barred, self.partner) if self.present else None


@dataclass
class Rights:
    """All memberships, whether the person is linked, and whether the groups are connected."""

    own: dict[str, Own] = field(default_factory=lambda: {name: Own() for name in (ANN, UMA, ZOE, MAX)})
    inside: set[str] = field(default_factory=lambda: {ANN, UMA, ZOE, MAX})
    linked: bool = False
    connected: bool = False
    one: United | None = None

    def seen(self) -> dict[str, tuple[bool, bool, bool] | None]:
        """The rights with which each account is a member of the group of its platform now."""
        one = dict.fromkeys((ANN, UMA), self.one.seen) if self.one else {}
        return {name: own.seen for name, own in self.own.items()} | one

    def of(self, name: str) -> Own | United:
        """The membership of an account as it is now."""
        return self.one if self.one and name in {ANN, UMA} else self.own[name]

    def all_of(self, name: str) -> list[Own]:
        """The memberships that are one with that of an account."""
        return [self.own[ANN], self.own[UMA]] if self.one and name in {ANN, UMA} else [self.own[name]]

    def is_present(self, name: str) -> bool:
        return self.of(name).seen is not None

    # What people do

    def come(self, name: str) -> None:
        """An account does something in its chat, and is a member with it."""
        found, own = self.of(name), self.own[name]
        if isinstance(found, Own):
            found.state = State.IN
            return
        if not found.present and not found.gone and any(one.state is not State.NEVER for one in self.all_of(name)):
            for each in (ANN, UMA):
                if self.own[each].state is not State.NEVER:
                    self.own[each].state = State.GONE if found.away == each != name else State.IN
        if not found.present and found.gone:
            found.away = other_of(name)
        elif found.away == name:
            found.away = ""
        own.state = State.IN
        found.present, found.gone = True, False

    def leave(self, name: str) -> None:
        """A member leaves the group by their own wish."""
        for own in self.all_of(name):
            if own.state is not State.NEVER:
                own.state = State.LEFT
        self._end(name, gone=False)

    def leave_chat(self, name: str) -> None:
        """An account leaves its chat."""
        self.inside.discard(name)
        found, own = self.of(name), self.own[name]
        if isinstance(found, Own):
            own.state = State.GONE if own.state is State.IN else own.state
            own.settle()
        elif found.present:
            own.state = State.GONE if own.state is State.IN else own.state
            if found.away == other_of(name):
                for one in self.all_of(name):
                    one.state = State.GONE if one.state is State.IN else one.state
                self._end(name, gone=True)
            else:
                found.away = name

    def _end(self, name: str, *, gone: bool) -> None:
        """End the membership of an account, and what ends with it."""
        for own in self.all_of(name):
            own.deputy = own.partner = False
        found = self.of(name)
        if isinstance(found, United):
            found.present, found.gone, found.deputy, found.partner = False, gone, False, False
            found.away = "" if gone else found.away

    def return_to_chat(self, name: str) -> None:
        """An account is back in its chat."""
        self.inside.add(name)
        found, own = self.of(name), self.own[name]
        own.state = State.IN if own.state is State.GONE else own.state
        if isinstance(found, United):
            if found.gone:
                found.present, found.gone, found.away = True, False, other_of(name)
            elif found.away == name:
                found.away = ""

    def decide(self, name: str, right: str, value: bool) -> None:
        """A right or wish of a present member is decided: for all memberships that are one.

        One that holds already is not decided, but no wish is one always.
        """
        if (right == "partner" and not value) or getattr(self.of(name), right) is not value:
            for own in (*self.all_of(name), self.of(name)):
                setattr(own, right, value)

    # Links and connections

    def turn(self, *, linked: bool, connected: bool) -> None:
        """Link the person or separate them, connect the groups or disconnect them."""
        if self.one:
            self._part(disconnected=self.connected and not connected)
        self.linked, self.connected = linked, connected
        if linked and connected:
            self._unite()

    def _unite(self) -> None:
        both = {name: self.own[name] for name in (ANN, UMA)}
        real = {name: own for name, own in both.items() if own.state is not State.NEVER}
        present = [own for own in real.values() if own.state is State.IN]
        gone = [name for name, own in real.items() if own.state is State.GONE]
        self.one = United(
            present=bool(present),
            gone=bool(real) and len(gone) == len(real),
            away=gone[0] if gone and len(gone) < len(real) else "",
            deputy=any(own.deputy for own in real.values()),
            barred=any(own.barred for own in real.values()),
            partner=bool(present) and all(own.partner for own in present),
            new=not real,
        )

    def _part(self, *, disconnected: bool) -> None:
        assert self.one
        for name in (ANN, UMA):
            own = self.own[name]
            if disconnected and own.state is State.NEVER and self.one.present:
                own.state = self._joined(name)
            own.settle()
        self.one = None

    def _joined(self, name: str) -> State:
        """The state of an account that never was a member, after the groups parted."""
        assert self.one
        if self.one.away != name:
            return State.IN
        return State.GONE if self.one.new else State.NEVER


def other_of(name: str) -> str:
    """The other account of the person."""
    return UMA if name == ANN else ANN
