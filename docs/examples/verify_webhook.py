import base64
import hashlib
import hmac
import re
import time


def verify_webhook(secret: str, headers, body: bytes, tolerance: int = 300) -> bool:
    """Whether a webhook is genuine and recent. `headers` by lower-case name, `body` as raw bytes, before any parsing."""
    message_id, timestamp, signatures = (headers.get(f"webhook-{name}") for name in ("id", "timestamp", "signature"))
    if not message_id or not signatures or not re.fullmatch("[0-9]{1,15}", timestamp or ""):
        return False
    if abs(time.time() - int(timestamp)) > tolerance:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode(errors="replace") + body
    expected = b"v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    return any(hmac.compare_digest(expected, signature.encode(errors="replace")) for signature in signatures.split(" "))
