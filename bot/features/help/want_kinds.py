"""Kinds of cues, and words that need care, as text."""

KINDS = """
STOP: stop* quit no no-more no-longer dont never leave-me-alone not disable deactivat* turn-off turn-of switch-off
  shut silence end cancel unsubscribe without off
ANNOYED: annoy* bother* disturb* spam* bugging leave-me-alone
REMIND: remind* nudg* notif* alert* alarm*
TELL_ME: {REMIND} {ANNOYED} writ* message* messaging dm dms mail mails mailing email* text-me texting contact* wake*
  ask-me ping-me push-me
GROUP: group channel chat here everyone everybody us server post posts posting
STUDIED: log study studied studying learn* work* worked code coded coding practis* practic* read reading
TIME: #:## ##:## #am #pm ##am ##pm #-am #-pm ##-am ##-pm
LENGTH: minute* min mins m hour* hr hrs h
WEEKDAY: monday tuesday wednesday thursday friday saturday sunday
DAYS: mondays tuesdays wednesdays thursdays fridays saturdays sundays weekend* every each always never
WEEKLY: mondays tuesdays wednesdays thursdays fridays saturdays sundays weekends at-weekend* on-weekend* every each
MONTH: january february march april may june july august september october november december
BED: off-to-bed off-to-sleep going-to-bed going-to-sleep go-to-bed-now good-night
AWAY: off free pause* break brake holiday holidays vacation away sick ill fever travel* trip absent time-out busy exam
  exams flu covid hospital wedding camping offline no-internet wont-be cant-make not-here no-time wont-have-time
  cant-study cant-learn cant-do-any* wont-study not-study* not-learn* couldnt unable not-able cant-come
  no-study* need-rest
PAST: was were had went wasnt werent havent couldnt didnt yesterday last-night last-week last-weekend
ANEW: start-over starting-over start-again begin-again start-anew start-afresh from-scratch from-the-beginning
  from-the-start
EARLIER: already before-i before-we before-join* before-com* years-ago long-ago months-ago elsewhere in-the-past
PART: month months week weeks level block zero mid senior basics part
LOST: stuck struggl* dont-understand cant-understand cant-solve cant-figure-out dont-get makes-no-sense too-hard
  too-difficult no-clue
SOMEONE: someone somebody anyone anybody others who group
MY_ACCOUNTS: telegram discord account accounts
READERS: who nobody others everyone everybody anyone anybody group people somebody someone
SEES: see sees seen seeing read reads reading shown visible look
MY_WORK: my-link* my-note* my-work my-evidence my-file* my-project*
ALL_OF_US: group team everyone everybody friend friends others people member members mates colleagues we
"""
"""Kind of cue: its words. A star is any letters, a hyphen a blank, a hash a digit."""

IDIOMS = """
keep: dont-stop never-stop dont-quit dont-cancel dont-disable dont-mute dont-turn-off dont-forget-to dont-forget
log: write-down note-down
"""
"""What is read: the words in whose place it is read. A no to a no is a yes."""

DAYTIMES = """
07:00 before-work before-school
08:00 in-the-morning mornings every-morning
09:00 after-breakfast
11:00 before-lunch
12:00 at-lunch at-lunchtime
13:00 after-lunch
15:00 in-the-afternoon afternoons
16:00 after-school
18:00 after-work before-dinner
19:00 in-the-evening evenings every-evening
20:00 after-dinner
21:00 before-bed
"""
"""The hour that is offered for a part of the day, and its words. They are the kind DAYTIME."""

NEVER_SLIPS = """
along being black build chance coming contract friendly launch layer personal point present quite remote scope sharp
smart stack state stick store trace trick while white whose
"""
"""Words that are near to a cue, and are no slip of it."""
