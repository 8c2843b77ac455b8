"""The name of a target -> its secret, from the environment or the system's keyring: nowhere else, and shown nowhere."""

from __future__ import annotations

import os
import re

KEYRING = "bulletin-deploy"
_GENERAL = "BULLETIN_DEPLOY_PASSWORD"


def variable_of(name: str) -> str:
    """The variable that is asked first: BULLETIN_DEPLOY_WEB_PASSWORD for [web]; a Chinese name has the general one."""
    fits = re.fullmatch(r"[A-Za-z0-9_-]+", name)
    return f"BULLETIN_DEPLOY_{name.upper().replace('-', '_')}_PASSWORD" if fits else _GENERAL


def secret_of(name: str) -> str:
    """"" where there is none: a key of SSH may do."""
    stated = os.environ.get(variable_of(name)) or os.environ.get(_GENERAL)
    return stated or _from_keyring(name)


def without_secrets() -> dict[str, str]:
    """The environment for programs that need none of ours."""
    mine = re.compile(r"BULLETIN_DEPLOY_.*|AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN)", re.S)
    return {name: value for name, value in os.environ.items() if not mine.fullmatch(name)}


def _from_keyring(name: str) -> str:
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return keyring.get_password(KEYRING, name) or ""
    except Exception:  # whatever a desktop's keyring meets (none there, locked, refused): then there is no secret
        return ""
