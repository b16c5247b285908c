"""Judges an archive by what it holds; nothing here writes to one."""

from __future__ import annotations
