from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="auth-malformed-credential",
    code="AUTH04",
    usual_status=(401, 400),
    possible_status=(403,),
    severity="high",
    neighbours=("auth-invalid-credentials", "auth-wrong-scheme", "auth-wrong-credential-kind"),
    signals=(
        told(
            "(token|key|password|secret|value|credential|variable|header) ~ (ends with|starts with|begins with|ended with|contains|has|with) (a |an |one |)(space|blank|newline|line break|tab|quote|quotes|line feed|trailing|carriage return|extra)",
            "(removing|trimming|stripping) (it|the space|the newline|the blank|the quotes) (helps|works|fixes|solves)",
            weight=5.0,
            en="A stray character is said to stand at the end of the value.",
            ja="値の端に余分な文字があると書かれています。",
        ),
        says(
            "(unexpected|invalid|illegal|bad) (char|character|byte) ~ (authorization|header|api key)",
            weight="decisive",
            en="A character that no header may hold is in the credential.",
            ja="ヘッダーに入れられない文字が、認証情報に含まれています。",
        ),
        says(
            "(private key|pem|rsa key|signing key|key file) ~ (invalid pem|failed to parse|could not parse|malformed|bad format|not valid|invalid|unsupported|could not be read|cannot be read|no start line)",
            "(failed to parse|could not parse|could not deserialize|invalid|unable to load|error reading) (the |)(private key|pem|rsa key|key data|pem formatted message)",
            "(no start line|bad base64 decode|asn1 encoding routines|decoder routines unsupported|invalid pem)",
            weight=5.0,
            en="The private key cannot be read: its line breaks or frame are damaged.",
            ja="秘密鍵を読めません。改行や前後の枠が崩れています。",
        ),
        told(
            "(private key|pem|key) ~ (line breaks|newlines|escaped|one line|single line|environment variable)",
            weight="strong",
            group="told-pem",
            en="A private key was put into a setting that loses its line breaks.",
            ja="改行の失われる設定に秘密鍵を入れています。",
        ),
        told(
            "(secret|key|token|env file|password|credential|value) ~ (echo|carriage return|line feed|newline|line break|crlf|one byte longer|one character|two characters|cut off|truncated|copied from the web|copied from a web|copied from the mail|non breaking|zero width|invisible|windows line)",
            "(env file|secret|key file|config file) ~ (edited on windows|windows|carriage return|line ending|line endings)",
            "(carriage return|one byte longer|invisible character|byte order mark) ~",
            "(改行コード|改行が|空白が|見えない文字)",
            weight="strong",
            en="The way in which the key was stored adds or cuts characters.",
            ja="保存の仕方によって、文字が増えたり欠けたりしています。",
        ),
        holds(
            signs.credential_has_stray_characters,
            weight=9.0,
            en="The credential carries white space, quotes or a line break that do not belong to it.",
            ja="認証情報に空白・引用符・改行など余分な文字が付いています。",
        ),
        holds(
            signs.credential_looks_cut_off,
            weight="clear",
            en="The credential is shorter than this kind of key is.",
            ja="認証情報がこの種類の鍵の長さに足りません。",
        ),
        says(
            "(invalid|illegal|bad|unexpected) (character|characters|byte) ~ (header|authorization|token|key|credential)",
            "(header|authorization|token|key) ~ (invalid|illegal|contains) ~ (character|characters|whitespace|line break|newline)",
            "(invalid|illegal|bad) header (value|content)",
            "invalid character in header content",
            "(malformed|incorrectly formatted|badly formatted|wrongly formatted) (access|api|auth|authorization|bearer|) (token|key|header|jwt|credential|credentials)",
            "(token|key|jwt|header|credential) ~ (is malformed|malformed|not well formed|wrong format|invalid format|incorrect format|incorrectly formatted)",
            "invalid (api|access|) (key|token) format",
            "jwt malformed",
            "(wrong number of|not enough|too many) segments",
            "(invalid number of parts|number of parts|expected 3 parts|expected three parts)",
            "(incorrect|invalid) padding",
            "(invalid|illegal) base64",
            "(トークン|キー|認証情報|ヘッダー?)~(形式が正しく|形式が不正|不正な形式|形式エラー|不正な文字)",
            weight="strong",
            en="The vendor (or our client) says that the credential's form is wrong, not its value.",
            ja="値ではなく形が正しくないと述べられています。",
        ),
        told(
            "(trailing|leading|extra|stray) (space|spaces|white space|whitespace|newline|line break|line feed|character|quotes)",
            "(copied|copy and paste*|pasted|copy paste*) ~ (key|token|secret|password)",
            "(read|loaded|taken) from ~ (file|env file|environment|secret)",
            "base64 ~ (secret|kubernetes|echo)",
            "(余分な|末尾の|前後の)(空白|スペース|改行)",
            "コピー(して|&|アンド)(貼|ペースト)",
            weight="clear",
            en="The credential was copied or read from a file, where stray characters come from.",
            ja="コピーやファイルからの読み込みで余分な文字が入りやすい状況です。",
        ),
        fact("same-credential-works-elsewhere", "clear"),
        fact("worked-before", "-weak"),
        fact("works-at-first", "-clear"),
        holds(
            signs.no_credential_sent,
            weight="-strong",
            en="No credential was sent at all.",
            ja="認証情報がまったく送られていません。",
        ),
    ),
    remedies=(
        remedy(
            "trim",
            "safe",
            en="Cut the stray characters off and send the call again\nOnly white space, line breaks and quotes around the value are removed\nThe stored credential is replaced when the call succeeds",
            ja="余分な文字を取り除いて送り直す\n前後の空白・改行・引用符だけを取り除きます\n成功したら保存されている認証情報も置き換えます",
            actions=(act("trim-credential"), act("retry-once")),
        ),
        remedy(
            "enter-again",
            "person",
            en="Copy the credential again\nOpen the vendor's page of keys and use its copy button\nPaste it into the connection and save",
            ja="認証情報をコピーし直す\n相手サービスの鍵の画面を開き、コピーボタンで写します\n接続の設定に貼り付けて保存します",
        ),
    ),
)
