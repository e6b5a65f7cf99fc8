"""Roadmaps as other people write them."""

PHASES = """\
# Backend in 16 weeks

Some words before it starts.

## Phase 1 (Weeks 1-8): Foundations

### Week 1-2
* [ ] Learn Git basics: branches, merges
* [x] Install Linux

### Week 3-6: Databases
+ [ ] **SQL** - joins and indexes ([PostgreSQL tutorial](https://www.postgresqltutorial.com))
+ [X] Read [Use The Index, Luke](https://use-the-index-luke.com/)

### Week 7–8
1. [ ] Design a schema
2) [ ] Write migrations

## Phase 2 (Weeks 9-16): Services

### Week 1-2: HTTP
- [ ] Build a REST API
  - [x] GET
  - [ ] POST
  - plain step
- [ ] Learn Git basics: branches, merges

### Week 3
- [ ] Caching with Redis
"""

WEEKS_ARE_THE_TASKS = """\
# 12 weeks of Rust

- [ ] Week 1: Ownership
- [ ] Week 2: Borrowing
- [ ] **Week 3** - Traits
- [ ] Week 4
"""

WEEKS_WITH_TASKS_BELOW = """\
# Rust

- [ ] Week 1: Ownership
  - [ ] Read chapter 4
  - [x] Rustlings: move semantics
  - bring a friend
- [ ] Week 2: Borrowing
    - [ ] Read chapter 10
"""

NO_HEADINGS = """\
- [ ] Docker
- [ ] Kubernetes
  with a second line
- [x] Terraform
"""

TOPICS = """\
Frontend
========

Introduction.

HTML
----
- [ ] Forms
- [ ] Tables

| a | b |
|---|---|
| - [ ] not a task | x |

```markdown
- [ ] not a task either
```

CSS
---
- [ ] Flexbox → <https://flexboxfroggy.com/>
- [ ] Grid https://cssgridgarden.com/ is fun

<details>
<summary>More</summary>

- [ ] Animations

<!-- - [ ] hidden -->
</details>

Further reading
---------------
- [MDN](https://developer.mozilla.org)
- A book
"""

BOLD_TITLES = """\
**Phase 1: Start**

**Week 1**

- [ ] Alpha

**Week 2: More**

- [ ] Beta

__Extra__

- [ ] Gamma

**Phase 2: Go on**

Week 3:

- [ ] Delta
"""

PLAIN_GROUPS = """\
# Data

1. **Python**
   - [ ] Syntax
   - [ ] Generators
2. Statistics
   - [ ] Bayes
   - not a task
"""

OTHER_SCRIPTS = """\
# Дорожная карта 🚀

## Месяц 1: Основы

### Неделя 1-2: Математика
- [ ] Линейная алгебра
- [ ] 统计学
- [ ] 🚀🔥
- [ ] مقدمة

## 第2个月：深度学习

- [ ] Größenordnungen übersehen
"""

SAME_RANK = """\
# My plan

What it is about.

# Week 1
- [ ] Alpha
# Week 2
- [ ] Beta
# License
MIT
"""

RESTARTING = """\
# Course
## Backend
### Week 1
- [ ] Read the book
### Week 2
- [ ] Exercise
## Frontend
### Week 1
- [ ] Read the book
### Month 1
- [ ] Something
## Frontend two
### Month 1
- [ ] Something else
"""

MIXED = """\
# Mixed
- [ ] Zeroth
## Getting ready
- [ ] Install
## Weeks 1-4: Basics
- [ ] Before all
### Python
- [ ] Variables
### Git
- [ ] Commit
## Year 2
### Module 3
#### Lesson 1
- [ ] Compile
#### Lesson 2
- [ ] Link
"""

HABITS_ONLY = """\
# Daily

- [ ] Drink water
- [ ] Sleep
"""

OUTCOMES = """\
# Swim

## Level 1: Float
> not much here
- [ ] Breathe

### Victory
You float.

## Success criteria
- [ ] Swim a mile

**🎉 Celebration:** Buy a towel.

## Routines
- [ ] Stretch
### Daily - 10 minutes
- [ ] Walk
### Every month (2 to 3 min)
- [ ] Test
"""

CHOICES = """\
# Choices
## Week 1
- [ ] Pick one language
  - Python: for data
  - Go
- [ ] Select a database {choice}
  - [ ] PostgreSQL
  - [ ] SQLite
- [ ] Choose your laptop
## Week 2
- [ ] Common
### Choose a path {choice}
#### Web
Sites.
- [ ] HTML
#### Games
- [ ] Loop
## Month 2
### Track 1: Cloud
- [ ] AWS
### Track 2: Edge
- [ ] ESP32
"""

ALL = {name: text for name, text in dict(globals()).items() if name.isupper()}
