CREATE TABLE "accounts" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER NOT NULL,
	platform VARCHAR(16) NOT NULL,
	user_id BIGINT NOT NULL,
	name VARCHAR(128) NOT NULL,
	username VARCHAR(64) DEFAULT ('') NOT NULL,
	off_reason VARCHAR(64),
	CONSTRAINT fk_accounts_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT uq_accounts_platform_user_id UNIQUE (platform, user_id)
);

CREATE TABLE "acts" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER NOT NULL,
	kind VARCHAR(16) NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	at DATETIME NOT NULL,
	day DATE NOT NULL,
	undone_at DATETIME, made_on VARCHAR(16),
	CONSTRAINT ck_acts_kind CHECK (kind IN ('tick', 'log', 'habit', 'repair', 'choice', 'placement', 'criterion')),
	CONSTRAINT fk_acts_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE
);

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE answers (
	platform VARCHAR(16) NOT NULL,
	chat_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	learner_id INTEGER,
	digest VARCHAR(32) NOT NULL,
	answer_chat_id BIGINT NOT NULL,
	answer_id BIGINT NOT NULL,
	acts JSON NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT fk_answers_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_answers PRIMARY KEY (platform, chat_id, message_id)
);

CREATE TABLE avoidances (
	learner_id INTEGER NOT NULL,
	other_id INTEGER NOT NULL, made_on VARCHAR(16), said_on VARCHAR(16), named_on VARCHAR(16),
	CONSTRAINT fk_avoidances_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT fk_avoidances_other_id FOREIGN KEY(other_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_avoidances PRIMARY KEY (learner_id, other_id)
);

CREATE TABLE beats (
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT ck_beats_one CHECK (id = 1),
	CONSTRAINT pk_beats PRIMARY KEY (id)
);

CREATE TABLE brief_answers (
	chat_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL,
	until DATETIME NOT NULL,
	CONSTRAINT pk_brief_answers PRIMARY KEY (chat_id, message_id)
);

CREATE TABLE "changes" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER NOT NULL,
	act_id INTEGER,
	roadmap VARCHAR(64) NOT NULL,
	kind VARCHAR(16) NOT NULL,
	name VARCHAR(64) NOT NULL,
	value VARCHAR(64) NOT NULL,
	at DATETIME NOT NULL,
	undone_at DATETIME, made_on VARCHAR(16),
	CONSTRAINT ck_changes_kind CHECK (kind IN ('choice', 'criterion')),
	CONSTRAINT fk_changes_act_id FOREIGN KEY(act_id) REFERENCES acts (id) ON DELETE SET NULL,
	CONSTRAINT fk_changes_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE
);

CREATE TABLE "checkins" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	group_id INTEGER NOT NULL,
	week DATE NOT NULL,
	opened_at DATETIME NOT NULL,
	closes_at DATETIME NOT NULL,
	closed_at DATETIME,
	CONSTRAINT fk_checkins_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT uq_checkins_group_id_week UNIQUE (group_id, week)
);

CREATE TABLE "cheers" (
	post_id INTEGER NOT NULL,
	learner_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	given BOOLEAN DEFAULT 1 NOT NULL, made_on VARCHAR(16),
	CONSTRAINT fk_cheers_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT fk_cheers_post_id FOREIGN KEY(post_id) REFERENCES outbox (id) ON DELETE CASCADE,
	CONSTRAINT pk_cheers PRIMARY KEY (post_id, learner_id)
);

CREATE TABLE choices (
	learner_id INTEGER NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	choice VARCHAR(64) NOT NULL,
	option VARCHAR(64) NOT NULL,
	at DATETIME NOT NULL, made_on VARCHAR(16),
	CONSTRAINT fk_choices_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_choices PRIMARY KEY (learner_id, roadmap, choice)
);

CREATE TABLE codes (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	kind VARCHAR(8) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	platform VARCHAR(16) NOT NULL,
	user_id BIGINT NOT NULL,
	learner_id INTEGER,
	group_id INTEGER,
	at DATETIME NOT NULL,
	until DATETIME NOT NULL,
	used_at DATETIME, typed_on VARCHAR(16), typed_by BIGINT,
	CONSTRAINT ck_codes_issuer CHECK ((learner_id IS NULL) <> (group_id IS NULL)),
	CONSTRAINT ck_codes_kind CHECK (kind IN ('link', 'connect')),
	CONSTRAINT fk_codes_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT fk_codes_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT uq_codes_hash UNIQUE (hash)
);

