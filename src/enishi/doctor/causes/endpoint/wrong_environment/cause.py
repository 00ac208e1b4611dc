from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_TEST_HOST = re.compile(
    r"(?:^|[.\-])(?:sandbox|test|staging|uat|demo|stg|dev|qa)(?:[.\-]|$)|sandbox|stg-|-test", re.IGNORECASE
)
_TEST_KEY = re.compile(r"(?:^|[_\-])(?:test|sandbox|sand|tst|dev)(?:[_\-]|$)|^sandbox", re.IGNORECASE)
_LIVE_KEY = re.compile(r"(?:^|[_\-])(?:live|prod|production)(?:[_\-]|$)", re.IGNORECASE)


def key_and_host_differ(evidence: Evidence) -> Place | None:
    """The key calls itself a test key and the host is not a test host, or the reverse."""
    found = evidence.credential
    if found is None or not evidence.host or signs.calls_localhost(evidence):
        return None
    at_test = bool(_TEST_HOST.search(evidence.host))
    mixed = (bool(_LIVE_KEY.search(found.value[:24])) and at_test) or (
        evidence.dialect is not None
        and _two_hosts(evidence)
        and bool(_TEST_KEY.search(found.value[:24]))
        and not at_test
    )
    return Place(found.where, found.name) if mixed else None


def _two_hosts(evidence: Evidence) -> bool:
    return bool(evidence.dialect and evidence.dialect.environments.get("sandbox"))


_LIVE_WORDS = re.compile(
    r" (?:live|production) (?:api |secret |access |)(?:key|keys|token|credentials|account|mode|dashboard|system|address|environment|data) | main address | in production |本番"
)


def sandbox_account_and_two_hosts(evidence: Evidence) -> Place | None:
    """As `sandbox_account_at_live_host`, at a vendor that has a host of its own for the sandbox."""
    return sandbox_account_at_live_host(evidence) if _two_hosts(evidence) else None


def sandbox_account_at_live_host(evidence: Evidence) -> Place | None:
    """The description speaks of a sandbox, the address is that of the live system."""
    words = evidence.words("context")
    told_test = any(
        mark in words
        for mark in (
            " sandbox ",
            " test account ",
            " test mode ",
            " test key ",
            " developer account ",
            "サンドボックス",
            "テスト環境",
            " test credentials ",
        )
    )
    if _TEST_HOST.search(evidence.host):
        return Place("request.url") if _LIVE_WORDS.search(words) else None
    if (
        not told_test
        or not evidence.host
        or _TEST_HOST.search(evidence.host)
        or signs.calls_localhost(evidence)
    ):
        return None
    return Place("request.url")


