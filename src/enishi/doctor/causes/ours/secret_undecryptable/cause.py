from __future__ import annotations

from enishi.doctor.engine import signs
from enishi.doctor.engine.action import act
from enishi.doctor.engine.cause import Cause, holds, says, told
from enishi.doctor.engine.remedy import remedy

CAUSE = Cause(
    slug="ours-secret-undecryptable",
    code="OUR01",
    base=-1.2,
    severity="critical",
    neighbours=("auth-invalid-credentials", "auth-missing-credentials", "auth-client-secret-changed"),
    signals=(
        says(
            "(fernet|aes|gcm|cipher|decrypt*|decryption|mac|hmac tag|authentication tag|sealed|keyring|kms) ~ (invalid|failed|failure|bad|mismatch|check failed|error|wrong key|unable|could not|corrupt|invalidtoken|unknown key|cannot)",
            "(bad decrypt|mac check failed|the mac is invalid|the payload is invalid|invalid ciphertext|message authentication failed|cryptography fernet invalidtoken|cipher tag|unable to decrypt|could not decrypt|cannot decrypt|failed to decrypt|could not be decrypted|decryption failed|decryption error|badpaddingexception|aeadbadtagexception)",
            "(復号|暗号)~(できません|失敗|エラー|不正)",
            weight="decisive",
            where="exception",
            en="A stored value could not be decrypted before anything was sent.",
            ja="送信の前に、保存した値の復号に失敗しています。",
        ),
        told(
            "(encryption key|master key|secret key base|app key|secret key|key file|key id) ~ (changed|new|lost|missing|rotated|unknown|different|not found)",
            "(restored|restore|backup|moved|migrated) ~ (credentials|secrets|database|encryption|server)",
            "(暗号鍵|親鍵|復元|バックアップ)",
            weight="clear",
            en="A key was changed or a backup restored.",
            ja="鍵の変更やバックアップの復元がありました。",
        ),
        holds(
            signs.client_error,
            weight="-strong",
            en="The vendor has answered, so the secret could be read.",
            ja="ベンダーが答えているので、シークレットは読めています。",
        ),
        holds(
            signs.answered_ok,
            weight="-strong",
            en="The vendor has answered, so the secret could be read.",
            ja="ベンダーが答えているので、シークレットは読めています。",
        ),
    ),
    remedies=(
        remedy(
            "hold",
            "safe",
            en="Hold the work of these connections\nTried again when a key is added\nNothing is deleted",
            ja="影響する接続の仕事を預かる\n鍵が加わったら試します\n何も削除しません",
            actions=(act("hold"),),
        ),
        remedy(
            "bring-key-back",
            "person",
            en="Bring the former master key back\nAdd it to the setting of previous keys beside the new one\nIf it is lost, press Reconnect at each connection",
            ja="以前の親鍵を戻す\n新しい鍵と並べて「以前の鍵」に加えます\n失われたときは、接続ごとに「つなぎ直す」を押します",
        ),
    ),
)
