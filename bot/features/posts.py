"""The post kinds, each written in its feature's `posts.py`. Importing this module registers them."""

from bot.features.celebrations.posts import AMEND_GATHERING_POST, AMEND_POST, CELEBRATION_POST, GATHERING_POST
from bot.features.checkins.posts import AMEND_DIGEST_POST, CHECKIN_POST, DIGEST_POST, REMINDER_POST
from bot.features.cheers.posts import CHEERED_POST
from bot.features.focus.posts import FOCUS_EDIT_POST, FOCUS_END_POST, FOCUS_POST, FOCUS_UNSEEN_POST
from bot.features.helping.posts import CONTACT_POST, FOLLOW_UP_POST, THANKS_POST, UNREACHED_POST
from bot.features.helping.stuck_posts import AMEND_STUCK_POST, STUCK_ASK_POST, STUCK_GROUP_POST
from bot.features.homes.posts import HOME_LOST_POST, HOMES_POST, RENUMBERED_POST
from bot.features.nudges.posts import GROUP_NUDGE_POST, MORNING_POST, PERSONAL_NUDGE_POST, SAVER_POST, WELCOME_POST
from bot.features.partners.posts import PARTNER_POST, PARTNERS_POST
from bot.features.privacy.posts import GROUP_ENDS_POST, HOME_ENDS_POST, UNNAMED_POST
from bot.features.reviews.posts import REVIEW_POST
from bot.features.stewards.posts import (
    FRIENDLY_POST,
    LACKING_POST,
    PLACE_LOST_POST,
    ROADMAP_LOST_POST,
)
from bot.posting.kinds import PostKind, register_kinds

POSTS: tuple[PostKind, ...] = (
    GROUP_NUDGE_POST,
    PARTNERS_POST,
    PARTNER_POST,
    REVIEW_POST,
    CHECKIN_POST,
    DIGEST_POST,
    AMEND_DIGEST_POST,
    REMINDER_POST,
    PERSONAL_NUDGE_POST,
    SAVER_POST,
    MORNING_POST,
    WELCOME_POST,
    STUCK_ASK_POST,
    STUCK_GROUP_POST,
    AMEND_STUCK_POST,
    CELEBRATION_POST,
    AMEND_POST,
    GATHERING_POST,
    AMEND_GATHERING_POST,
    CHEERED_POST,
    FOCUS_POST,
    FOCUS_EDIT_POST,
    FOCUS_END_POST,
    FOCUS_UNSEEN_POST,
    CONTACT_POST,
    FOLLOW_UP_POST,
    THANKS_POST,
    UNREACHED_POST,
    PLACE_LOST_POST,
    ROADMAP_LOST_POST,
    LACKING_POST,
    FRIENDLY_POST,
    GROUP_ENDS_POST,
    HOME_ENDS_POST,
    UNNAMED_POST,
    HOMES_POST,
    HOME_LOST_POST,
    RENUMBERED_POST,
)

register_kinds(POSTS)