CREATE TABLE connections (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	group_id INTEGER NOT NULL,
	other_id INTEGER NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	at DATETIME NOT NULL,
	due_at DATETIME NOT NULL,
	joined_at DATETIME,
	ended_at DATETIME,
	open BOOLEAN,
	CONSTRAINT ck_connections_open CHECK ((open IS NULL) = (ended_at IS NOT NULL)),
	CONSTRAINT fk_connections_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT fk_connections_other_id FOREIGN KEY(other_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT uq_connections_group_id_open UNIQUE (group_id, open),
	CONSTRAINT uq_connections_other_id_open UNIQUE (other_id, open)
);

CREATE TABLE criteria (
	learner_id INTEGER NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	criterion VARCHAR(64) NOT NULL,
	at DATETIME NOT NULL, made_on VARCHAR(16),
	CONSTRAINT fk_criteria_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_criteria PRIMARY KEY (learner_id, roadmap, criterion)
);

CREATE TABLE day_points (
	learner_id INTEGER NOT NULL,
	day DATE NOT NULL,
	points INTEGER NOT NULL,
	CONSTRAINT ck_day_points_points CHECK (points >= 0),
	CONSTRAINT fk_day_points_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_day_points PRIMARY KEY (learner_id, day)
);

CREATE TABLE dialogs (
	learner_id INTEGER NOT NULL,
	kind VARCHAR(16) NOT NULL,
	step VARCHAR(16) NOT NULL,
	answers JSON NOT NULL,
	at DATETIME NOT NULL, made_on VARCHAR(16),
	CONSTRAINT fk_dialogs_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_dialogs PRIMARY KEY (learner_id)
);

CREATE TABLE "dues" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	kind VARCHAR(16) NOT NULL,
	group_id INTEGER,
	learner_id INTEGER,
	at DATETIME NOT NULL,
	CONSTRAINT ck_dues_owner CHECK ((group_id IS NULL) <> (learner_id IS NULL)),
	CONSTRAINT fk_dues_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT fk_dues_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT uq_dues_kind_group_id UNIQUE (kind, group_id),
	CONSTRAINT uq_dues_kind_learner_id UNIQUE (kind, learner_id)
);

CREATE TABLE editions (
	roadmap VARCHAR(64) NOT NULL,
	words JSON NOT NULL,
	at DATETIME NOT NULL, former JSON, pinned JSON,
	CONSTRAINT pk_editions PRIMARY KEY (roadmap)
);

CREATE TABLE exports (
	learner_id INTEGER NOT NULL,
	private BOOLEAN NOT NULL,
	at DATETIME NOT NULL,
	made_on VARCHAR(16),
	CONSTRAINT fk_exports_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_exports PRIMARY KEY (learner_id, private)
);

CREATE TABLE focus_members (
	focus_id INTEGER NOT NULL,
	learner_id INTEGER NOT NULL,
	joined_at DATETIME NOT NULL,
	left_at DATETIME,
	staying BOOLEAN,
	minutes INTEGER DEFAULT '0' NOT NULL,
	act_id INTEGER, made_on VARCHAR(16),
	CONSTRAINT ck_focus_members_minutes CHECK (minutes >= 0),
	CONSTRAINT ck_focus_members_staying CHECK ((staying IS NULL) = (left_at IS NOT NULL)),
	CONSTRAINT fk_focus_members_act_id FOREIGN KEY(act_id) REFERENCES acts (id) ON DELETE SET NULL,
	CONSTRAINT fk_focus_members_focus_id FOREIGN KEY(focus_id) REFERENCES focuses (id) ON DELETE CASCADE,
	CONSTRAINT fk_focus_members_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_focus_members PRIMARY KEY (focus_id, learner_id),
	CONSTRAINT uq_focus_members_learner_id_staying UNIQUE (learner_id, staying)
);

CREATE TABLE "focuses" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	group_id INTEGER NOT NULL,
	place_id INTEGER,
	account_id INTEGER,
	starter_id INTEGER,
	timetable VARCHAR(64) NOT NULL,
	started_at DATETIME NOT NULL,
	ends_at DATETIME NOT NULL,
	edited_at DATETIME NOT NULL,
	ended_at DATETIME,
	running BOOLEAN, made_on VARCHAR(16), parted_from INTEGER,
	CONSTRAINT ck_focuses_running CHECK ((running IS NULL) = (ended_at IS NOT NULL)),
	CONSTRAINT ck_focuses_target CHECK ((place_id IS NULL) <> (account_id IS NULL)),
	CONSTRAINT fk_focuses_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
	CONSTRAINT fk_focuses_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT fk_focuses_place_id FOREIGN KEY(place_id) REFERENCES places (id) ON DELETE CASCADE,
	CONSTRAINT fk_focuses_starter_id FOREIGN KEY(starter_id) REFERENCES learners (id) ON DELETE SET NULL,
	CONSTRAINT uq_focuses_account_id_running UNIQUE (account_id, running),
	CONSTRAINT uq_focuses_place_id_running UNIQUE (place_id, running)
);

CREATE TABLE forgettings (
	learner_id INTEGER NOT NULL,
	asked_at DATETIME NOT NULL,
	due_at DATETIME NOT NULL,
	CONSTRAINT fk_forgettings_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_forgettings PRIMARY KEY (learner_id)
);

