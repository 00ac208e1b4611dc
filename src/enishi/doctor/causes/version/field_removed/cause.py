from __future__ import annotations

from typing import TYPE_CHECKING

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, code, fact, holds, says, told
from enishi.doctor.engine.clue import Place
from enishi.doctor.engine.phrase import phrase
from enishi.doctor.engine.remedy import remedy

if TYPE_CHECKING:
    from enishi.doctor.engine.evidence import Evidence

_UNKNOWN = tuple(
    phrase(text)
    for text in (
        "(unknown|unrecognized|unexpected|invalid|undefined) (parameter*|field*|column*|propert*|argument*|attribute*)",
        "no such (column|field|property)",
        "(field|column|property|parameter|attribute) ~ (does not|doesnt) exist",
        "cannot query field",
    )
)


def unknown_now_though_it_worked(evidence: Evidence) -> Place | None:
    """The answer does not know a name, and the call worked before."""
    worked = evidence.facts.get("worked-before")
    unknown = any(wording.find(evidence.words("said")) for wording in _UNKNOWN)
    return Place("response.body") if worked and unknown else None


CAUSE = Cause(
    slug="version-field-removed",
    code="VER03",
    usual_status=(400, 422),
    possible_status=(404, 200, 410, 500),
    base=-0.1,
    severity="medium",
    neighbours=(
        "schema-unknown-field",
        "version-api-too-old",
        "version-api-sunset",
        "permission-field-access",
    ),
    signals=(
        told(
            "(has|have|contains|carries|includes|returns|sends|holds|comes with|delivers) no ~ (any more|anymore|any longer|since|now)",
            "(does not|doesnt|do not) (have|contain|carry|include|return|send|hold|deliver) ~ (any more|anymore|any longer)",
            weight="strong",
            group="told-no-more",
            en="Something that used to be sent is not sent any more.",
            ja="以前は送られていたものが、送られなくなっています。",
        ),
        told(
            "(field|property|parameter|column|attribute|option|list|custom field|endpoint|function|member|setting|scope|status) ~ (was|were|has been|had been|is|got|have been) (removed|renamed|deleted|dropped|retired|replaced|moved|gone|taken away|deprecated|discontinued|merged|split)",
            "(removed|renamed|deleted|dropped|replaced|moved) (a |an |the |this |that |some |one |its )(field|property|parameter|column|attribute|option|custom field|endpoint|list|function|member)",
            "(no longer|not any more|not anymore) (exists|exist|there|available|returned|accepted|supported|in the documentation|documented|listed)",
            "(changelog|change log|release notes|migration guide|upgrade guide|announcement) ~ (field|parameter|removed|renamed|drops|property|lists|says|mentions)",
            "(new|newer|latest|next|current) (api |)(version|release) ~ (without|lacks|drops|removed|renamed|no longer)",
            "(項目|フィールド|パラメータ|機能)~(消え|なくな|廃止|改名|削除され|名前が変)",
            weight="clear",
            en="A field that used to exist is said to be gone.",
            ja="以前あった項目がなくなったと述べられています。",
        ),
        says(
            "(field|parameter|property|column|attribute|argument|option|value|method|feature|function|endpoint|setting|type|scope) ~ (has been|have been|was|were|is|are|been) (removed|renamed|deprecated|dropped|deleted|replaced|moved|discontinued|retired)",
            "(field|parameter|property|column|attribute|argument|option|method|feature|function|setting|type) ~ (no longer|not any longer) (supported|available|accepted|exists|valid|used|allowed|works|present)",
            "(has been|was|is) (replaced|superseded|renamed) (by|with|to|as)",
            "(removed|deprecated|dropped) (in|from|since|as of|with) ~ (version|v#|release|api|20#)",
            "(use|please use|try) ~ (instead|in place)",
            "(項目|フィールド|パラメータ|パラメーター|プロパティ|機能|メソッド)~(廃止|削除され|変更され|名称変更|非推奨|使えなくなり)",
            weight="strong",
            en="The answer says that the field was removed or renamed.",
            ja="その項目は廃止されたか、名前が変わったと答えています。",
        ),
        code(
            "deprecated_field",
            "field_removed",
            "method_deprecated",
            "parameter_deprecated",
            "deprecated_parameter",
            "DEPRECATED_FIELD",
            "method_removed",
            "deprecated_endpoint",
            "field_deprecated",
            "retired_field",
            weight="strong",
            en="This error code stands for something that used to exist.",
            ja="このコードは、以前はあったものを表します。",
        ),
        says(
            "(unknown|unrecognized|unexpected|invalid|undefined) (parameter*|field*|column*|propert*|argument*|attribute*|option*)",
            "no such (column|field|property)",
            "(field|column|property|parameter) ~ (does not|doesnt) exist",
            "cannot query field",
            "(存在しない|不明な)(フィールド|項目|パラメータ)",
            "(フィールド|項目|パラメータ|選択肢|列)~(存在しません|見つかりません|ありません)",
            weight="clear",
            en="A name is refused as unknown.",
            ja="知らない名前として断られています。",
        ),
        told(
            "(field|parameter|property|column|attribute|option|list|setting|endpoint|member|key) ~ (removed|renamed|dropped|deleted|gone|disappeared|deprecated|replaced|moved|no longer)",
            "(removed|renamed|dropped|deleted|deprecated|retired) (the|a|this|that|some|its|by the vendor|in|from) ",
            "(vendor|api|provider|upstream|they) ~ (removed|renamed|dropped|changed|replaced|moved) ",
            "(no change|nothing (was |)changed|unchanged|without any change|no deployment|no update) ~ (side|code|shop|program|plugin|integration|ours|us|)",
            "(worked|works) (before|until|fine before|earlier|for years|for months) ~ (no change|nothing|unchanged|without)",
            "(new|newer|latest|recent) (api |)(version|release) ~ (removed|renamed|dropped|changed|lacks|without)",
            "(module|plugin|extension|library) ~ (that |)(worked|works) before",
            "(項目|フィールド|選択肢)~(廃止|削除|名前~変|変更|なくな)",
            "(以前は|これまで|昨日まで)~(通って|動いて|使えて|登録でき)",
            weight="clear",
            en="Something that used to exist has gone, without a change on this side.",
            ja="こちらは変えていないのに、以前あったものがなくなっています。",
        ),
        holds(
            unknown_now_though_it_worked,
            weight="strong",
            en="A name that was accepted before is refused as unknown now.",
            ja="以前は通っていた名前が、今は知らない名前として断られています。",
        ),
        fact("worked-before", "weak"),
        fact("after-vendor-change", "clear"),
        fact("after-upgrade", "weak"),
        fact("never-worked", "-strong"),
        fact("some-users-only", "-weak"),
        fact("all-calls-fail", "-weak"),
        says(
            "(api version|this version|version of the api) ~ (retired|no longer|sunset|unsupported)",
            weight="-clear",
            group="whole",
            en="The whole version has ended.",
            ja="版の全体が終了しています。",
        ),
        says(
            "(token|credential*|key|password|expired|unauthorized|rate|timeout|timed out|certificate|connection)",
            weight="-clear",
            group="other",
            en="Another kind of failure is named.",
            ja="別の種類の失敗が挙げられています。",
        ),
        holds(
            signs.server_error,
            weight="-weak",
            en="The server itself failed.",
            ja="サーバー自身が失敗しています。",
        ),
        holds(
            signs.key_gone_from_answer,
            weight="strong",
            en="A name that the program reads is not in the answer any more.",
            ja="プログラムが読む名前が、もう答えにありません。",
        ),
        says(
            "(was|were|has been|is|are) (removed|dropped|retired) (in|from|as of|since|with) (#|v#|version|release|api)",
            "(is|are) (retired|no longer available|no longer supported|not available any more|not available anymore|not supported any more|not supported anymore)",
            "you cannot use ~ in this api version",
            "(no matches for kind|could not find the requested resource)",
            "(entfernt|nicht mehr vorhanden|supprimé|eliminado|removido|已移除|已删除)",
            weight="strong",
            en="The answer says that it is gone.",
            ja="なくなったと答えています。",
        ),
        told(
            "(cleanup|clean up|cleaned up|cleaning|tidied|tidied up|tidying|reorganised|reorganized|restructured|rebuilt|rearranged|reworked|redesigned|simplified|consolidated|整理|作り直)",
            "(deleted|removed|threw out|got rid of|dropped) (some |the |all |)(unused|old|obsolete|superfluous|custom) ",
            "(since|after) (the |our |saturdays |their |)(migration|upgrade|cluster went|move|switch|release) ",
            "(from|went from|migration|upgrade) (v|)# (to|→|->) (v|)#",
            "# → #",
            "(bumped|raised|changed|updated|increased) the (version|api version)",
            "(upgraded|pushed us|moved) (the |)(cluster|server|to #|instance|us to)",
            "(release notes|changelog|migration guide|breaking changes) ~ (list|mention|removed|breaking|say)",
            "(ever since|red since|failing since|empty since)",
            "(ran|worked|refreshed|ok|fine|found hundreds|was fine|accepted) (for|until|daily until|before|till|on the former|to mid) ",
            "(used to|previously|formerly|always) (be accepted|accept|sort by|read|send|have|work|find|return|exist)",
            "(old release|former release|previous release|old version) (accepted|had|took|knew|returned)",
            "(no deploy|same image|on its own|by itself|not been touched|nothing deployed|havent touched) ",
            "(suddenly|all at once) (absent|missing|gone|empty|without)",
            "(先週まで|前まで|昨日まで)~(動作|動い|通っ|使え)",
            "(フォーム|アプリ|項目|テーブル)(を|が)(整理|変更|作り直|改修)",
            "(バージョンアップ|更新)(の|後|から|以降)",
            weight="clear",
            en="It was there until somebody tidied up or a release changed it.",
            ja="整理や更新で変わるまでは、あったものです。",
        ),
    ),
    remedies=(
        remedy(
            "map-to-successor",
            "ask",
            en="Map to the successor\nEnishi compares the field lists and contents of before and now and proposes the likeliest name\nConfirm, or stop sending the field",
            ja="後継の項目に対応させる\n以前と今の項目一覧と中身を比べ、最も近い名前を示します\n確かめて承認するか、その項目を送らない設定にします",
            actions=(act("hold"),),
        ),
        remedy(
            "restore-or-update",
            "person",
            en="Restore the field or update the program\nIf an administrator deleted it by mistake, have it restored\nFixed software needs the release that knows the new name",
            ja="項目を元に戻すか、プログラムを更新する\n管理者が誤って消した項目なら、元に戻してもらいます\n市販のソフトは、新しい名前に対応した版へ更新します",
        ),
    ),
)
