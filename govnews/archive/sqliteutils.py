"""sqlite-utils without pandas and numpy, which it imports wherever they are installed.

Importing them costs every command half a second, and no code here uses data frames.
"""

from __future__ import annotations

import sys
from typing import Any

_modules: dict[str, Any] = sys.modules
_kept_out = [name for name in ("numpy", "pandas") if name not in _modules]
_modules.update(dict.fromkeys(_kept_out))
try:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations
finally:
    for _name in _kept_out:
        del _modules[_name]

__all__ = ["Database", "Migrations"]