CREATE TABLE former_evidence (
	act_id INTEGER NOT NULL,
	tick_id INTEGER NOT NULL,
	words TEXT NOT NULL,
	file TEXT,
	given_at DATETIME NOT NULL,
	CONSTRAINT fk_former_evidence_act_id FOREIGN KEY(act_id) REFERENCES acts (id) ON DELETE CASCADE,
	CONSTRAINT fk_former_evidence_tick_id FOREIGN KEY(tick_id) REFERENCES ticks (id) ON DELETE CASCADE,
	CONSTRAINT pk_former_evidence PRIMARY KEY (act_id)
);

CREATE TABLE gathered (
	post_id INTEGER NOT NULL,
	learner_id INTEGER NOT NULL,
	facts JSON NOT NULL,
	due_at DATETIME NOT NULL, made_on VARCHAR(16),
	CONSTRAINT fk_gathered_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT fk_gathered_post_id FOREIGN KEY(post_id) REFERENCES outbox (id) ON DELETE CASCADE,
	CONSTRAINT pk_gathered PRIMARY KEY (post_id, learner_id)
);

CREATE TABLE goals (
	learner_id INTEGER NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	part VARCHAR(64) NOT NULL,
	day DATE NOT NULL,
	at DATETIME NOT NULL, made_on VARCHAR(16),
	CONSTRAINT fk_goals_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_goals PRIMARY KEY (learner_id, roadmap)
);

CREATE TABLE "groups" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	title VARCHAR(128) NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	zone VARCHAR(64) NOT NULL,
	week_start INTEGER DEFAULT '0' NOT NULL,
	language VARCHAR(8) DEFAULT 'en' NOT NULL,
	nudge_at INTEGER DEFAULT '1080' NOT NULL,
	checkin_day INTEGER DEFAULT '6' NOT NULL,
	checkin_at INTEGER DEFAULT '1080' NOT NULL,
	community BOOLEAN DEFAULT 0 NOT NULL,
	solo BOOLEAN DEFAULT 0 NOT NULL,
	created_at DATETIME NOT NULL,
	active_at DATETIME NOT NULL,
	removed_at DATETIME,
	nudge_on BOOLEAN DEFAULT 1 NOT NULL,
	checkin_on BOOLEAN DEFAULT 1 NOT NULL,
	review_on BOOLEAN DEFAULT 1 NOT NULL,
	quiet_until DATETIME,
	asleep BOOLEAN DEFAULT 0 NOT NULL,
	answers VARCHAR(8) DEFAULT 'here' NOT NULL,
	nudge_days INTEGER DEFAULT '127' NOT NULL,
	nudges_ignored INTEGER DEFAULT '0' NOT NULL,
	nudged_at DATETIME,
	last_number INTEGER DEFAULT '0' NOT NULL,
	joined_to INTEGER,
	CONSTRAINT ck_groups_answers CHECK (answers IN ('here', 'brief', 'private')),
	CONSTRAINT ck_groups_days CHECK (week_start BETWEEN 0 AND 6 AND checkin_day BETWEEN 0 AND 6),
	CONSTRAINT ck_groups_hours CHECK (nudge_at BETWEEN 0 AND 1439 AND checkin_at BETWEEN 0 AND 1439),
	CONSTRAINT ck_groups_nudge_days CHECK (nudge_days BETWEEN 1 AND 127 AND nudges_ignored >= 0),
	CONSTRAINT fk_groups_joined_to FOREIGN KEY(joined_to) REFERENCES groups (id) ON DELETE CASCADE
);

CREATE TABLE guesses (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	platform VARCHAR(16) NOT NULL,
	user_id BIGINT NOT NULL,
	space_id BIGINT NOT NULL,
	at DATETIME NOT NULL
);

CREATE TABLE "helps" (
	obstacle_id INTEGER NOT NULL,
	learner_id INTEGER NOT NULL,
	state VARCHAR(10) NOT NULL,
	at DATETIME NOT NULL,
	offered_at DATETIME,
	thanked_at DATETIME,
	taken_down BOOLEAN DEFAULT 0 NOT NULL, made_on VARCHAR(16),
	CONSTRAINT ck_helps_state CHECK (state IN ('asked', 'declined', 'passed', 'offered', 'helped', 'unhelpful')),
	CONSTRAINT fk_helps_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT fk_helps_obstacle_id FOREIGN KEY(obstacle_id) REFERENCES obstacles (id) ON DELETE CASCADE,
	CONSTRAINT pk_helps PRIMARY KEY (obstacle_id, learner_id)
);

CREATE TABLE "inbound" (
	id VARCHAR(96) NOT NULL,
	at DATETIME NOT NULL,
	result JSON,
	ticket JSON,
	platform VARCHAR(16),
	user_id BIGINT,
	CONSTRAINT pk_inbound PRIMARY KEY (id)
);

