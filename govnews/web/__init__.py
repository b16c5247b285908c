"""The archive as read-only web pages, built on Datasette."""

from __future__ import annotations