CAUSE = Cause(
    slug="endpoint-wrong-environment",
    code="END02",
    usual_status=(401, 404),
    possible_status=(400, 403, 200, 422, 402),
    base=-0.1,
    severity="high",
    neighbours=(
        "endpoint-wrong-host",
        "auth-invalid-credentials",
        "auth-credential-other-account",
        "consistency-reference-missing",
    ),
    signals=(
        told(
            "(works|fine|accepted|succeeds|valid) (against|at|on|with|for) the (main|production|live|normal|sandbox|test|real) (address|host|url|server|site|system|api)",
            "(token|key|account|id|secret|app|customer|price|plan|user) (was |is |were |)(made|created|issued|generated|registered|taken) in (the |)(live|production|sandbox|test|real) (dashboard|account|mode|environment|system|console|portal)",
            "(client|option|setting|server|mode|environment) ~ (is |set to )(sandbox|test|production|live)",
            weight=4.5,
            group="told-mixed",
            en="Key and address come from different environments.",
            ja="鍵とURLが、別々の環境のものです。",
        ),
        told(
            "(production|live|sandbox|test) (address|host|url|endpoint|server|system|environment|site) ~ (works|no error|accepts|accepted|succeeds|fine|is known)",
            "(no error|works|accepted|fine|succeeds) (with|at|on|in) the (production|live|sandbox|test)",
            "(made|created|registered|issued|entered|generated|taken) in (the |)(production|live|sandbox|test mode|live mode|test environment|test system)",
            "(belongs to|is from|comes from|taken from) (the |)(sandbox|test|live|production)",
            "(本番|テスト)(環境|)で(作った|作成した|発行した|登録した)",
            weight="strong",
            en="What was used was made in the other environment.",
            ja="使っているものは、もう一方の環境で作られたものです。",
        ),
        holds(
            signs.environments_are_mixed,
            weight="decisive",
            en="By their form key and host belong to different environments.",
            ja="形から見て、鍵とホストが別の環境のものです。",
        ),
        holds(
            key_and_host_differ,
            weight="strong",
            en="The key names one environment, the host the other.",
            ja="鍵とホストが、テストと本番で食い違っています。",
        ),
        holds(
            sandbox_account_and_two_hosts,
            weight="clear",
            en="This vendor has another host for test accounts.",
            ja="このベンダーには、テスト用の別のホストがあります。",
        ),
        holds(
            sandbox_account_at_live_host,
            weight="strong",
            en="The account is a test account, and the address is that of the live system.",
            ja="テスト用のアカウントなのに、本番のURLを呼んでいます。",
        ),
        says(
            "similar object exists in (live|test) mode",
            "(test|live|sandbox|production) (mode|key|keys|api key|token|credentials|account|environment|object|data|card|transaction|application|client|merchant|user|endpoint) ~ (was used|cannot|not allowed|in live|in test|in production|in sandbox|only|not valid|not permitted|is not|mismatch|must|used|instead|invalid)",
            "(test|live|sandbox|production) ~ (but|while|whereas|instead of|and not|rather than) ~ (test|live|sandbox|production)",
            "(wrong|incorrect|different|mismatched|another|invalid) (environment|mode|stage)",
            "(environment|mode|livemode) ~ (mismatch|does not match|do not match|not match|differs)",
            "(not available|not allowed|not supported|only available|disabled) in (the |)(sandbox|test mode|live mode|production|test environment)",
            "(key|token|credential|id|object) ~ (for|from|of|belongs to) (the |a |)(sandbox|test|live|production) (environment|mode|system|account)",
            "(テスト|本番|サンドボックス)(環境|モード|用|)の?(キー|鍵|トークン|id|カード|アカウント)~(本番|テスト|使用|利用)",
            "(テストモード|本番モード|サンドボックス|テスト環境|本番環境)~(では|ため|利用できません|異なり)",
            weight="strong",
            en="The answer speaks of test and live.",
            ja="応答がテストと本番の違いに触れています。",
        ),
        code(
            "livemode_mismatch",
            "testmode_charges_only",
            "platform_api_key_expired_env",
            "test_key_in_live",
            "WRONG_ENVIRONMENT",
            "ENVIRONMENT_MISMATCH",
            "sandbox_only",
            "live_key_required",
            weight="strong",
            en="The error code stands for mixed environments.",
            ja="環境の取り違えを表すエラーコードです。",
        ),
        told(
            "(sandbox|test mode|test key|test keys|test account|test environment|developer account|test credentials|test data|sandbox application)",
            "(going|go|went|switch*|chang*|moved|moving|deploy*|put) ~ (live|production|live mode|to production)",
            "(live|production) (key|keys|mode|credentials|environment|account|token|api|secret)",
            "(works|fine|worked|succeeds) (in|on|with|at) (the |)(sandbox|test mode|test environment|staging|development|test account|test key|test keys)",
            "(サンドボックス|テスト環境|本番環境|テストモード|本番モード|本番切替|本番移行|テスト用)",
            weight="clear",
            en="Both a test and a live environment are in play.",
            ja="テスト環境と本番環境の両方が関わっています。",
        ),
        fact("all-calls-fail", "hint"),
        fact("never-worked", "hint"),
        fact("works-at-first", "-clear"),
        says(
            "(scope|scopes|redirect uri|verified sender|rate limit|timestamp)",
            weight="-clear",
            group="said-other",
            en="The answer names another reason.",
            ja="応答は別の理由を挙げています。",
        ),
        holds(
            signs.malformed_host,
            weight="-strong",
            en="The address itself is malformed.",
            ja="URLの形そのものがおかしいです。",
        ),
    ),
    remedies=(
        remedy(
            "host-of-keys-world",
            "ask",
            en="Use the host of the key's environment\nThe preview says whose data will be touched, test or live\nNever done without approval",
            ja="鍵と同じ環境のホストを使う\nテストと本番のどちらのデータに触れるかを示します\n承認なしに行うことはありません",
            actions=(act("hold"),),
        ),
        remedy(
            "one-world",
            "person",
            en="Take everything from the same environment\nKey, ids, webhook secret and host\nLook at the Test mode switch in the vendor's console before copying",
            ja="すべてを同じ環境からそろえる\n鍵、ID、webhookのシークレット、ホストをそろえます\n写す前に、管理画面のテストと本番の切り替えを確かめます",
        ),
    ),
)
