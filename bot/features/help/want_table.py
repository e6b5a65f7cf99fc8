"""The table of wants, and of the ways to say them, as text."""

KINDS = """
STOP: stop* quit no-more dont never leave-me-alone not disable turn-off switch-off shut silence end cancel unsubscribe
  without off
TELL_ME: remind* nudg* notif* alert* alarm* writ* message* messaging dm dms text-me texting contact* bother* spam*
  annoy* bugging leave-me-alone
ANNOYED: annoy* bother* spam* bugging leave-me-alone
REMIND: remind* nudg* notif* alert* alarm*
GROUP: group channel chat here everyone everybody us server post posts posting
STUDIED: log study studied studying learn* work* worked code coded coding practis* practic* read
LENGTH: minute* min mins m hour* hr hrs h
"""
"""Kind of cue: its words. A star is any letters, a hyphen a blank."""

WANTED = """
undo = undo
  undo take-back mistake wrong wrongly by-accident accident* oops revert untick remove & tick* last entry done task
    that it by ! group
group_quiet = quiet {length_or_days}
  {STOP} & post posts posting
  quiet silent silence mute & {GROUP}
place = setup here
  post* & here channel topic thread elsewhere another other move ! {STOP}
group_nudge = setup nudge {hour}
  {REMIND} & {GROUP} & at to hour time move change earlier later ! {STOP}
group_checkin = setup checkin {weekday_or_hour}
  checkin* check-in* & move change another hour day time on at to ! my
group_roadmap = setup roadmap
  change switch another different other own use set & roadmap course curriculum plan ! month week task
saver = nudges more
  streak & alert alarm warn* remind*
pings_off = settings pings off
  {STOP} & ping* mention* tagging tags tag
pings_on = settings pings on
  ping mention tag & me ! {STOP}
hour = nudges at {hour}
  {TELL_ME} & at to by around from hour time move change set ! {STOP} {ANNOYED} less fewer earlier later group often
earlier = nudges earlier
  {TELL_ME} late & earlier sooner too-late
later = nudges later
  {TELL_ME} early & later too-early
less = nudges less
  {TELL_ME} & less fewer too-many too-much too-often not-so-often every-other weekly once-a-week every-day !
    every-day-at
mute = snooze {length_or_days}
  {STOP} mute* quiet silent snooze hush & {TELL_ME} mute* quiet silent silence snooze hush shut-up leave-me-alone &
    for until till tonight today this-week tomorrow mute snooze silence quiet hush ! {GROUP}
stop = nudges stop
  {STOP} & {TELL_ME} bot
  {ANNOYED}
remind = nudges on
  {TELL_ME} ! {STOP} {ANNOYED}
rest = settings rest {weekdays}
  {STOP} rest off free weekend* & mondays tuesdays wednesdays thursdays fridays saturdays sundays weekend* every each
    always never ! {TELL_ME}
anew = placement
  start-over starting-over start-again begin-again start-anew start-afresh from-scratch from-the-beginning
    from-the-start from-zero reset-my-progress ! streak pause
next = next
  start-over starting-over start-again begin-again start-anew start-afresh from-scratch from-the-beginning
    from-the-start ! streak pause
resume = resume
  back end stop over again return* resume & pause break holiday holidays vacation study* ready im i-am ! take-back
    tick-back
pause = pause {days}
  off free pause* break holiday holidays vacation away sick ill travel* trip absent time-out busy exam exams flu
    hospital wedding wont-be cant-make not-here ! {TELL_ME} turn switch tick my-pause end
leave = leave
  delete erase & me account ! about
zone = settings zone {city}
  timezone timezones time-zone time-zones tz moved moving live living clock local-time city country travel* fly*
day = settings day {hour}
  day midnight night-owl late-at-night after-midnight study-day & end ends begin begins start starts night midnight
    until owl later ! tick task month level
hide = settings visibility
  {STOP} & show & me my
  hide hidden anonym* invisible privat* secret nobody others see-me my-name show shown & me my name i nobody others
    board leaderboard progress anonym* ! show-me show-my others-did others-do how
placement = placement {roadmap_part}
  start* begin* skip jump place placement already know knew experience* further middle ahead put-me im-in & month week
    level block middle zero mid senior skip already further ahead jump ! day remind* over
goal = progress goal {goal}
  goal deadline target by until before finish-by in-time on-time & finish complete done-with reach goal deadline
    target zero mid senior level roadmap
yesterday = repair
  yesterday forgot* last-night missed day-before ! freeze freezes
streak_why = streak why
  streak freeze* & why lost lose gone broke* ended ends reset zero used what-happened how-many work
streak = streak
  streak days-in-a-row freeze freezes
fellow = progress {name!}
  how what where show is has did does progress far done finish*
log = log {length!}
  {STUDIED} & {LENGTH}
done = done {task}
  finished completed done-with tick ticked did mark* solved read watched tick-off ! what who how undo wrong
board = leaderboard
  leaderboard rank* winning lead leads leading first-place top best ahead-of compare* standing standings others score*
    points
celebrations = celebrations
  celebrat* milestone milestones achiev* badge badges reached-lately
invite = invite
  invit* add bring friend colleague link join & friend someone somebody people colleague link member members person
    others invit*
leave = leave
  leave quit exit get-out unregister remove-me unjoin stop-using ! alone
join = join
  join sign-up register take-part participate become-a-member
promise = promise
  promis* commit* pledge plan ! behind roadmap
checkin = checkin
  checkin check-in report weekly
habits = habits
  habit habits routine routines
criteria = criteria
  able-to selfcheck self-check criteri* skill* can-i-do i-can-do ready-for ! here
choose = choose
  choose pick option options specialis* specializ* path fork track nlp vision
roadmap = roadmap {roadmap_part}
  roadmap course curriculum syllabus overview content contents whole-plan map come-in comes-in month week
next = next
  next now todo to-do today start-with begin-with work-on study-today where-do-i stuck continue
progress = progress
  progress how-far how-much how-many percent status stats am-i left behind on-track doing
schedule = schedule
  when schedule hour hours & post* you-write nudge you-post
setup = setup all
  setup set-up configure group-settings admin
settings = settings
  setting settings preferences account options language
about = about
  who-are-you who-made-you what-are-you privacy data about-you delete export source keep
help = help
  command commands help how-does-this-work how-does-it-work what-can-you-do what-can-i-do explain
"""
"""Want = line, with a place for words of the text. Below it the ways to say it, a way a line.

1. `&`: each of these cues has to be found. A cue is any of its words.
2. `!`: none of the words behind it may be found.
3. A place with `!` needs its words. Without words for another place, the line ends before it.
4. A line that begins with four blanks goes on with the one before it.
5. The wants that need more come first.
"""
