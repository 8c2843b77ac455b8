"""``--now``, the environment or the clock -> the moment that a command takes for now."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from bulletin.errors import BulletinError


def stated_time(stated: str | None) -> datetime:
    """``stated`` as ISO 8601, else SOURCE_DATE_EPOCH, else the clock. Raises BulletinError E902."""
    try:
        if stated:
            return datetime.fromisoformat(stated)  # without a zone: in the site's own
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BulletinError("E902", value=stated or os.environ["SOURCE_DATE_EPOCH"]) from error
    return datetime.now(UTC)
