from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="schema-timezone",
    code="SCH06",
    possible_status=(200, 201, 400, 422, 202, 204, 404, 500),
    base=-0.2,
    severity="medium",
    neighbours=("auth-clock-skew", "schema-invalid-value", "format-url-encoding"),
    signals=(
        told(
            "(time zone|timezone|utc|gmt|daylight saving|dst|summer time|winter time|offset|local time|jst|z suffix)",
            "(one|1|a) (day|hour) (off|early|earlier|late|later|behind|ahead|before|too early|too late|less|more)",
            "(off by|shifted by|differs by|differ by|wrong by|behind by|ahead by) (one|a|1|two|several|some|#|nine|eight|five|seven|few) (day|days|hour|hours)",
            "(hours|hour|day) (off|early|earlier|late|later|behind|ahead|shifted|difference)",
            "(previous|day before|next|wrong) (day|date) ~ (show*|stored|appear*|saved|display*|instead)",
            "(show*|appear*|stored|saved|display*) ~ (previous day|day before|next day|day earlier|day later|day early|one day|wrong day|wrong date|hours)",
            "(midnight|1am|01 00|11pm|23 00|15 00)",
            "(タイムゾーン|時差|夏時間|日本時間|協定世界時|標準時)",
            "(1日|一日|9時間|九時間|数時間)(ずれ|前|後|早|遅)",
            "日付~ずれ",
            "時刻~ずれ",
            weight="strong",
            en="Dates or times are said to be off in the way time zones make them.",
            ja="時差によるずれ方で日時が違うと述べられています。",
        ),
        says(
            "(time zone|timezone|utc offset|time offset|tz|zoneinfo) ~ (required|missing|invalid|must|unknown|not|should)",
            "(must|should|needs to|required to) (include|have|contain|specify|be in|be) (a|the|an|) (utc|time zone|timezone|offset|gmt|iso 8601|rfc 3339|rfc3339)",
            "(missing|invalid|unknown|unsupported|without) (time zone|timezone|utc offset|offset|tz)",
            "(offset naive|offset aware|naive datetime*|tz aware|tz naive|timezone aware)",
            "(utc|gmt|rfc 3339|rfc3339|iso 8601|iso8601) (format|time|timestamp|date) ~ (expected|required|only)",
            "(date|time|datetime|timestamp|start|end) ~ (in utc|utc offset|time zone|timezone|with offset)",
            "(タイムゾーン|時差|UTC)~(指定|必要|不正|含め)",
            weight="strong",
            en="The answer asks for a time with zone or offset.",
            ja="時差つきの時刻を求めています。",
        ),
        code(
            "invalid_timezone",
            "INVALID_TIMEZONE",
            "timezone_required",
            "timezone_aware",
            "invalid_time_zone",
            "missing_timezone",
            "timeRangeEmpty",
            weight="strong",
            en="This error code stands for a problem with zone or offset.",
            ja="このコードはタイムゾーンの問題を表します。",
        ),
        holds(
            signs.local_time_sent,
            weight="weak",
            en="A time is sent without offset.",
            ja="時差のない時刻が送られています。",
        ),
        holds(
            signs.sends_local_midnight,
            weight="weak",
            en="A day is sent as midnight of a zone, which is another day elsewhere.",
            ja="日付が、ある地域の午前0時として送られています。ほかの地域では別の日です。",
        ),
        fact("time-of-day", "weak"),
        says(
            "(signature|token|nonce|jwt|iat|nbf|request timestamp|clock|skew|request time) ",
            weight="-strong",
            group="clock",
            en="It is a signed time stamp that is refused.",
            ja="断られているのは署名の時刻です。",
        ),
        told(
            "(clock|ntp|signature|token|webhook|certificate)",
            weight="-clear",
            group="clock-told",
            en="The situation is about clocks or signatures.",
            ja="時計や署名に関わる状況です。",
        ),
    ),
    remedies=(
        remedy(
            "state-the-zone",
            "ask",
            en="State the zone of this connection\nChoose the zone in which dates are meant, for example Asia/Tokyo\nTimes are then sent with offset and pure dates as dates",
            ja="この接続のタイムゾーンを決める\n日時がどの地域のものかを選びます(例:Asia/Tokyo)\n以後、時刻は時差つきで、日付だけの項目は日付のまま送ります",
            actions=(act("hold"),),
        ),
        remedy(
            "set-at-vendor",
            "person",
            en="Set the time zone at the vendor\nCheck the zone of the account and of the API user there\nDecide whether records already shifted are corrected",
            ja="相手側のタイムゾーンを合わせる\nアカウントとAPI用利用者のタイムゾーンを確かめます\nすでにずれた記録を直すかどうかを決めます",
        ),
    ),
)