CREATE TABLE invites (
	group_id INTEGER NOT NULL,
	code VARCHAR(32) NOT NULL,
	until DATETIME NOT NULL,
	CONSTRAINT fk_invites_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT pk_invites PRIMARY KEY (group_id),
	CONSTRAINT uq_invites_code UNIQUE (code)
);

CREATE TABLE kept_lines (
	"key" VARCHAR(12) NOT NULL,
	platform VARCHAR(16) NOT NULL,
	user_id BIGINT NOT NULL,
	learner_id INTEGER,
	space_id BIGINT NOT NULL,
	line TEXT NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT fk_kept_lines_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_kept_lines PRIMARY KEY ("key")
);

CREATE TABLE "learners" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	name VARCHAR(64) NOT NULL,
	zone VARCHAR(64) NOT NULL,
	zone_is_own BOOLEAN DEFAULT 0 NOT NULL,
	day_end INTEGER DEFAULT '240' NOT NULL,
	next_zone VARCHAR(64),
	next_day_end INTEGER,
	next_from DATETIME,
	rest_days INTEGER DEFAULT '0' NOT NULL,
	visibility VARCHAR(8) DEFAULT 'group' NOT NULL,
	pings BOOLEAN DEFAULT 1 NOT NULL,
	language VARCHAR(8),
	joined_at DATETIME NOT NULL,
	joined_day DATE NOT NULL,
	points INTEGER DEFAULT '0' NOT NULL,
	points_at DATETIME NOT NULL,
	streak INTEGER DEFAULT '0' NOT NULL,
	streak_through DATE,
	best_streak INTEGER DEFAULT '0' NOT NULL,
	in_community BOOLEAN DEFAULT 0 NOT NULL,
	active_at DATETIME,
	nudge_on BOOLEAN DEFAULT 0 NOT NULL,
	nudge_at INTEGER,
	nudge_pace INTEGER DEFAULT '0' NOT NULL,
	nudges_ignored INTEGER DEFAULT '0' NOT NULL,
	snoozed_until DATETIME,
	saver_on BOOLEAN DEFAULT 1 NOT NULL,
	fallback VARCHAR(8) DEFAULT 'none' NOT NULL,
	welcomed_at DATETIME,
	news_from DATE,
	news_in VARCHAR(96),
	publishing VARCHAR(8),
	shows_work BOOLEAN,
	takes_questions BOOLEAN,
	cheers_on BOOLEAN DEFAULT 1 NOT NULL,
	work_from DATETIME, linked BOOLEAN DEFAULT 0 NOT NULL, community_on BOOLEAN DEFAULT 1 NOT NULL,
	CONSTRAINT ck_learners_counters CHECK (points >= 0 AND streak >= 0 AND best_streak >= 0),
	CONSTRAINT ck_learners_day_end CHECK (day_end BETWEEN 0 AND 360),
	CONSTRAINT ck_learners_fallback CHECK (fallback IN ('none', 'group')),
	CONSTRAINT ck_learners_next CHECK ((next_from IS NULL) = (next_zone IS NULL)),
	CONSTRAINT ck_learners_nudge_at CHECK (nudge_at BETWEEN 0 AND 1439),
	CONSTRAINT ck_learners_nudge_pace CHECK (nudge_pace BETWEEN 0 AND 4 AND nudges_ignored >= 0),
	CONSTRAINT ck_learners_publishing CHECK (publishing IN ('all', 'promise', 'private')),
	CONSTRAINT ck_learners_rest_days CHECK (rest_days BETWEEN 0 AND 126 OR rest_days = 127),
	CONSTRAINT ck_learners_visibility CHECK (visibility IN ('group', 'number', 'hidden'))
);

CREATE TABLE links (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER NOT NULL,
	platform VARCHAR(16) NOT NULL,
	other_platform VARCHAR(16) NOT NULL,
	other_number INTEGER NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT ck_links_platforms CHECK (platform <> other_platform),
	CONSTRAINT fk_links_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT uq_links_learner_id UNIQUE (learner_id)
);

CREATE TABLE "memberships" (
	learner_id INTEGER NOT NULL,
	group_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	steward BOOLEAN DEFAULT 0 NOT NULL,
	joined_at DATETIME NOT NULL,
	left_at DATETIME,
	active_at DATETIME NOT NULL,
	gone BOOLEAN DEFAULT 0 NOT NULL,
	called_at DATETIME,
	deputy BOOLEAN DEFAULT 0 NOT NULL, written_at DATETIME, partner_since DATETIME, barred_at DATETIME, made_on VARCHAR(16), chosen_at DATETIME, partner_changed_at DATETIME, called_on VARCHAR(16), away_on VARCHAR(16),
	CONSTRAINT fk_memberships_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT fk_memberships_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_memberships PRIMARY KEY (learner_id, group_id),
	CONSTRAINT uq_memberships_group_id_number UNIQUE (group_id, number)
);

