from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.cause import Cause, fact, holds, says, status, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="webhook-csrf",
    code="HOOK03",
    usual_status=(403, 419, 422),
    possible_status=(400, 401, 302, 500),
    base=-0.2,
    severity="high",
    neighbours=("webhook-wrong-secret", "network-waf-block", "auth-missing-credentials"),
    signals=(
        told(
            "(sends|sent|redirects|redirected|forwarded) ~ (login|sign in) (form|page)",
            "lack of a token",
            weight="clear",
            group="told-more",
            en="The framework treats the call like a form without a token.",
            ja="フレームワークが、トークンのないフォーム送信として扱っています。",
        ),
        told(
            "(framework|middleware) ~ (refuses|refused|rejects|rejected|blocks|blocked|lack|token)",
            "(refused|rejected|blocked) by the (framework|middleware)",
            "(lack of|without|missing|no) (a |the |)(csrf|form|security|forgery) token",
            weight="strong",
            en="The framework refuses the call for lack of a token.",
            ja="トークンがないため、フレームワークが断っています。",
        ),
        says(
            "(csrf|xsrf|csrftoken|csrf token|cross site request forgery|authenticity token|antiforgery|anti forgery|invalidauthenticitytoken|invalid authenticity token|token mismatch exception|tokenmismatchexception|page expired|forgery protection|csurf|ebadcsrftoken|bad csrf)",
            "csrf 検証",
            "csrf~(失敗|検証|トークン)",
            weight="strong",
            where="any",
            en="The framework's protection against forged forms refused the call.",
            ja="偽のフォーム送信を防ぐ仕組みが断っています。",
        ),
        status(
            419,
            weight="strong",
            en="419 is Laravel's answer to a missing CSRF token.",
            ja="419は、CSRFトークンがないときのLaravelの応答です。",
        ),
        told(
            "(webhook|webhooks|callback|vendor) ~ (django|rails|laravel|spring security|asp net|symfony|play framework|express)",
            "(django|rails|laravel|spring security|symfony) ~ (webhook|webhooks|callback|forum|route|view)",
            weight="weak",
            en="A framework with such a protection receives the webhook.",
            ja="その仕組みを持つフレームワークが通知を受け取っています。",
        ),
        fact("inbound", "clear"),
        fact("from-browser", "-weak"),
        says(
            "(fetch token|x csrf token required|csrf token validation failed ~ sap)",
            weight="-weak",
            group="said-other",
            en="The other system wants a token fetched beforehand.",
            ja="相手が先にトークンの取得を求めています。",
        ),
        says(
            "unable to verify your data submission",
            "the action you (have |)requested is not allowed",
            "cross (site|origin) (post |)(form |)(submissions|submission|request|requests) (are|is) (forbidden|not allowed|blocked)",
            "(csrf|xsrf|forgery|form) ~ (token|cookie|protection|verification|check) ~ (missing|invalid|failed|incorrect|not set|mismatch|expired|required)",
            "(invalid|missing|bad|expired|incorrect) ~ (csrf|xsrf|forgery|authenticity|form|security|request verification) token",
            "(page (has |)expired|session (has |)expired ~ (form|token))",
            "request verification token",
            "(security|form) (token|exception) ~ (action|invalid|mismatch|not allowed)",
            weight="decisive",
            where="any",
            en="These are the words of a framework's form check.",
            ja="フレームワークのフォーム検査の文言です。",
        ),
        holds(
            signs.framework_received,
            weight="clear",
            en="A web framework that checks forms refuses a call that comes from no form.",
            ja="フォームを検査するフレームワークが、フォーム以外からの呼び出しを断っています。",
        ),
        told(
            "(csrf exempt|csrf_exempt|except list|except array|into except|protect from forgery|skip forgery|ignoring request matchers|permit all|without middleware|csrf disable*|form type|hidden field|istokenvalid|verify csrf)",
            "(form|forms) (from|of|on) (our|the) (own |)(page|site|website|ui) ~ (fine|works|ok|passes)",
            "(test client|curl with json|json) ~ (no problem|gets in|passes|works|fine)",
            "(html|page) ~ cookie",
            "only (the |)post (is |was |)(bounced|refused|blocked|rejected|fails)",
            "(トークン検査|フォーム(の|)トークン|CSRF|アクセスが拒否)",
            weight="strong",
            en="A form check that does not apply to the vendor's call is described.",
            ja="ベンダーの呼び出しには当てはまらないフォームの検査が語られています。",
        ),
    ),
    remedies=(
        remedy(
            "exempt-route",
            "person",
            en='Exempt only this route and check the signature instead\nDjango: @csrf_exempt\nLaravel: validateCsrfTokens(except: ["webhooks/*"])\nRails: skip_before_action :verify_authenticity_token\nSpring: csrf.ignoringRequestMatchers("/webhooks/**")',
            ja='この受け口だけを除外し、代わりに署名を確かめる\nDjango: @csrf_exempt\nLaravel: validateCsrfTokens(except: ["webhooks/*"])\nRails: skip_before_action :verify_authenticity_token\nSpring: csrf.ignoringRequestMatchers("/webhooks/**")',
        ),
    ),
)
