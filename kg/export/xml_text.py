"""Text that XML 1.0 can hold."""

from __future__ import annotations

import re
from typing import TypeVar

Value = TypeVar("Value")

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(value: Value) -> Value:
    """A value without the control characters that XML forbids; what is no text is left as it is."""
    return _FORBIDDEN.sub("\ufffd", value) if isinstance(value, str) else value  # type: ignore[return-value]