CREATE TABLE "milestones" (
	learner_id INTEGER NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	kind VARCHAR(16) NOT NULL,
	slug VARCHAR(64) NOT NULL,
	at DATETIME NOT NULL,
	posted BOOLEAN DEFAULT 0 NOT NULL,
	withdrawn BOOLEAN DEFAULT 0 NOT NULL,
	act_id INTEGER, made_on VARCHAR(16),
	CONSTRAINT ck_milestones_kind CHECK (kind IN ('block', 'month', 'level', 'victory', 'roadmap', 'streak', 'comeback')),
	CONSTRAINT fk_milestones_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_milestones PRIMARY KEY (learner_id, roadmap, kind, slug)
);

CREATE TABLE "obstacles" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER,
	group_id INTEGER NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	task VARCHAR(64),
	words TEXT NOT NULL,
	source VARCHAR(8) NOT NULL,
	checkin_id INTEGER,
	state VARCHAR(8) DEFAULT 'open' NOT NULL,
	at DATETIME NOT NULL,
	ended_at DATETIME,
	solution TEXT DEFAULT ('') NOT NULL,
	hidden_at DATETIME,
	outreach VARCHAR(8),
	posted_at DATETIME,
	made_on VARCHAR(16),
	CONSTRAINT ck_obstacles_ended CHECK ((ended_at IS NULL) = (state = 'open')),
	CONSTRAINT ck_obstacles_outreach CHECK (outreach IN ('both', 'group', 'private')),
	CONSTRAINT ck_obstacles_source CHECK (source IN ('checkin', 'stuck')),
	CONSTRAINT ck_obstacles_state CHECK (state IN ('open', 'solved', 'closed')),
	CONSTRAINT fk_obstacles_checkin_id FOREIGN KEY(checkin_id) REFERENCES checkins (id) ON DELETE CASCADE,
	CONSTRAINT fk_obstacles_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT fk_obstacles_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE SET NULL,
	CONSTRAINT uq_obstacles_checkin_id_learner_id UNIQUE (checkin_id, learner_id)
);

CREATE TABLE outage_days (
	learner_id INTEGER NOT NULL,
	starts_at DATETIME NOT NULL,
	first_day DATE NOT NULL,
	last_day DATE NOT NULL, made_on VARCHAR(16),
	CONSTRAINT ck_outage_days_days CHECK (first_day <= last_day),
	CONSTRAINT fk_outage_days_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT fk_outage_days_starts_at FOREIGN KEY(starts_at) REFERENCES outages (starts_at) ON DELETE CASCADE,
	CONSTRAINT pk_outage_days PRIMARY KEY (learner_id, starts_at)
);

CREATE TABLE outages (
	starts_at DATETIME NOT NULL,
	ends_at DATETIME NOT NULL, resolved BOOLEAN DEFAULT 0 NOT NULL,
	CONSTRAINT pk_outages PRIMARY KEY (starts_at)
);

CREATE TABLE "outbox" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	kind VARCHAR(16) NOT NULL,
	"key" VARCHAR(128) NOT NULL,
	place_id INTEGER,
	learner_id INTEGER,
	facts JSON NOT NULL,
	created_at DATETIME NOT NULL,
	due_at DATETIME NOT NULL,
	stale_at DATETIME,
	state VARCHAR(10) DEFAULT 'new' NOT NULL,
	attempts INTEGER DEFAULT '0' NOT NULL,
	leased_until DATETIME,
	ended_at DATETIME,
	message_id VARCHAR(64),
	reason VARCHAR(64),
	account_id INTEGER,
	night_from DATETIME,
	night_until DATETIME,
	CONSTRAINT ck_outbox_night CHECK (night_from < night_until),
	CONSTRAINT ck_outbox_state CHECK (state IN ('new', 'sending', 'sent', 'ambiguous', 'dead', 'cancelled')),
	CONSTRAINT ck_outbox_target CHECK ((place_id IS NULL) <> (account_id IS NULL)),
	CONSTRAINT fk_outbox_account_id FOREIGN KEY(account_id) REFERENCES accounts (id) ON DELETE CASCADE,
	CONSTRAINT fk_outbox_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT fk_outbox_place_id FOREIGN KEY(place_id) REFERENCES places (id) ON DELETE CASCADE,
	CONSTRAINT uq_outbox_key UNIQUE ("key")
);

CREATE TABLE paired (
	pairing_id INTEGER NOT NULL,
	learner_id INTEGER NOT NULL,
	left_at DATETIME, made_on VARCHAR(16),
	CONSTRAINT fk_paired_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT fk_paired_pairing_id FOREIGN KEY(pairing_id) REFERENCES pairings (id) ON DELETE CASCADE,
	CONSTRAINT pk_paired PRIMARY KEY (pairing_id, learner_id)
);

