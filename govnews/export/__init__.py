"""Takes data out of an archive; nothing here writes to one."""

from __future__ import annotations
