"""Export data from an archive; nothing here writes to one."""

from __future__ import annotations