CREATE TABLE "pairings" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	group_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	renewed_at DATETIME NOT NULL,
	ended_at DATETIME,
	CONSTRAINT ck_pairings_renewed CHECK (renewed_at >= at),
	CONSTRAINT fk_pairings_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE
);

CREATE TABLE "pauses" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER NOT NULL,
	first_day DATE NOT NULL,
	last_day DATE NOT NULL,
	at DATETIME NOT NULL, made_on VARCHAR(16),
	CONSTRAINT ck_pauses_order CHECK (last_day >= first_day),
	CONSTRAINT fk_pauses_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE
);

CREATE TABLE place_stewards (
	place_id INTEGER NOT NULL,
	user_id BIGINT NOT NULL, warned_for DATETIME,
	CONSTRAINT fk_place_stewards_place_id FOREIGN KEY(place_id) REFERENCES places (id) ON DELETE CASCADE,
	CONSTRAINT pk_place_stewards PRIMARY KEY (place_id, user_id)
);

CREATE TABLE "places" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	group_id INTEGER NOT NULL,
	platform VARCHAR(16) NOT NULL,
	space_id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	thread_id BIGINT,
	private BOOLEAN DEFAULT 0 NOT NULL,
	role_id BIGINT,
	off_reason VARCHAR(64),
	chosen BOOLEAN DEFAULT 1 NOT NULL,
	greeted_at DATETIME,
	came_from INTEGER, removed_at DATETIME,
	CONSTRAINT fk_places_came_from FOREIGN KEY(came_from) REFERENCES groups (id) ON DELETE SET NULL,
	CONSTRAINT fk_places_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT uq_places_platform_space_id UNIQUE (platform, space_id)
);

CREATE TABLE point_counts (
	points INTEGER NOT NULL,
	learners INTEGER NOT NULL,
	CONSTRAINT ck_point_counts_learners CHECK (learners >= 0),
	CONSTRAINT pk_point_counts PRIMARY KEY (points)
);

CREATE TABLE promises (
	learner_id INTEGER NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	week DATE NOT NULL,
	task VARCHAR(64) NOT NULL,
	state VARCHAR(8) DEFAULT 'open' NOT NULL,
	at DATETIME NOT NULL, made_on VARCHAR(16),
	CONSTRAINT ck_promises_state CHECK (state IN ('open', 'kept', 'part', 'moved')),
	CONSTRAINT fk_promises_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_promises PRIMARY KEY (learner_id, roadmap, week, task)
);

CREATE TABLE "reports" (
	checkin_id INTEGER NOT NULL,
	learner_id INTEGER NOT NULL,
	finished TEXT DEFAULT ('') NOT NULL,
	obstacle TEXT DEFAULT ('') NOT NULL,
	at DATETIME NOT NULL,
	late BOOLEAN DEFAULT 0 NOT NULL,
	publishing VARCHAR(8),
	hidden_at DATETIME, made_on VARCHAR(16),
	CONSTRAINT ck_reports_publishing CHECK (publishing IN ('all', 'promise', 'private')),
	CONSTRAINT fk_reports_checkin_id FOREIGN KEY(checkin_id) REFERENCES checkins (id) ON DELETE CASCADE,
	CONSTRAINT fk_reports_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_reports PRIMARY KEY (checkin_id, learner_id)
);

CREATE TABLE rest_changes (
	learner_id INTEGER NOT NULL,
	from_day DATE NOT NULL,
	rest_days INTEGER NOT NULL, made_on VARCHAR(16),
	CONSTRAINT fk_rest_changes_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_rest_changes PRIMARY KEY (learner_id, from_day)
);

CREATE TABLE "sessions" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	zone VARCHAR(64) NOT NULL,
	day DATE NOT NULL,
	minutes INTEGER NOT NULL,
	habit VARCHAR(64) DEFAULT ('') NOT NULL,
	note TEXT DEFAULT ('') NOT NULL,
	source VARCHAR(16) DEFAULT 'session' NOT NULL,
	undone_at DATETIME,
	act_id INTEGER,
	enough INTEGER DEFAULT '15' NOT NULL, made_on VARCHAR(16),
	CONSTRAINT ck_sessions_minutes CHECK (minutes BETWEEN 0 AND 1440),
	CONSTRAINT ck_sessions_source CHECK (source IN ('session', 'repair')),
	CONSTRAINT fk_sessions_act_id FOREIGN KEY(act_id) REFERENCES acts (id) ON DELETE SET NULL,
	CONSTRAINT fk_sessions_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE
);

CREATE TABLE set_aside (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	link_id INTEGER NOT NULL,
	platform VARCHAR(16) NOT NULL,
	table_name VARCHAR(32) NOT NULL,
	twin INTEGER,
	"row" JSON NOT NULL,
	CONSTRAINT fk_set_aside_link_id FOREIGN KEY(link_id) REFERENCES links (id) ON DELETE CASCADE
);

