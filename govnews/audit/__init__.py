"""Judges an archive by what it holds, and looks back over it; nothing here writes to one."""

from __future__ import annotations
