"""Plans whose tasks are hard to tell apart, with pinned slugs."""

from __future__ import annotations

from roadmap.reading import read_roadmap

TWINS = read_roadmap(
    """\
# Machine learning by hand

## Phase 1: Start {#phase1}

- [ ] Mini-project: Load the Iris set {#p1-iris-set}
- [ ] Mini-project: Titanic {#p1-titanic}
- [ ] Mini-project: Plot the weather {#p1-weather}
- [ ] Read, then write {#p1-read-write}
- [ ] Arrays & matrices {#p1-arrays}

## Phase 2: Search and sort {#phase2}

### Week 5: Binary search {#week5}

- [ ] Binary search {#week5-binary-search}
- [ ] Bisection by hand {#week5-bisection}

### Week 6: Sorting {#week6}

- [ ] Sorting: merge sort {#week6-merge-sort}
- [ ] Sorting: quick sort, in place {#week6-quick-sort}
- [ ] Document {#week6-document}
- [ ] Über Größen – ein Überblick {#week6-groessen}

## Weeks 7-8: Capstone {#capstone}

- [ ] Write the report (with figures) {#capstone-report}
- [ ] Present it {#capstone-present}
""",
    slug="twins",
)
"""Titles that begin alike, a block and a task of one title, a level that is its own block, single weeks."""

BOXED_WEEKS = read_roadmap(
    """\
# Journey

## Phase 1 (Weeks 1-4) {#phase1}

- [ ] **Week 1: NumPy** {#week1-numpy}
- [ ] **Week 2: Pandas** {#week2-pandas}
- [ ] **Week 3: Plots** {#week3-plots}
- [ ] **Week 4: Statistics** {#week4-statistics}

## Capstone (Weeks 5-8) {#week3}

- [ ] Build it {#week3-build}
- [ ] Show it {#week3-show}
""",
    slug="boxed",
)
"""Weeks that are checkboxes, beside a block that bears the slug of one of them."""

RESTARTING = read_roadmap(
    """\
# Backend

## Phase 1 (Weeks 1-8) {#phase1}

### Week 1-2 {#week1}

- [ ] Learn Git basics {#week1-git}
- [ ] Install Linux {#week1-linux}

### Week 3-6: Databases {#week2}

- [ ] SQL {#week2-sql}
- [ ] Read Use The Index, Luke {#week2-luke}

## Phase 2 (Weeks 9-16) {#phase2}

### Week 1-2: HTTP {#week5}

- [ ] Build a REST API {#week5-rest}
- [ ] GET {#week5-get}
- [ ] Learn Git basics {#week5-git}

### Week 3 {#week11}

- [ ] Caching with Redis {#week11-redis}
""",
    slug="restarting",
)
"""Weeks that begin again in each phase, some of them without a title."""
