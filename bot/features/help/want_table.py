"""The table of wants, and of the ways to say them, as text."""

WANTED = """
undo = undo
  undo take-back mistake wrong wrongly by-accident accident* oops revert untick remove & tick* last entry done task
    that it by ! group
  undo untick un-tick take-it-back take-that-back take-this-back made-a-mistake was-a-mistake my-mistake wrong-task
    clicked-wrong wrong-button
  cancel delete remove & my-last the-last last-tick last-entry ! day days
  wrong-one didnt-do didnt-actually didnt-really not-really-done no-wait what-i-just & wrong one do did was that
    delete ! who what
  delete remove cancel & just & what i did ! group
  pressed clicked tapped hit & wrong
  didnt-finish didnt-complete cancel-that cancel-this cancel-it ! yesterday
  did made & mistake error
  not-done not-finished isnt-done & task that it ! yet
avoid = settings avoid {company!}
  {STOP} dont-want rather-not hate & work working pair* match* partner* team* study studying learning & with
  avoid
partner_off = settings partner off
  {STOP} & partner partners buddy buddies
partner = settings partner on
  find get want need look looking search* wish match pair give have with change & partner partners buddy buddies
  match pair & me & {SOMEONE}
  want like looking is-there can find & study learn work & {SOMEONE} ! now today tonight together with-me with-us
group_quiet = quiet {length_or_days}
  {STOP} & post posts posting
  quiet silent silence mute & {GROUP}
place = setup here
  post* & here channel topic thread elsewhere another other move ! {STOP}
group_nudge = setup nudge {hour}
  {REMIND} & {GROUP} & at to hour time move change earlier later ! {STOP}
  {REMIND} & {GROUP} & {WEEKLY}
  {REMIND} message post posts posting & daily group channel & change move time hour at set ! my {STOP}
  post posts posting & {TIME} ! my {STOP}
  group & {REMIND} & early late earlier later sooner
checkin_readers = settings checkins
  {READERS} & {SEES} & my-checkin* my-check-in* my-report* i-wrote i-write
  who & {SEES} & checkin checkins check-in check-ins
  privat* public hide hidden secret & my-checkin* my-check-in* my-report*
group_checkin = setup checkin {weekday_or_hour}
  checkin* check-in* & move change another hour day time on at to ! my want-to need-to how-to
  checkin check-in & we our & {WEEKDAY}
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
  dont never & study learn work & {WEEKDAY} ! {TELL_ME} this next with
  {DAYS} & bad difficult impossible ! {TELL_ME} this next why
  cant ever never & {DAYS} ! {TELL_ME} this next stop
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
remind = nudges on
  keep & {TELL_ME}
less = nudges less
  {TELL_ME} & less fewer too-many so-many too-much too-often so-often every-other weekly once-a-week twice-a-week
    times-a-week every-other-day ! every-day-at
  not-so-often too-often less-often
  {REMIND} message messages messag* & just only one every-second every-two once & week weekly day ! {STOP} at today
  not-every-day dont & every-day & {TELL_ME}
  not-every-day
  every-second-day every-two-days every-other-day once-a-week & enough only just please remind*
  not-so-much not-so-many & {TELL_ME}
mute = snooze {silence}
  shut-up
  {STOP} mute* quiet silent snooze hush & {TELL_ME} mute* quiet silent silence snooze hush shut-up leave-me-alone &
    for until till tonight today this-week tomorrow mute snooze silence quiet hush ! {GROUP} got get
  pause* & {TELL_ME} ! {GROUP}
  be stay please keep & quiet silent ! {GROUP}
nudges = nudges
  {REMIND} message messages mail mails & no not didnt dont never & get got receive* came come arrive* see seen
  why you & never didnt dont not & {REMIND}
stop = nudges stop
  {STOP} & {TELL_ME} bot ! {WEEKLY} got get-a get-any get-no not-get dont-get
  {ANNOYED}
  enough & {TELL_ME} ! week day
  go-away
  ping* & terrible awful annoying night too-many ! group
  no-longer dont dont-wish & get receive & {TELL_ME}
nudges = nudges
  {TELL_ME} & when what-time which setting settings where see change ! {STOP}
remind = nudges on
  keep start again & {TELL_ME}
  {TELL_ME} & every-day daily each-day ! {STOP} {ANNOYED} why at not only
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
  timer & start set run
  focus & {LENGTH} with others alone
resume = resume
  back end stop over again return* resume cancel & pause break holiday holidays vacation time-off days-off study*
    ready im i-am ! take-back tick-back {BED}
  unpause
  end stop over no-more dont-need dont-want cancel finish & pause break holiday vacation time-off days-off
  healthy better-now recovered can-study-again & again now am im ! not
  finished after continue off over & holidays pause break holiday vacation ! next till until need want take
  came-back back-again unfreeze & me i im today now here
pause = pause {days}
  {AWAY} ! {TELL_ME} {PAST} {BED} {WEEKLY} turn switch tick check my-pause end cancel stop over im-back i-am-back
  {AWAY} & need want will going tomorrow next until till still may-i ! {TELL_ME} {BED} turn switch tick check end
    cancel
  skip & today tomorrow this-week next-week this-weekend ! month level
  {AWAY} & so this ! {TELL_ME} {PAST} {BED} turn switch tick check end cancel every
  stop break & for-a for-one for-two for-# until till & day days week weeks month ! {TELL_ME} {GROUP} mute*
  cant wont & today tomorrow weekend this-week next-week & i we ! {TELL_ME} see find wait believe use log tick {PAST}
rest = settings rest {weekdays!}
  cant-study cant-learn not-study no-time off free & {WEEKDAY} ! {TELL_ME} {PAST} next this until till
    from back
streak_why = streak why
  {AWAY} fever & {PAST} & was had couldnt been ! need want will tomorrow next until till
export = settings export
  download export backup dump copy-of get give send want & data export backup dump copy-of ! delete erase remove
  csv json excel spreadsheet
  send give & all everything & about-me
  download save & my
privacy = settings privacy
  privacy gdpr data-protection personal-data data-protect* my-data data & who see* delete erase remove my save* store*
    keep* have know* privacy gdpr data-protection personal-data policy ! show-me study-data science
  what & know store* save* keep* have & about-me of-me on-me
  delete erase & data everything account & me my mine about-me
  private & is this it here
forget = settings forget
  delete erase wipe remove clear close forget & data everything account me-from about-me of-me ! tick entry group
  forget-me forget-about-me forget-us
  delete erase wipe & me
  delete* erase* wipe* clear* & history everything my-data all-my my-whole
leave = leave
  delete erase & me account ! about
  {STOP} & take-part participate
  dont-want & be-here stay be-part
  im-done-with i-am-done-with & group bot this
  go-out out-of & group here bot ! how-many
zone = settings zone {city}
  timezone timezones time-zone time-zones tz moved moving live living clock local-time city country travel* fly* flew
    ! was were had
  wrong-time time-wrong time-is-wrong
  hour hours & ahead later earlier behind & here
  wrong & hour time clock hours & you my me ! {TELL_ME} group
zone = settings zone {city!}
  im-from i-am-from im-in i-am-in im-now-in i-am-now-in moved-to ill-be-in will-be-in were-in
day = settings day {hour}
  day midnight night-owl late-at-night after-midnight study-day & end ends new-day begin begins start starts night
    midnight until owl later ! tick task month level
  count counts counted & until till & morning night today am #am yesterday day
work_private = settings work private
  {STOP} hide hidden secret privat* & {MY_WORK} ! who is are
work_readers = settings work
  {READERS} & {SEES} & {MY_WORK}
  privat* public hidden show showing share & {MY_WORK}
hide = settings visibility
  {STOP} & show showing & me my
  {STOP} & seen
  hide hidden anonym* invisible privat* secret & me my name i board leaderboard progress anonym* ! {TELL_ME}
  nobody others who people everyone group dont-want & see seeing sees show shown know knows & me my name what-i !
    show-me
    show-my how doing did can-i want-to-see my-next
  can does & see sees & my-progress my-name my-stats me ! can-i can-you i-see
  dont-want & be & ranking leaderboard board list
placement = placement {roadmap_part}
  start* begin* skip jump place placement know knew experience* put-me im-in & month months week level block middle
    zero mid senior skip already further ahead jump later ! day remind* over next this-week
  already & month months week level block
  skip & ahead basics
  know knew & start begin skip
  finished did done & before-join* before-i-join*
  not-a-beginner not-new elsewhere experienced advanced
  start* begin* & point position
  did done finish* know completed learned & {PART} & {EARLIER}
  did done finish* know learned & {EARLIER} & part course python
  learned learnt know did done & already ! yesterday today have-i
  too-easy too-simple too-basic
  experience* & have with in some years ! share
  where-i-start my-start starting & wrong change
goal = progress goal {goal}
  goal deadline target by until before finish-by in-time on-time in & finish complete done-with reach goal deadline
    target zero mid senior level roadmap ! whats what is
  goal deadline target
  by until before & want* like hope* must have-to need-to & done finish finished ready
  when & will can am & i we & finish done finished ready
  need want like have & done finished ready & in by until before till & # month months week weeks year january
    february {MONTH} ! what which
  fast-enough in-time
  can-i can-we will-i & {PART} & until till by before in
  how-many & week per-week a-week & by for until before need & task tasks ! left
yesterday = repair {past_day}
  yesterday forgot* forget last-night missed day-before ! freeze freezes
  was were had couldnt didnt studied worked coded learned learnt read did finished completed & {WEEKDAY} ! who what
    how
  add enter log forgot & afterwards later-on after-the-fact ! reminder
streak_why = streak why
  streak freeze* & why lost lose gone broke* ended ends reset zero used what-happened how-many work disappear* where
streak = streak
  streak in-a-row in-row freeze freezes days-did-i days-have-i days-do-i
log = log {length!}
  {STUDIED} did spent & {LENGTH}
fellow = progress {name!}
  how what where show see is has did does progress far done finish* of about stats status points streak @*
stuck = stuck {trouble!}
  stuck struggl* trouble problem problems issue issues help & on with in at ! {TELL_ME} {GROUP} bot settings setup
    command commands streak freeze freezes checkin check-in zone
  {LOST} explain no-sense unstuck ! {TELL_ME} bot streak freeze freezes points command commands
stuck_bare = stuck
  im-stuck i-am-stuck stuck-again still-stuck completely-stuck so-stuck get-unstuck
  {LOST} hint & task exercise it me need give ! {TELL_ME} bot streak how-does how-do
  help explain ask question & {SOMEONE} ! {TELL_ME} bot setup settings see sees invite
  im-lost i-am-lost feel-lost
  cant & exercise task this assignment & do solve finish ! today study tomorrow
  dont-know-how ! use settings command commands
  cant-get & work working run running
  impossible & exercise task it this
done = done {task}
  made & task exercise project
  finished completed complete done-with ive-done have-done tick ticked did mark* solved read watched tick-off
    check-off have-finish is-done
    is-finished are-done ! what who how undo untick un-tick wrong everyone everybody minutes why lose lost delete
    accident* mistake
  how where & tick check mark* & task tasks done off
  {BED}
log_bare = log
  {BED}
  log enter record track add & study* session hours my-time ! yesterday {PAST}
celebrations = celebrations
  celebrat* milestone milestones achiev* badge badges reached-lately
  congrat* cheer cheers applau* clap-for
  who what & finish* reached happened completed & lately recently this-week in-the-group last-week
  whats-new what-is-new news any-news & group here us everyone week
progress = progress
  what-have-i have-i-done what-did-i
  percentage what-i-have-done what-ive-done
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
  make add name & admin admins admins-helper ! {STOP}
board = leaderboard
  how hows & {ALL_OF_US} & doing going
  leaderboard rank* winning lead leads leading first-place top best ahead-of compare* standing standings score* points
    am-i-first
  who-is who-else who-are who-did who-has who-studied list-of-members whos all-members & group here in studied done
    did most members ahead today this-week fastest first last
  see show list how what where & {ALL_OF_US} & see show list doing did do done progress studying ! add invit* join
    bring
  place position & what which & my i
  better-than faster-than further-than ahead-of & am-i is i
  where-do-i-stand do-i-stand my-standing
group_page = setup group
  how hows & group team & doing going
celebrations = celebrations
  what & {ALL_OF_US} & did done reach* finish*
link = settings link
  link connect* join merge same both use* & my i me same both & {MY_ACCOUNTS} ! group chat channel settings
  two 2 second other another both & account accounts & i my
  same & person progress & {MY_ACCOUNTS}
  link connect & telegram & discord
  also too as-well & {MY_ACCOUNTS} & i have use
  link connect merge join & accounts account ! group
group_choice = settings group
  switch change other second another wrong two 2 both & group groups ! {TELL_ME} roadmap hour time post* settings goal
    name
    from people
invite = invite
  invit* add bring friend colleague link join share & friend friends someone somebody people colleague link member
    members person others invit*
  wants-to-join want-to-join wants-join & my
  others people friends & come-in get-in enter join & how can
leave = leave
  unsubscribe* & completely all me from group ! {TELL_ME}
  leave quit exit get-out unregister remove-me unjoin stop-using want-out take-me-out let-me-out let-me-go ! alone
join = join
  join sign-up register take-part participate become-a-member ! {STOP}
  sign-me-up count-me-in let-me-in add-me come-back-in come-in rejoin want-in
promise = promise
  promis* commit* pledge plan will-do will-finish want-to-finish want-to-do going-to-do ! behind roadmap the-plan
checkin = checkin
  checkin check-in report weekly
  form questionnaire & fill again where weekly
  tell say write share & my-week the-week
habits = habits
  habit habits routine routines
  my-daily & done did
criteria = criteria
  able-to selfcheck self-check criteri* skill* can-i-do i-can-do ready-for ! here wont not unable
choose = choose
  choose pick option options specialis* specializ* path fork which-track another-track nlp vision
roadmap = roadmap {roadmap_part}
  what whats which & in inside & {PART} ! should
  roadmap course curriculum syllabus overview content contents whole-plan map come-in comes-in all-tasks all-the-tasks
    list-tasks list-of-tasks the-tasks the-plan we-learn
  month months week weeks block & what whats which show list see tasks come comes how-many # ! this-week next-week
    last-week
  all list & task tasks ! my left done did next
  topic topics subjects & which what
log = log {length!}
  {LENGTH} ! {TELL_ME} {STOP} {AWAY} mute* quiet what which should later ahead earlier behind
next = next
  next todo to-do start-with begin-with work-on study-today where-do-i continue suggest* give-me bored !
    {AWAY} {TELL_ME} {PAST} next-week next-month mute* quiet live living
  what-should-i what-shall-i what-do-i what-i-have-to-do what-to where-to where-should-i something-short something-easy
    something-small which-task & do begin start study learn show give next after come !
    {AWAY} {TELL_ME} {PAST} next-week next-month mute* quiet live living see invite
  what which & min mins minutes hour & have got & i ! {TELL_ME}
  now today & what which should shall do task something can learn study !
    {AWAY} {TELL_ME} {PAST} next-week next-month mute* quiet live living
progress = progress
  progress how-far how-much how-many percent status stats am-i left behind on-track doing how-long
schedule = schedule
  when what-time schedule hour hours & post* you-write nudge you-post
  when what-time & group & {REMIND} post posts
setup = setup all
  setup set-up configure group-settings admin
work = work {name}
  link links note notes evidence project projects portfolio & saved kept my show where see of list
settings = settings
  setting settings preferences account options language
  change & my-name my-picture my-language
  change set & things something & about-me for-me my
about = about
  who-are-you what-are-you privacy data about-you about-me delete source keep
  what whats & this-bot the-bot cairn
  who & made built wrote created makes & you this
help = help
  command commands help how-does-this how-does-it what-can-you-do what-can-i-do explain understand confus*
  how-do-you-work how-do-you what-do-you-do instructions tutorial guide how-do-i-use how-do-i-work-with what-is-this
"""
"""Want = line, with a place for words of the text. Below it the ways to say it, a way a line.

1. `&`: each of these cues has to be found. A cue is any of its words.
2. `!`: none of the words behind it may be found.
3. A place with `!` needs its words. Without words for another place, the line ends before it.
4. A line that begins with four blanks goes on with the one before it.
5. The wants that need more come first.
"""
