"""Examine an archive and its history; nothing here writes to one."""

from __future__ import annotations
