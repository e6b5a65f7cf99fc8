"""The table of wants, and of the ways to say them, as text."""

WANTED = """
undo = undo
  undo take-back mistake wrong wrongly by-accident accident* oops revert untick remove & tick* last entry done task
    that it by ! group
  undo untick un-tick take-it-back take-that-back take-this-back made-a-mistake was-a-mistake my-mistake wrong-task
    clicked-wrong wrong-button
  cancel delete remove & my-last the-last last-tick last-entry ! day days
avoid = settings avoid {company!}
  {STOP} dont-want rather-not hate & work working pair* match* partner* team* study studying learning & with
  avoid
partner_off = settings partner off
  {STOP} & partner partners buddy buddies
partner = settings partner on
  find get want need looking match pair give have with & partner partners buddy buddies accountability-partner
group_quiet = quiet {length_or_days}
  {STOP} & post posts posting
  quiet silent silence mute & {GROUP}
place = setup here
  post* & here channel topic thread elsewhere another other move ! {STOP}
group_nudge = setup nudge {hour}
  {REMIND} & {GROUP} & at to hour time move change earlier later ! {STOP}
  {REMIND} & {GROUP} & {WEEKLY}
checkin_readers = settings checkins
  {READERS} & {SEES} & my-checkin* my-check-in* my-report* i-wrote i-write
  who & {SEES} & checkin checkins check-in check-ins
  privat* public hide hidden secret & my-checkin* my-check-in* my-report*
group_checkin = setup checkin {weekday_or_hour}
  checkin* check-in* & move change another hour day time on at to ! my want-to need-to how-to
week_goal = setup goal
  goal target challenge & {GROUP} our together we this-week weekly ! my finish
group_roadmap = setup roadmap
  change switch another different other own use set & roadmap course curriculum plan ! month week task
saver = nudges more
  streak & alert alarm warn* remind*
pings_off = settings pings off
  {STOP} & ping* mention* tagging tags tag @-me
hour = nudges at {hour!}
  ping tag & me & at
  {TELL_ME} & {TIME} ! {STOP}
pings_on = settings pings on
  ping mention tag & me ! {STOP}
rest = settings rest {weekdays}
  {STOP} rest off free & {DAYS} ! {TELL_ME} this next
  {STOP} & {TELL_ME} & {WEEKLY} ! {GROUP}
  rest-day* day-off days-off free-day & {WEEKDAY} & my & is are make set always
rest_bare = settings rest
  only & {TELL_ME} & {WEEKLY} weekdays
  rest-day rest-days & set change choose pick which what
hour = nudges at {hour}
  {TELL_ME} & at to by around from hour time move change set ! {STOP} {ANNOYED} less fewer earlier later group often
    when {DAYTIME}
hour = nudges at {hour!}
  {TELL_ME} & {DAYTIME} ! {STOP}
hour = nudges at {usual_hour!}
  {DAYTIME} ! {STOP} {AWAY} {STUDIED} {PAST}
  {TELL_ME} & {DAYTIME} ! {STOP}
hour_bare = nudges at
  {DAYTIME} ! {STOP} {AWAY} {STUDIED} {PAST}
  {TELL_ME} & {DAYTIME} ! {STOP}
earlier = nudges earlier
  {TELL_ME} late & earlier sooner too-late
later = nudges later
  {TELL_ME} early & later too-early
less = nudges less
  {TELL_ME} & less fewer too-many so-many too-much too-often so-often every-other weekly once-a-week twice-a-week
    times-a-week every-day ! every-day-at
  not-so-often too-often less-often
mute = snooze {silence}
  {STOP} mute* quiet silent snooze hush & {TELL_ME} mute* quiet silent silence snooze hush shut-up leave-me-alone &
    for until till tonight today this-week tomorrow mute snooze silence quiet hush ! {GROUP} got get
  pause* & {TELL_ME} ! {GROUP}
nudges = nudges
  {REMIND} message messages mail mails & no not didnt dont never & get got receive* came come arrive* see seen
stop = nudges stop
  {STOP} & {TELL_ME} bot ! {WEEKLY} got get-a get-any get-no not-get dont-get
  {ANNOYED}
nudges = nudges
  {TELL_ME} & when what-time which setting settings where see change ! {STOP}
remind = nudges on
  {TELL_ME} ! {STOP} {ANNOYED} {WEEKLY} when pause* mute* snooze less fewer too-many too-much too-early too-late
    earlier later settings change
anew = placement
  {ANEW} from-zero reset-my-progress ! streak pause
next = next
  {ANEW} ! streak pause
focus = focus {length}
  study learn work focus code coding practise practice session sprint & together with-me with-us with-others with-anyone
    with-somebody with-someone group-session ! {TELL_ME} log
  shared joint & session focus ! {TELL_ME} log
  pomodoro pomodoros focus-session focus-time focus-sprint focus-timer study-session body-doubling cowork* co-work*
    ! log logged did {TELL_ME}
resume = resume
  back end stop over again return* resume cancel & pause break holiday holidays vacation time-off days-off study*
    ready im i-am ! take-back tick-back {BED}
pause = pause {days}
  {AWAY} ! {TELL_ME} {PAST} {BED} {WEEKLY} turn switch tick check my-pause end cancel stop over im-back i-am-back
  {AWAY} & need want will going tomorrow next until till still may-i ! {TELL_ME} {BED} turn switch tick check end
    cancel
rest = settings rest {weekdays!}
  cant-study cannot-study cant-learn not-study no-time off free & {WEEKDAY} ! {TELL_ME} {PAST} next this until till
    from back
streak_why = streak why
  {AWAY} fever & {PAST} & was had couldnt could-not been ! need want will tomorrow next until till
export = settings export
  download export backup dump copy-of get give send want & data export backup dump copy-of ! delete erase remove
privacy = settings privacy
  privacy gdpr data-protection personal-data data-protect* my-data data & who see* delete erase remove my save* store*
    keep* have know* privacy gdpr data-protection personal-data policy ! show-me study-data science
  what & know store* save* keep* have & about-me of-me on-me
  delete erase & data everything account & me my mine about-me
leave = leave
  delete erase & me account ! about
  {STOP} & take-part participate
zone = settings zone {city}
  timezone timezones time-zone time-zones tz moved moving live living clock local-time city country travel* fly* flew
    ! was were had
  wrong-time time-wrong time-is-wrong
  hour hours & ahead later earlier behind & here
zone = settings zone {city!}
  im-in i-am-in ill-be-in will-be-in were-in
day = settings day {hour}
  day midnight night-owl late-at-night after-midnight study-day & end ends new-day begin begins start starts night
    midnight until owl later ! tick task month level
work_private = settings work private
  {STOP} hide hidden secret privat* & {MY_WORK} ! who is are
work_readers = settings work
  {READERS} & {SEES} & {MY_WORK}
  privat* public hidden show showing share & {MY_WORK}
hide = settings visibility
  {STOP} & show showing & me my
  {STOP} & seen
  hide hidden anonym* invisible privat* secret & me my name i board leaderboard progress anonym* ! {TELL_ME}
  nobody others who people everyone group & see seeing show shown know & me my name what-i ! show-me show-my how doing
    did can-i
placement = placement {roadmap_part}
  start* begin* skip jump place placement know knew experience* put-me im-in & month months week level block middle
    zero mid senior skip already further ahead jump later ! day remind* over next this-week
  already & month months week level block
  skip & ahead basics
  know knew & start begin skip
  finished did done & before-join* before-i-join*
  not-a-beginner not-new elsewhere experienced advanced
goal = progress goal {goal}
  goal deadline target by until before finish-by in-time on-time in & finish complete done-with reach goal deadline
    target zero mid senior level roadmap ! whats what is
  goal deadline target
  by until before & want* like hope* must have-to need-to & done finish finished ready
  when & will can & i we & finish done finished ready
yesterday = repair {past_day}
  yesterday forgot* forget last-night missed day-before ! freeze freezes
  was were had couldnt didnt studied worked coded learned learnt read did finished completed & {WEEKDAY} ! who what
    how
streak_why = streak why
  streak freeze* & why lost lose gone broke* ended ends reset zero used what-happened how-many work disappear* where
streak = streak
  streak in-a-row freeze freezes
log = log {length!}
  {STUDIED} did spent & {LENGTH}
fellow = progress {name!}
  how what where show see is has did does progress far done finish* of about stats status points streak @*
stuck = stuck {trouble!}
  stuck struggl* trouble problem problems issue issues help & on with in at ! {TELL_ME} {GROUP} bot settings setup
    command commands streak freeze freezes checkin check-in zone
  dont-understand do-not-understand cant-understand cannot-understand cant-solve cannot-solve cant-figure-out
    cannot-figure-out dont-get ! {TELL_ME} bot streak freeze freezes points command commands
stuck_bare = stuck
  im-stuck i-am-stuck stuck-again still-stuck completely-stuck so-stuck
done = done {task}
  finished completed done-with tick ticked did mark* solved read watched tick-off check-off have-finish is-done
    is-finished are-done ! what who how undo untick un-tick wrong everyone everybody minutes why lose lost delete
    accident* mistake
  how where & tick check mark* & task tasks done off
  {BED}
log_bare = log
  {BED}
celebrations = celebrations
  celebrat* milestone milestones achiev* badge badges reached-lately
progress = progress
  what-have-i have-i-done what-did-i
group_page = setup group
  who which anybody members people & inactive absent quiet silent dropped disappeared not-active went-missing ! my
    {STOP}
disconnect = setup disconnect
  disconnect separate split part & telegram discord chats channels groups both-chats ! my account accounts task
connect = setup connect
  connect* bridge combine merge unite sync bring-together & telegram discord chats channels groups other-chat both-chats
    second-chat ! my account accounts disconnect learner
deputy = setup deputy
  deputy deputies co-admin* coadmin* second-admin another-admin ! {STOP}
board = leaderboard
  how hows & {ALL_OF_US} & doing going
  leaderboard rank* winning lead leads leading first-place top best ahead-of compare* standing standings score* points
    am-i-first
  who-is who-else who-are who-did who-has who-studied list-of-members whos all-members & group here in studied done
    did most members ahead today this-week fastest first last
  see show list how what where & {ALL_OF_US} & see show list doing did do done progress studying ! add invit* join
    bring
group_page = setup group
  how hows & group team & doing going
celebrations = celebrations
  what & {ALL_OF_US} & did done reach* finish*
invite = invite
  invit* add bring friend colleague link join share & friend friends someone somebody people colleague link member
    members person others invit*
leave = leave
  leave quit exit get-out unregister remove-me unjoin stop-using want-out take-me-out let-me-out ! alone
join = join
  join sign-up register take-part participate become-a-member ! {STOP}
promise = promise
  promis* commit* pledge plan will-do will-finish want-to-finish want-to-do going-to-do ! behind roadmap the-plan
checkin = checkin
  checkin check-in report weekly
habits = habits
  habit habits routine routines
criteria = criteria
  able-to selfcheck self-check criteri* skill* can-i-do i-can-do ready-for ! here wont not unable
choose = choose
  choose pick option options specialis* specializ* path fork which-track another-track nlp vision
roadmap = roadmap {roadmap_part}
  roadmap course curriculum syllabus overview content contents whole-plan map come-in comes-in all-tasks all-the-tasks
    list-tasks list-of-tasks the-tasks the-plan we-learn
  month months week weeks block & what whats which show list see tasks come comes how-many # ! this-week next-week
    last-week
log = log {length!}
  {LENGTH} ! {TELL_ME} {STOP} {AWAY} mute* quiet what which should later ahead earlier behind
next = next
  next now todo to-do today start-with begin-with work-on study-today where-do-i continue suggest* give-me !
    {AWAY} {TELL_ME} {PAST} next-week next-month mute* quiet live living
progress = progress
  progress how-far how-much how-many percent status stats am-i left behind on-track doing how-long
schedule = schedule
  when what-time schedule hour hours & post* you-write nudge you-post
setup = setup all
  setup set-up configure group-settings admin
settings = settings
  setting settings preferences account options language
about = about
  who-are-you what-are-you privacy data about-you about-me delete source keep
  who & made built wrote created makes & you this
help = help
  command commands help how-does-this how-does-it what-can-you-do what-can-i-do explain understand confus*
"""
"""Want = line, with a place for words of the text. Below it the ways to say it, a way a line.

1. `&`: each of these cues has to be found. A cue is any of its words.
2. `!`: none of the words behind it may be found.
3. A place with `!` needs its words. Without words for another place, the line ends before it.
4. A line that begins with four blanks goes on with the one before it.
5. The wants that need more come first.
"""
