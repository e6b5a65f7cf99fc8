"""Words that people type for a command, because other bots call it so. They are typed only: no menu shows them.

The last ones are for the answers of `small_talk`, to which no command belongs.
"""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    "done": "complete completed finish did mark tickoff tick_off tick-off check-off checkoff"
    " close closed solved submit ✅ ✔ ✓ ☑",
    "undo": "untick uncheck unmark revert oops undone rollback reopen takeback take_back take-back ↩",
    "next": "todos now whats what’s what's whatsnext today upcoming go continue ➡ ⏭",
    "progress": "stats stat statistics profile status score xp level percent mystats my_stats myprogress overview"
    " 📊 📈",
    "streak": "streaks days fire 🔥",
    "leaderboard": "rank ranks ranking rankings lb leader leaders leaderboards scoreboard scores highscores standings"
    " league ladder boards members people team 🏆",
    "roadmap": "list ls tasks task map plan course curriculum syllabus levels blocks topics contents lessons modules"
    " steps path paths overall 🗺",
    "log": "track logged studied time timer minutes hours reading ⏱",
    "repair": "backfill yesterday missed forgot catchup catch_up catch-up",
    "habits": "habit routine routines",
    "checkin": "check-in check_in weekly standup retro review",
    "promise": "commit commitment pledges promises intend",
    "choose": "pick option options specialise specialize specialization",
    "criteria": "criterion self-check self_check skills",
    "goal": "goals deadline target",
    "work": "evidence links portfolio showcase",
    "placement": "place skip skipahead",
    "celebrations": "achievements achievement badges badge awards trophies wins 🎉",
    "nudges": "reminders reminder remind nudge notifications notification notify alerts 🔔",
    "snooze": "dnd shush 💤",
    "pause": "vacation holiday holidays away sick freeze ⏸",
    "resume": "return returned ▶",
    "join": "register signup sign-up sign_up enroll enrol",
    "leave": "quit exit unjoin unregister",
    "settings": "config configure preferences prefs account setting ⚙",
    "settings zone": "timezone timezones tz zone time_zone time-zone",
    "settings rest": "rest restday restdays rest_days dayoff daysoff",
    "settings visibility": "visibility",
    "settings privacy": "privacy data gdpr my_data mydata",
    "settings export": "export download backup csv json dump",
    "settings link": "link",
    "settings unlink": "unlink",
    "settings partner": "partner partners buddy buddies pair",
    "setup": "admin install",
    "schedule": "posts schedules",
    "help": "commands command menu h ? info manual docs usage faq support man how ❓",
    "about": "version bot source credits author license licence github feedback bug contact",
    "start": "hi hello hey hallo hola salut moin ciao greetings begin 👋",
    "thanks": "thank thankyou thx ty tysm tnx cheers danke merci gracias 🙏 ❤",
    "ok": "okay okey k yes yeah yep yup sure fine good great nice cool wow super perfect lol haha sorry please"
    " 👍 👌 🙂 💪",
    "no": "nope nah n nothing none never nevermind cancel abort 👎",
    "bye": "goodbye cya gn goodnight night 😴",
    "ping": "pong alive test uptime health",
    "delete": "forget forgetme forget_me erase wipe reset remove removeme remove_me deleteme delete_me clear purge",
    "stop": "unsubscribe silence silent off enough shutup disable end mute unmute block spam 🔕",
    "hide": "hidden hideme hide_me anonymous incognito invisible",
    "back": "home",
    "language": "lang languages locale english deutsch",
    "edit": "change rename fix update correct modify",
    "subscribe": "on enable unsilence",
    "login": "signin token",
    "connect": "sync merge bridge",
    "disconnect": "unsync unmerge split separate",
    "check": "checked",
    "add": "new create newtask addtask add_task",
}

SYNONYMS: Mapping[str, str] = {word: line for line, words in _WORDS.items() for word in words.split()}
"""Word -> the line that it begins. The rest of what is typed follows."""