CREATE TABLE "setting_changes" (
	learner_id INTEGER NOT NULL,
	setting VARCHAR(16) NOT NULL,
	at DATETIME NOT NULL,
	made_on VARCHAR(16),
	CONSTRAINT ck_setting_changes_setting CHECK (setting IN ('zone', 'day_end', 'nudge_on', 'nudge_at', 'nudge_pace', 'snoozed_until', 'saver_on', 'cheers_on', 'fallback', 'visibility', 'publishing', 'shows_work', 'takes_questions', 'pings', 'community_on')),
	CONSTRAINT fk_setting_changes_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_setting_changes PRIMARY KEY (learner_id, setting)
);

CREATE TABLE streak_news (
	learner_id INTEGER NOT NULL,
	day DATE NOT NULL,
	kind VARCHAR(8) NOT NULL, made_on VARCHAR(16),
	CONSTRAINT ck_streak_news_kind CHECK (kind IN ('freeze', 'end', 'before')),
	CONSTRAINT fk_streak_news_learner_id_learners FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT pk_streak_news PRIMARY KEY (learner_id, day, kind)
);

CREATE TABLE "takedowns" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	group_id INTEGER NOT NULL,
	learner_id INTEGER NOT NULL,
	checkin_id INTEGER,
	obstacle_id INTEGER,
	at DATETIME NOT NULL, made_on VARCHAR(16),
	CONSTRAINT ck_takedowns_text CHECK ((checkin_id IS NULL) <> (obstacle_id IS NULL)),
	CONSTRAINT fk_takedowns_checkin_id FOREIGN KEY(checkin_id) REFERENCES checkins (id) ON DELETE CASCADE,
	CONSTRAINT fk_takedowns_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT fk_takedowns_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT fk_takedowns_obstacle_id FOREIGN KEY(obstacle_id) REFERENCES obstacles (id) ON DELETE CASCADE,
	CONSTRAINT uq_takedowns_checkin_id_learner_id UNIQUE (checkin_id, learner_id),
	CONSTRAINT uq_takedowns_obstacle_id UNIQUE (obstacle_id)
);

CREATE TABLE "ticks" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER NOT NULL,
	roadmap VARCHAR(64) NOT NULL,
	task VARCHAR(64) NOT NULL,
	turn INTEGER NOT NULL,
	source VARCHAR(16) NOT NULL,
	at DATETIME NOT NULL,
	zone VARCHAR(64) NOT NULL,
	day DATE NOT NULL,
	weight INTEGER NOT NULL,
	points INTEGER NOT NULL,
	evidence TEXT DEFAULT ('') NOT NULL,
	group_id INTEGER,
	act_id INTEGER,
	evidence_at DATETIME,
	file TEXT,
	hidden_at DATETIME,
	taken_down BOOLEAN DEFAULT 0 NOT NULL, made_on VARCHAR(16),
	CONSTRAINT ck_ticks_points CHECK (points >= 0 AND points <= weight),
	CONSTRAINT ck_ticks_source CHECK (source IN ('tick', 'placement', 'repair')),
	CONSTRAINT ck_ticks_unpaid CHECK (source = 'tick' OR points = 0),
	CONSTRAINT fk_ticks_act_id FOREIGN KEY(act_id) REFERENCES acts (id) ON DELETE SET NULL,
	CONSTRAINT fk_ticks_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE SET NULL,
	CONSTRAINT fk_ticks_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE,
	CONSTRAINT uq_ticks_learner_id_roadmap_task_turn UNIQUE (learner_id, roadmap, task, turn)
);

CREATE TABLE undos (
	tick_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT fk_undos_tick_id FOREIGN KEY(tick_id) REFERENCES ticks (id) ON DELETE CASCADE,
	CONSTRAINT pk_undos PRIMARY KEY (tick_id)
);

CREATE TABLE upkeep (
	name VARCHAR(16) NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT pk_upkeep PRIMARY KEY (name)
);

CREATE TABLE waiting_updates (
	number BIGINT NOT NULL,
	body TEXT NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT pk_waiting_updates PRIMARY KEY (number)
);

CREATE TABLE week_goals (
	group_id INTEGER NOT NULL,
	week DATE NOT NULL,
	tasks INTEGER NOT NULL,
	set_at DATETIME NOT NULL,
	CONSTRAINT ck_week_goals_tasks CHECK (tasks BETWEEN 1 AND 999),
	CONSTRAINT fk_week_goals_group_id FOREIGN KEY(group_id) REFERENCES groups (id) ON DELETE CASCADE,
	CONSTRAINT pk_week_goals PRIMARY KEY (group_id, week)
);

