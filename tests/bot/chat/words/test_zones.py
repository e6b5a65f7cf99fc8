"""Zones as people type them, and what each form means."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.chat.words.zone_names import city_of
from bot.chat.words.zone_offsets import OFFERED
from bot.chat.words.zone_rules import WELL_KNOWN, ahead_of_utc, clock_rule, modernise_zone, real_zones
from bot.chat.words.zones import ZoneFit, find_zones

WINTER = datetime(2026, 1, 15, 12, 30, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, 30, tzinfo=UTC)

SURE = """
Berlin | Europe/Berlin
  BERLIN  | Europe/Berlin
Europe/Berlin | Europe/Berlin
europe/berlin | Europe/Berlin
EUROPE/BERLIN | Europe/Berlin
europe berlin | Europe/Berlin
Europe_Berlin | Europe/Berlin
"Berlin" | Europe/Berlin
Berlin. | Europe/Berlin
in Berlin | Europe/Berlin
near Berlin | Europe/Berlin
I'm in Berlin | Europe/Berlin
I live in Berlin | Europe/Berlin
Berlin time | Europe/Berlin
Berlin time zone | Europe/Berlin
Berlin timezone | Europe/Berlin
timezone: Berlin | Europe/Berlin
Berlin (14:30) | Europe/Berlin
Berlin, Germany | Europe/Berlin
Berlin Germany | Europe/Berlin
Germany, Berlin | Europe/Berlin
Berlin/Germany | Europe/Berlin
Berlin (Germany) | Europe/Berlin
Berlin, DE | Europe/Berlin
Berlin, Deutschland | Europe/Berlin
Bavaria | Europe/Berlin
Munich, Bavaria | Europe/Berlin
München | Europe/Berlin
Muenchen | Europe/Berlin
Köln | Europe/Berlin
Cologne | Europe/Berlin
Frankfurt am Main | Europe/Berlin
Kyiv | Europe/Kyiv
Kiew | Europe/Kyiv
kiev | Europe/Kyiv
Київ | Europe/Kyiv
Europe/Kiev | Europe/Kyiv
Lviv | Europe/Kyiv
New York | America/New_York
new_york | America/New_York
NYC | America/New_York
New York City | America/New_York
New York, NY | America/New_York
Boston | America/New_York
Miami | America/New_York
Washington DC | America/New_York
Washington, D.C. | America/New_York
LA | America/Los_Angeles
L.A. | America/Los_Angeles
Los Angeles | America/Los_Angeles
SF | America/Los_Angeles
San Francisco | America/Los_Angeles
California | America/Los_Angeles
Seattle | America/Los_Angeles
Portland, OR | America/Los_Angeles
Portland, Oregon | America/Los_Angeles
Washington State | America/Los_Angeles
Chicago | America/Chicago
Houston | America/Chicago
Paris, Texas | America/Chicago
Paris TX | America/Chicago
Springfield, Illinois | America/Chicago
Springfield IL | America/Chicago
Springfield, IL, USA | America/Chicago
Arizona | America/Phoenix
Alaska | America/Anchorage
Paris TX USA | America/Chicago
New York State | America/New_York
New Zealand | Pacific/Auckland
Samoa | Pacific/Apia
American Samoa | Pacific/Pago_Pago
Palestine | Asia/Hebron
Turkey | Europe/Istanbul
Ivory Coast | Africa/Abidjan
Czech Republic | Europe/Prague
Argentina | America/Argentina/Buenos_Aires
Nepal | Asia/Kathmandu
Ecuador | America/Guayaquil
Rio | America/Sao_Paulo
Saint Petersburg | Europe/Moscow
Porto | Europe/Lisbon
Kiritimati | Pacific/Kiritimati
South Georgia | Atlantic/South_Georgia
دبي | Asia/Dubai
Georgia, USA | America/New_York
Atlanta, Georgia | America/New_York
Hawaii | Pacific/Honolulu
London | Europe/London
London, UK | Europe/London
London, England | Europe/London
England | Europe/London
Scotland | Europe/London
UK | Europe/London
Wales | Europe/London
Edinburgh | Europe/London
London Ontario | America/Toronto
London, Ontario | America/Toronto
London, ON | America/Toronto
London, Canada | America/Toronto
Quebec | America/Toronto
Québec | America/Toronto
Montreal | America/Toronto
Alberta | America/Edmonton
Victoria, BC | America/Vancouver
Victoria, Australia | Australia/Melbourne
Perth, Western Australia | Australia/Perth
Queensland | Australia/Brisbane
Tasmania | Australia/Hobart
Paris | Europe/Paris
Paris, France | Europe/Paris
France | Europe/Paris
India | Asia/Kolkata
Indien | Asia/Kolkata
Mumbai, India | Asia/Kolkata
Mumbai | Asia/Kolkata
Bombay | Asia/Kolkata
Delhi | Asia/Kolkata
Bangalore | Asia/Kolkata
Hyderabad, India | Asia/Kolkata
Hyderabad, Pakistan | Asia/Karachi
Asia/Calcutta | Asia/Kolkata
Hanoi | Asia/Ho_Chi_Minh
Hà Nội | Asia/Ho_Chi_Minh
Saigon | Asia/Ho_Chi_Minh
Vietnam | Asia/Ho_Chi_Minh
Cape Town | Africa/Johannesburg
Kapstadt | Africa/Johannesburg
Sao Paulo | America/Sao_Paulo
São Paulo | America/Sao_Paulo
sao paulo, brazil | America/Sao_Paulo
Rio de Janeiro | America/Sao_Paulo
Buenos Aires | America/Argentina/Buenos_Aires
America/Argentina/Ushuaia | America/Argentina/Ushuaia
Bogotá | America/Bogota
Lima | America/Lima
Tokyo | Asia/Tokyo
東京 | Asia/Tokyo
Osaka | Asia/Tokyo
Japan | Asia/Tokyo
Beijing | Asia/Shanghai
Peking | Asia/Shanghai
上海 | Asia/Shanghai
서울 | Asia/Seoul
Singapore | Asia/Singapore
Москва | Europe/Moscow
москва | Europe/Moscow
Moskau | Europe/Moscow
Moscow, Russia | Europe/Moscow
Санкт-Петербург | Europe/Moscow
St Petersburg, Russia | Europe/Moscow
Αθήνα | Europe/Athens
القاهرة | Africa/Cairo
Lagos | Africa/Lagos
Lagos, Portugal | Europe/Lisbon
Nairobi | Africa/Nairobi
Accra | Africa/Accra
Tel Aviv | Asia/Jerusalem
Dubai | Asia/Dubai
Istanbul | Europe/Istanbul
Constantinople | Europe/Istanbul
Sydney | Australia/Sydney
Auckland | Pacific/Auckland
Kathmandu | Asia/Kathmandu
UTC | UTC
utc | UTC
Z | UTC
Zulu | UTC
Etc/UTC | UTC
Coordinated Universal Time | UTC
EDT | America/New_York
edt | America/New_York
PDT | America/Los_Angeles
MDT | America/Denver
ET | America/New_York
CT | America/Chicago
MT | America/Denver
PT | America/Los_Angeles
Eastern Time | America/New_York
Pacific time | America/Los_Angeles
Pacific Daylight Time | America/Los_Angeles
Central European Summer Time | Europe/Berlin
CEST | Europe/Berlin
MESZ | Europe/Berlin
MSK | Europe/Moscow
JST | Asia/Tokyo
Japan Standard Time | Asia/Tokyo
KST | Asia/Seoul
SGT | Asia/Singapore
HKT | Asia/Hong_Kong
PKT | Asia/Karachi
WIB | Asia/Jakarta
NPT | Asia/Kathmandu
WAT | Africa/Lagos
EAT | Africa/Nairobi
SAST | Africa/Johannesburg
AEDT | Australia/Sydney
ACDT | Australia/Adelaide
AWST | Australia/Perth
NZDT | Pacific/Auckland
NZST | Pacific/Auckland
AKDT | America/Anchorage
HST | Pacific/Honolulu
ART | America/Argentina/Buenos_Aires
BRT | America/Sao_Paulo
IST (India) | Asia/Kolkata
IST (UTC+5:30) | Asia/Kolkata
GMT+5:30 India | Asia/Kolkata
UTC+05:30 (Kolkata) | Asia/Kolkata
BST (UTC+1) | Europe/London
BST (UTC+6) | Asia/Dhaka
CST (UTC+8) | Asia/Shanghai
Berlin (UTC+1) | Europe/Berlin
Berlin, UTC+2 | Europe/Berlin
GMT+1 Berlin | Europe/Berlin
EST/EDT | America/New_York
EST, EDT | America/New_York
PST/PDT | America/Los_Angeles
CET/CEST | Europe/Berlin
US Eastern Time | America/New_York
Eastern Time (US & Canada) | America/New_York
Eastern US | America/New_York
Pacific Time (US) | America/Los_Angeles
US East Coast | America/New_York
PST (Los Angeles) | America/Los_Angeles
CST - Chicago | America/Chicago
UK time | Europe/London
Beijing time | Asia/Shanghai
CST, China | Asia/Shanghai
GMT, London | Europe/London
EST5EDT | America/New_York
CST6CDT | America/Chicago
PST8PDT | America/Los_Angeles
US/Eastern | America/New_York
us eastern | America/New_York
US/Arizona | America/Phoenix
Alaska | America/Anchorage
Paris TX USA | America/Chicago
New York State | America/New_York
New Zealand | Pacific/Auckland
Samoa | Pacific/Apia
American Samoa | Pacific/Pago_Pago
Palestine | Asia/Hebron
Turkey | Europe/Istanbul
Ivory Coast | Africa/Abidjan
Czech Republic | Europe/Prague
Argentina | America/Argentina/Buenos_Aires
Nepal | Asia/Kathmandu
Ecuador | America/Guayaquil
Rio | America/Sao_Paulo
Saint Petersburg | Europe/Moscow
Porto | Europe/Lisbon
Kiritimati | Pacific/Kiritimati
South Georgia | Atlantic/South_Georgia
دبي | Asia/Dubai
Canada/Pacific | America/Vancouver
Australia/West | Australia/Perth
Mexico/General | America/Mexico_City
Etc/GMT+5 | Etc/GMT+5
etc/gmt-3 | Etc/GMT-3
UTC-5 all year | Etc/GMT+5
UTC−5 all year | Etc/GMT+5
utc+14 fixed | Etc/GMT-14
"""

ASKED = """
EST | America/New_York America/Jamaica Australia/Sydney
CST | America/Chicago Asia/Shanghai America/Mexico_City
CDT | America/Chicago America/Havana
MST | America/Denver America/Phoenix
PST | America/Los_Angeles Asia/Manila
AST | America/Halifax Asia/Riyadh America/Puerto_Rico
BST | Europe/London Asia/Dhaka
IST | Asia/Kolkata Asia/Jerusalem Europe/Dublin
GST | Asia/Dubai Atlantic/South_Georgia
SST | Asia/Singapore Pacific/Pago_Pago
ECT | America/Guayaquil Europe/Paris
AMT | America/Manaus Asia/Yerevan
WST | Pacific/Apia Australia/Perth
GMT | Europe/London UTC
Greenwich Mean Time | Europe/London UTC
CET | Europe/Berlin Africa/Algiers
EET | Europe/Kyiv Africa/Cairo
EEST | Europe/Kyiv Africa/Cairo
AEST | Australia/Sydney Australia/Brisbane
ACST | Australia/Adelaide Australia/Darwin
Eastern Standard Time | America/New_York America/Jamaica
Mountain Standard Time | America/Denver America/Phoenix
Georgia | Asia/Tbilisi America/New_York
Victoria | Australia/Melbourne America/Vancouver
Washington | America/Los_Angeles America/New_York
Springfield | America/Chicago America/New_York America/Los_Angeles
Portland | America/Los_Angeles America/New_York
Vancouver | America/Vancouver America/Los_Angeles
Birmingham | Europe/London America/Chicago
Manchester | Europe/London America/New_York
Hyderabad | Asia/Kolkata Asia/Karachi
Valencia | Europe/Madrid America/Caracas
Barcelona | Europe/Madrid America/Caracas
San Jose | America/Los_Angeles America/Costa_Rica
Kingston | America/Jamaica America/Toronto
St Petersburg | Europe/Moscow America/New_York
St. Petersburg | Europe/Moscow America/New_York
Florida | America/New_York America/Chicago
Texas | America/Chicago America/Denver
USA | America/New_York America/Chicago America/Denver America/Los_Angeles
America | America/New_York America/Chicago
Russia | Europe/Moscow Asia/Vladivostok
Brazil | America/Sao_Paulo America/Manaus
Australia | Australia/Sydney Australia/Perth
Canada | America/Toronto America/Vancouver
Spain | Europe/Madrid Atlantic/Canary
Chile | America/Santiago America/Punta_Arenas
Mongolia | Asia/Ulaanbaatar Asia/Hovd
Indiana | America/Indiana/Indianapolis America/Chicago
British Columbia | America/Vancouver America/Dawson_Creek
Ontario | America/Toronto America/Los_Angeles
Monterey | America/Monterrey America/Los_Angeles
Cambridge | Europe/London America/New_York
Newcastle | Europe/London Australia/Sydney Africa/Johannesburg
Bali | Asia/Makassar
Congo | Africa/Kinshasa Africa/Lubumbashi
"""

UNSURE = """
West | Europe/Lisbon
East | Pacific/Easter
Eastern | America/New_York
Pacific | America/Los_Angeles
Mountain | America/Denver
Atlantic | America/Halifax
Central | America/Chicago
East Coast | America/New_York
West Coast | America/Los_Angeles
Newfoundland | America/St_Johns
Andalucia | America/Bogota
Paphos | Asia/Nicosia
"""

OFFSETS = """
UTC+2 | UTC+2 | Africa/Cairo Etc/GMT-2
UTC–5 | UTC−5 | America/New_York America/Bogota Etc/GMT+5
UTC—5 | UTC−5 | America/New_York
UTC−5 | UTC−5 | America/New_York
utc -5 | UTC−5 | America/New_York
UTC - 5 | UTC−5 | America/New_York
-5 | UTC−5 | America/New_York
–5 | UTC−5 | America/New_York
-05:00 | UTC−5 | America/New_York
-0500 | UTC−5 | America/New_York
GMT-5 | UTC−5 | America/New_York
+5:30 | UTC+5:30 | Asia/Kolkata
+05:30 | UTC+5:30 | Asia/Kolkata
+0530 | UTC+5:30 | Asia/Kolkata
+5.5 | UTC+5:30 | Asia/Kolkata
+5,5 | UTC+5:30 | Asia/Kolkata
UTC+5.5 | UTC+5:30 | Asia/Kolkata
UTC+5.50 | UTC+5:30 | Asia/Kolkata
UTC+5.30 | UTC+5:30 | Asia/Kolkata
UTC 5:30 | UTC+5:30 | Asia/Kolkata
UTC5:30 | UTC+5:30 | Asia/Kolkata
UTC+05:30 | UTC+5:30 | Asia/Kolkata
UTC+5h30 | UTC+5:30 | Asia/Kolkata
ＵＴＣ＋５：３０ | UTC+5:30 | Asia/Kolkata
+5:45 | UTC+5:45 | Asia/Kathmandu
UTC+5.75 | UTC+5:45 | Asia/Kathmandu
(GMT+3) | UTC+3 | Europe/Moscow Africa/Nairobi Etc/GMT-3
[UTC+3] | UTC+3 | Europe/Moscow
GMT+3:00 | UTC+3 | Europe/Moscow
GMT+3h | UTC+3 | Europe/Moscow
UTC+3 hours | UTC+3 | Europe/Moscow
gmt -3:30 | UTC−3:30 | America/St_Johns
UTC+0 | UTC | Europe/London UTC
GMT+0 | UTC | Europe/London UTC
+0 | UTC | Europe/London UTC
UTC+00:00 | UTC | Europe/London UTC
UTC±0 | UTC | Europe/London UTC
UTC0 | UTC | Europe/London UTC
UTC plus 3 | UTC+3 | Europe/Moscow
UTC minus 5 | UTC−5 | America/New_York
(UTC+03:00) Narnia | UTC+3 | Europe/Moscow
London UTC+3 | UTC+3 | Europe/Moscow
UTC+13 | UTC+13 | Pacific/Auckland Etc/GMT-13
UTC+14 | UTC+14 | Pacific/Kiritimati Etc/GMT-14
UTC-11 | UTC−11 | Pacific/Pago_Pago Etc/GMT+11
UTC-12 | UTC−12 | Etc/GMT+12
"""


def rows(table: str) -> list[list[str]]:
    """Each line of a table, apart at its bars."""
    return [[part.strip() for part in line.split(" | ")] for line in table.strip("\n").splitlines()]


@pytest.mark.parametrize(("typed", "zone"), rows(SURE))
def test_what_means_one_zone_is_that_zone(typed: str, zone: str) -> None:
    found = find_zones(typed, "en", WINTER)

    assert (ZoneFit.SURE, (zone,)) == (found.fit, found.zones)


@pytest.mark.parametrize(("typed", "zones"), rows(ASKED))
def test_what_means_several_is_asked(typed: str, zones: str) -> None:
    found = find_zones(typed, "en", WINTER)

    assert ZoneFit.SEVERAL is found.fit
    assert set(zones.split()) <= set(found.zones)
    assert len(found.zones) <= OFFERED


@pytest.mark.parametrize(("typed", "zone"), rows(UNSURE))
def test_a_small_city_or_a_vague_word_is_asked_about(typed: str, zone: str) -> None:
    found = find_zones(typed, "en", WINTER)

    assert (ZoneFit.UNSURE, (zone,)) == (found.fit, found.zones)


def test_a_small_city_is_sure_in_its_own_country() -> None:
    assert ZoneFit.SURE is find_zones("Paphos", "en", WINTER, "Asia/Nicosia").fit
    assert ZoneFit.SURE is find_zones("Paphos, Cyprus", "en", WINTER).fit


@pytest.mark.parametrize(("typed", "offset", "zones"), rows(OFFSETS))
def test_an_offset_offers_the_places_there_now_and_the_one_that_stays(typed: str, offset: str, zones: str) -> None:
    found = find_zones(typed, "en", WINTER)

    assert (ZoneFit.OFFSET, offset) == (found.fit, found.offset)
    assert set(zones.split()) <= set(found.zones)
    assert 1 == len({ahead_of_utc(zone, WINTER) for zone in found.zones})


@pytest.mark.parametrize(
    "typed",
    [
        "UTC+25",
        "UTC-13",
        "UTC+15",
        "+14:30",
        "-99",
        "UTC+7:15",
        "UTC+14:15",
        "GMT-12:30",
        "UTC+1:01",
        "+2:20",
        "UTC+12:45",
    ],
)
def test_an_offset_that_no_place_has_is_refused(typed: str) -> None:
    found = find_zones(typed, "en", WINTER)

    assert (ZoneFit.NO_OFFSET, ()) == (found.fit, found.zones)
    assert found.offset.startswith("UTC")


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("14:30", "Europe/Kyiv"),
        ("2:30 pm", "Europe/Kyiv"),
        ("14h30", "Europe/Kyiv"),
        ("14:28", "Europe/Kyiv"),
        ("14:33", "Europe/Kyiv"),
        ("it's 14:30 here", "Europe/Kyiv"),
        ("It is 14:30 now.", "Europe/Kyiv"),
        ("its 2:30pm", "Europe/Kyiv"),
        ("14:30 here", "Europe/Kyiv"),
        ("my time is 14:30", "Europe/Kyiv"),
        ("local time 14:30", "Europe/Kyiv"),
        ("now: 14:30", "Europe/Kyiv"),
        ("１４：３０", "Europe/Kyiv"),
        ("18:00", "Asia/Kolkata"),
        ("18:15", "Asia/Kathmandu"),
        ("4:30", "America/Los_Angeles"),
        ("23:30", "Australia/Sydney"),
        ("it's half past two", "Europe/Kyiv"),
        ("half past 2 pm", "Europe/Kyiv"),
        ("halb drei", "Europe/Kyiv"),
        ("it's 2:30 in the afternoon here", "Europe/Kyiv"),
    ],
)
def test_the_time_that_it_is_offers_zones_but_takes_none_unasked(typed: str, zone: str) -> None:
    found = find_zones(typed, "en", WINTER)

    assert ZoneFit.TIME is found.fit
    assert zone in found.zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("noon", "Europe/London"),
        ("It's noon here.", "Europe/London"),
        ("midday", "Europe/London"),
        ("midnight", "Pacific/Fiji"),
        ("2 in the afternoon", "Europe/Kyiv"),
        ("it's one in the afternoon", "Europe/Berlin"),
    ],
)
def test_a_named_hour_offers_the_zones_where_it_is_that(typed: str, zone: str) -> None:
    found = find_zones(typed, "en", datetime(2026, 1, 15, 12, 3, tzinfo=UTC))

    assert ZoneFit.TIME is found.fit
    assert zone in found.zones


@pytest.mark.parametrize("typed", ["Seven", "elf", "Two"])
def test_a_bare_number_in_words_is_a_place_and_no_time(typed: str) -> None:
    assert ZoneFit.TIME is not find_zones(typed, "en", WINTER).fit


@pytest.mark.parametrize("name", WELL_KNOWN)
def test_whoever_says_what_time_it_is_is_offered_their_own_zone_or_nine_others(name: str) -> None:
    found = find_zones(WINTER.astimezone(ZoneInfo(name)).strftime("%H:%M"), "en", WINTER).zones

    assert name in found or len(found) == OFFERED


def test_a_time_at_which_nobody_lives_offers_nothing() -> None:
    found = find_zones("00:10", "en", WINTER)

    assert (ZoneFit.TIME, ()) == (found.fit, found.zones)


@pytest.mark.parametrize("typed", ["North", "South", "General", "Central", "Centre", "northern", "Western", "Africa"])
def test_a_word_that_names_no_place_by_itself_is_never_taken(typed: str) -> None:
    assert ZoneFit.SURE is not find_zones(typed, "en", WINTER).fit


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlni", "Europe/Berlin"),
        ("Londno", "Europe/London"),
        ("Amsetrdam", "Europe/Amsterdam"),
        ("New Yrok", "America/New_York"),
        ("Berlin, Narnia", "Europe/Berlin"),
        ("Berlin/Paris", "Europe/Paris"),
        ("Berlin or Paris", "Europe/Berlin"),
        ("New York / London", "Europe/London"),
        ("San Fransico", "America/Los_Angeles"),
    ],
)
def test_a_slip_is_asked_about(typed: str, zone: str) -> None:
    found = find_zones(typed, "en", WINTER)

    assert ZoneFit.NEAR is found.fit
    assert zone in found.zones
    assert len(found.zones) <= 3


@pytest.mark.parametrize(
    "typed", ["25:00", "x" * 10_000, "<b>bold</b>", "@everyone", "12:75", "qqqqqq", "🇩🇪", "UTC+5:75"]
)
def test_what_is_like_no_name_is_never_taken(typed: str) -> None:
    found = find_zones(typed, "en", WINTER)

    assert ZoneFit.NEAR is found.fit
    assert len(found.zones) <= 3


@pytest.mark.parametrize("typed", ["", "   ", "\u202e", "…", "()", ",", "/", "'"])
def test_nothing_readable_gives_nothing(typed: str) -> None:
    assert () == find_zones(typed, "en", WINTER).zones


@pytest.mark.parametrize(
    "typed",
    [
        "home",
        "here",
        "now",
        "soon",
        "today",
        "yes",
        "no",
        "none",
        "me",
        "help",
        "please",
        "test",
        "my",
        "default",
        "auto",
        "local",
        "off",
        "on",
        "what",
        "idk",
        "monday",
        "reset",
    ],
)
def test_an_everyday_word_is_never_taken_for_a_place(typed: str) -> None:
    assert ZoneFit.SURE is not find_zones(typed, "en", WINTER).fit


@pytest.mark.parametrize("now", [WINTER, SUMMER])
@pytest.mark.parametrize(
    ("typed", "home", "first"),
    [
        ("CST", "Asia/Shanghai", "Asia/Shanghai"),
        ("CST", "America/Mexico_City", "America/Mexico_City"),
        ("IST", "Europe/Dublin", "Europe/Dublin"),
        ("IST", "Asia/Jerusalem", "Asia/Jerusalem"),
        ("PST", "Asia/Manila", "Asia/Manila"),
        ("BST", "Asia/Dhaka", "Asia/Dhaka"),
        ("EST", "Australia/Perth", "Australia/Sydney"),
        ("EST", "America/Toronto", "America/Toronto"),
        ("CEST", "Europe/Warsaw", "Europe/Warsaw"),
        ("CEST", "Europe/London", "Europe/Berlin"),
        ("EDT", "America/Toronto", "America/Toronto"),
        ("ET", "America/Vancouver", "America/Toronto"),
        ("Georgia", "America/Chicago", "America/New_York"),
        ("Georgia", "Asia/Tbilisi", "Asia/Tbilisi"),
        ("Birmingham", "America/Denver", "America/Chicago"),
    ],
)
def test_the_groups_own_region_comes_first(typed: str, home: str, first: str, now: datetime) -> None:
    assert first == find_zones(typed, "en", now, home).zones[0]


@pytest.mark.parametrize("area", sorted({zone.partition("/")[0] for zone in real_zones()}))
def test_a_zone_typed_in_full_is_itself(area: str) -> None:
    zones = [zone for zone in sorted(real_zones()) if zone.partition("/")[0] == area]
    typed = [(zone, one) for zone in zones for one in (zone, zone.lower(), zone.replace("_", " "))]
    found = [(zone, one, find_zones(one, "en", WINTER)) for zone, one in typed]

    assert [] == [(zone, one) for zone, one, is_ in found if (ZoneFit.SURE, (zone,)) != (is_.fit, is_.zones)]


@pytest.mark.parametrize("area", sorted({name.partition("/")[0] for name in available_timezones() if "/" in name}))
def test_a_former_name_has_the_clock_that_it_had(area: str) -> None:
    names = [name for name in sorted(available_timezones()) if name.startswith(f"{area}/")]

    assert [] == [name for name in names if not _is_its_clock_or_asked_about(name)]


def _is_its_clock_or_asked_about(name: str) -> bool:
    found = find_zones(name, "en", WINTER)
    if found.fit is not ZoneFit.SURE:
        return modernise_zone(name) not in real_zones()
    return all(ahead_of_utc(found.zones[0], now) == ahead_of_utc(name, now) for now in (WINTER, SUMMER))


@pytest.mark.parametrize("name", sorted(name for name in available_timezones() if "/" not in name))
def test_a_former_name_of_one_word_is_its_clock_or_asked_about(name: str) -> None:
    found = find_zones(name, "en", WINTER)

    assert found.fit is not ZoneFit.SURE or clock_rule(found.zones[0], WINTER) == clock_rule(name, WINTER)


def test_cities_are_called_as_the_language_calls_them() -> None:
    assert "Kiew" == city_of("Europe/Kyiv", "de")
    assert "New York" == city_of("America/New_York", "en")
    assert "UTC" == city_of("UTC", "en")
    assert "Berlin" == city_of("Europe/Berlin", "no-such-language")
    assert "UTC−5" == city_of("Etc/GMT+5", "en")
    assert "UTC+14" == city_of("Etc/GMT-14", "en")
