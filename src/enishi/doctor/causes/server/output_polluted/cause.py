from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, fact, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="server-output-polluted",
    code="SRV05",
    usual_status=(200, 201),
    possible_status=(500, 400, 404),
    base=-0.2,
    severity="medium",
    neighbours=(
        "schema-response-mismatch",
        "format-wrong-accept",
        "format-wrong-charset",
        "format-truncated-body",
    ),
    signals=(
        holds(
            signs.foreign_text_quoted,
            weight="strong",
            group="quoted",
            en="The reader stopped at a warning or log line before the data.",
            ja="データの前の警告やログの行で、読み取りが止まっています。",
        ),
        holds(
            signs.json_after_noise,
            weight="clear",
            group="after-noise",
            en="The data are complete, only not at the beginning.",
            ja="データは揃っていて、先頭にないだけです。",
        ),
        says(
            "(notice|warning|deprecated) ~ (undefined|function|module|in on line|on line|called incorrectly|already loaded|illegal)",
            "(picked up java tool options|illegal reflective access|xml declaration allowed only at the start|dbd)",
            "warnings.go",
            weight="strong",
            group="said-noise",
            en="A warning of a program stands among the data.",
            ja="プログラムの警告が、データに混じっています。",
        ),
        told(
            "(notice|warning|deprecated|script|popup|<br|br b warning|comment|echo|debug|banner) ~ (before|at the top|followed by|first bytes|above|ahead|in front|top of every)",
            "(first bytes|first line|at the top|top of every|beginning) ~ (notice|warning|deprecated|script|comment|debug|php)",
            "(notice|warning|deprecated) ~ (followed by what i want|then the json|then json|and then)",
            "(see|shows|show) ~ (warning|notice|script) ~ (before|followed|then)",
            "(env was dev|debug on|display errors|wp debug|text domain just in time)",
            "(先頭|冒頭|末尾)(に|へ)~(空行|タグ|警告|notice|余計|文字|php)",
            weight=5.0,
            group="told-noise",
            en="Foreign text before the data is described.",
            ja="データの前の余計な文字が述べられています。",
        ),
        told(
            "(php |server |wordpress |debug |deprecat* |)(notice|notices|warning|warnings|deprecation|deprecations|comment|comments|debug output|error message|white space|blank line|empty line|script|html) (stands|stand|appears|appear|comes|is|are|was|were|printed|shown|written|output|sent|put) (before|after|in front|ahead|at the|behind|above|around|into|in the|inside)",
            "(before|after|in front of|ahead of|behind|around) the (data|json|xml|answer|response|body|opening|real)",
            "(display errors|wp debug|debug mode|error reporting|php notice|php warning|cache plugin|debug bar|byte order mark)",
            "(警告|通知|コメント|空行|余計な)(が|文が|文字が)(前|後|先頭|末尾|混)",
            weight="clear",
            en="Foreign text round the data is described.",
            ja="データの前後の余計な文字が述べられています。",
        ),
        holds(
            signs.php_noise_around_json,
            weight="decisive",
            en="Warnings or comments stand before or after the data.",
            ja="データの前後に、警告文やコメントが混じっています。",
        ),
        holds(
            signs.json_after_noise,
            weight="strong",
            en="Valid JSON begins only after some foreign characters.",
            ja="余計な文字のあとに、正しいJSONが始まっています。",
        ),
        says(
            "(php (warning|notice|deprecated|fatal error)|deprecated function|undefined (variable|index|array key|offset|property)|headers already sent|strict standards|stack trace 0|in on line|on line #)",
            weight="clear",
            en="Messages of the server's programming language stand in the answer.",
            ja="サーバーの言語の警告文が、答えに入っています。",
        ),
        says(
            "(unexpected token|expecting value|invalid json|syntax error|unexpected character|json parse|not valid json|expected value|extra data|trailing (data|garbage)|invalid character|no json object|json decode*|unexpected non whitespace|malformed json|json error|non json|decoding)",
            where="exception",
            weight="weak",
            en="Our side cannot read the answer as JSON.",
            ja="こちらでは、答えをJSONとして読めません。",
        ),
        told(
            "(php|server) (warning*|notice*|error*|message*|deprecat*)",
            "(warning*|notice*|deprecat*|comment*|debug (output|text|message*)|html comment|script tag|white space|blank line*|byte order mark|bom|echo|var dump|print) ~ (before|after|in front of|in|around|ahead of|prepended|appended|above|below|at the (start|end|beginning)|mixed) ~ (json|response|answer|output|body|data|xml)",
            "(json|response|answer|output) ~ (preceded|followed|prefixed|prepended|surrounded|polluted|mixed|contains) ~ (warning*|notice*|html|text|comment*|script|debug|characters|white space|blank)",
            "(display errors|error reporting|wp debug|debug mode|debug output)",
            "(plugin|theme|extension|script) ~ (prints|outputs|injects|adds|appends|echoes|writes)",
            "(警告|デバッグ|余計な文字|コメント)~(混じ|混ざ|出力|付い|含ま)",
            weight="strong",
            en="Foreign output round the data is mentioned.",
            ja="データの前後の余計な出力に触れられています。",
        ),
        holds(
            signs.client_error,
            weight="-weak",
            en="The vendor refused the call.",
            ja="相手は呼び出しを断っています。",
        ),
        fact("after-upgrade", "hint"),
    ),
    remedies=(
        remedy(
            "read-the-json-inside",
            "ask",
            en="Read the data inside\nEnishi cuts the foreign text before and after; confirm the preview",
            ja="中のデータだけを読む\n前後の余計な文字を取り除きます。結果を確かめて承認します",
            actions=(act("hold"),),
        ),
        remedy(
            "switch-output-off",
            "person",
            en="Switch the output of warnings off on the server\nIn PHP: display_errors = Off, log instead; in WordPress: WP_DEBUG_DISPLAY false\nThen correct the plugin that the warning names",
            ja="サーバーで警告の表示を止める\nPHPではdisplay_errors = Off(記録へ)、WordPressではWP_DEBUG_DISPLAYをfalseにします\nその後、警告が示すプラグインを直します",
        ),
    ),
)
