"""Rebuild derived data: articles from captures, captures from the WARC files."""

from __future__ import annotations
