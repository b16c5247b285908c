"""The archive as read-only web pages, built on Datasette: search, read, compare, look."""

from __future__ import annotations
