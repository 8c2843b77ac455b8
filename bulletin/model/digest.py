"""Any value of the model -> a short digest, equal exactly where the values are equal."""

from __future__ import annotations

import io
import marshal
import pickle
from hashlib import blake2b
from typing import Any


def digest_of(*values: object) -> str:
    """32 hex digits over ``values``: text, bytes, numbers, dates, None, tuples, lists, dicts (in their order) and
    the frozen dataclasses of the model, nested at will. No sets: they have no order.

    The pickler's ``fast`` mode writes every value out in full: without it, equal values would give different bytes
    whenever one string happens to be the same object twice.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True
    pickler.dump(values)
    return blake2b(buffer.getbuffer(), digest_size=16).hexdigest()


def digest_of_plain(*values: Any) -> str:
    """The same over values that are mostly nothing but text, bytes, numbers, None, tuples and lists: a third of the
    time. Others are taken as ``digest_of`` does.

    Format 0 of ``marshal`` writes every value out in full as well: later ones tell a string that is there twice.
    """
    try:
        return blake2b(marshal.dumps(values, 0), digest_size=16, person=b"plain").hexdigest()
    except ValueError:
        return digest_of(*values)
