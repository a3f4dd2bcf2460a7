"""What things in the shared cache are called: attempts are counted per internet address, and no table names one."""

from django.utils.crypto import salted_hmac


def unreadable(key: str, prefix: str, version: int) -> str:
    return salted_hmac("portal.keys", f"{prefix}:{version}:{key}").hexdigest()
