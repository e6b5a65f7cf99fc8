"""Find the most pairs of neighbours in a graph, by Edmonds' blossoms.

A graph is a list of the neighbours of each vertex, which is a number. A mate of `FREE` is none.
"""

from __future__ import annotations

from collections.abc import Sequence

FREE = -1

Graph = Sequence[Sequence[int]]


def pair_off(graph: Graph, mates: Sequence[int] | None = None) -> list[int]:
    """Return the mate of each vertex, so that as few as can be are free.

    It begins with the pairs in `mates`, if they are given. Each vertex takes the first free neighbour in its list.
    """
    found = list(mates) if mates else [FREE] * len(graph)
    for vertex, beside in enumerate(graph):
        mate = next((one for one in beside if found[one] == FREE), FREE) if found[vertex] == FREE else FREE
        if mate != FREE:
            found[vertex], found[mate] = mate, vertex
    for root in range(len(graph)):
        if found[root] == FREE:
            _Search(graph, found, root).augment()
    return found


def find_outer(graph: Graph, mates: list[int]) -> set[int]:
    """Return the vertices that are free in some pairing off of as many. `mates` is one of these."""
    free = [vertex for vertex, mate in enumerate(mates) if mate == FREE]
    return {vertex for root in free for vertex in _Search(graph, mates, root).explore()}


class _Search:
    """A search for a path from a free vertex to another, on which every second step leads to a mate.

    `base` is the vertex to which an odd circle of such steps is drawn together. `before` leads back to the root.
    """

    def __init__(self, graph: Graph, mates: list[int], root: int) -> None:
        self.graph = graph
        self.mates = mates
        self.base = list(range(len(graph)))
        self.before = [FREE] * len(graph)
        self.outer = [root]
        self.seen = {root}

    def augment(self) -> None:
        """Turn the path around, which makes one more pair. Without a path nothing changes."""
        end = self._find_end()
        while end != FREE:
            before = self.before[end]
            following = self.mates[before]
            self.mates[end], self.mates[before] = before, end
            end = following

    def explore(self) -> list[int]:
        """Return all vertices to which an even number of steps leads, where there is no path to a free one."""
        self._find_end()
        return self.outer

    def _find_end(self) -> int:
        for vertex in self.outer:  # it grows meanwhile
            for other in self.graph[vertex]:
                if self._step(vertex, other):
                    return other
        return FREE

    def _step(self, vertex: int, other: int) -> bool:
        """Look at a neighbour of an outer vertex. True: it is free, and the path ends there."""
        if self.base[vertex] == self.base[other] or self.mates[vertex] == other:
            return False
        if other in self.seen:
            self._draw_together(vertex, other)
        elif self.before[other] == FREE:
            self.before[other] = vertex
            if self.mates[other] == FREE:
                return True
            self._add(self.mates[other])
        return False

    def _add(self, vertex: int) -> None:
        if vertex not in self.seen:
            self.seen.add(vertex)
            self.outer.append(vertex)

    def _draw_together(self, vertex: int, other: int) -> None:
        """Draw an odd circle together to its base. All its vertices are outer ones now."""
        base = self._meet(vertex, other)
        drawn = self._walk(vertex, base, other) | self._walk(other, base, vertex)
        for circled in range(len(self.graph)):
            if self.base[circled] in drawn:
                self.base[circled] = base
                self._add(circled)

    def _meet(self, vertex: int, other: int) -> int:
        """Return the first base that is on the way to the root from both vertices."""
        passed = set()
        at = self.base[vertex]
        while True:
            passed.add(at)
            if self.mates[at] == FREE:
                break
            at = self.base[self.before[self.mates[at]]]
        at = self.base[other]
        while at not in passed:
            at = self.base[self.before[self.mates[at]]]
        return at

    def _walk(self, vertex: int, base: int, child: int) -> set[int]:
        """Go from a vertex of the circle to its base, and note how to come back. Return the bases on the way."""
        drawn = set()
        while self.base[vertex] != base:
            mate = self.mates[vertex]
            drawn |= {self.base[vertex], self.base[mate]}
            self.before[vertex] = child
            child, vertex = mate, self.before[mate]
        return drawn