CREATE TABLE "zone_changes" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	learner_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	effective_at DATETIME NOT NULL,
	zone VARCHAR(64) NOT NULL,
	day_end INTEGER NOT NULL,
	held_day DATE, made_on VARCHAR(16),
	CONSTRAINT fk_zone_changes_learner_id FOREIGN KEY(learner_id) REFERENCES learners (id) ON DELETE CASCADE
);

CREATE INDEX ix_accounts_learner_id ON accounts (learner_id);

CREATE INDEX ix_accounts_platform_username ON accounts (platform, username);

CREATE INDEX ix_acts_learner_id_id ON acts (learner_id, id);

CREATE INDEX ix_answers_at ON answers (at);

CREATE INDEX ix_answers_learner_id ON answers (learner_id);

CREATE INDEX ix_answers_platform_user_id ON answers (platform, user_id);

CREATE INDEX ix_avoidances_other_id ON avoidances (other_id);

CREATE INDEX ix_brief_answers_until ON brief_answers (until);

CREATE INDEX ix_changes_act_id ON changes (act_id);

CREATE INDEX ix_changes_learner_id ON changes (learner_id);

CREATE INDEX ix_cheers_learner_id_at ON cheers (learner_id, at);

CREATE INDEX ix_codes_at ON codes (at);

CREATE INDEX ix_codes_group_id ON codes (group_id);

CREATE INDEX ix_codes_learner_id ON codes (learner_id);

CREATE INDEX ix_codes_platform_user_id_at ON codes (platform, user_id, at);

CREATE INDEX ix_connections_open_due_at ON connections (open, due_at);

CREATE INDEX ix_day_points_day ON day_points (day);

CREATE INDEX ix_dues_at ON dues (at);

CREATE INDEX ix_dues_group_id ON dues (group_id);

CREATE INDEX ix_dues_learner_id ON dues (learner_id);

CREATE INDEX ix_focus_members_act_id ON focus_members (act_id);

CREATE INDEX ix_focuses_group_id_running ON focuses (group_id, running);

CREATE INDEX ix_focuses_starter_id ON focuses (starter_id);

CREATE INDEX ix_forgettings_due_at ON forgettings (due_at);

CREATE INDEX ix_former_evidence_tick_id ON former_evidence (tick_id);

CREATE INDEX ix_gathered_learner_id ON gathered (learner_id);

CREATE INDEX ix_groups_joined_to ON groups (joined_to);

CREATE INDEX ix_guesses_at ON guesses (at);

CREATE INDEX ix_guesses_platform_space_id_at ON guesses (platform, space_id, at);

CREATE INDEX ix_guesses_platform_user_id_at ON guesses (platform, user_id, at);

CREATE INDEX ix_helps_learner_id ON helps (learner_id);

CREATE INDEX ix_inbound_at ON inbound (at);

CREATE INDEX ix_kept_lines_at ON kept_lines (at);

CREATE INDEX ix_kept_lines_learner_id ON kept_lines (learner_id);

CREATE INDEX ix_kept_lines_platform_user_id ON kept_lines (platform, user_id);

CREATE INDEX ix_learners_community ON learners (in_community, points, points_at, id);

CREATE INDEX ix_memberships_group_id ON memberships (group_id);

CREATE INDEX ix_obstacles_group_id_task ON obstacles (group_id, task);

CREATE INDEX ix_obstacles_learner_id ON obstacles (learner_id);

CREATE INDEX ix_outage_days_starts_at ON outage_days (starts_at);

CREATE INDEX ix_outbox_account_id ON outbox (account_id);

CREATE INDEX ix_outbox_due ON outbox (state, due_at);

CREATE INDEX ix_outbox_learner_id ON outbox (learner_id);

CREATE INDEX ix_outbox_place_id ON outbox (place_id);

CREATE INDEX ix_paired_learner_id ON paired (learner_id);

CREATE INDEX ix_pairings_group_id ON pairings (group_id);

CREATE INDEX ix_pauses_learner_id ON pauses (learner_id);

CREATE INDEX ix_places_came_from ON places (came_from);

CREATE INDEX ix_places_group_id ON places (group_id);

CREATE INDEX ix_reports_learner_id ON reports (learner_id);

CREATE INDEX ix_sessions_act_id ON sessions (act_id);

CREATE INDEX ix_sessions_learner_id_day ON sessions (learner_id, day);

CREATE INDEX ix_set_aside_link_id_table_name ON set_aside (link_id, table_name);

CREATE INDEX ix_takedowns_group_id ON takedowns (group_id);

CREATE INDEX ix_takedowns_learner_id ON takedowns (learner_id);

CREATE INDEX ix_ticks_act_id ON ticks (act_id);

CREATE INDEX ix_ticks_learner_id_day ON ticks (learner_id, day);

CREATE INDEX ix_waiting_updates_at ON waiting_updates (at);

CREATE INDEX ix_zone_changes_learner_id ON zone_changes (learner_id);

INSERT INTO alembic_version VALUES ('0060');
