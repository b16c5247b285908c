"""Makes again what can be made again: articles from captures, captures from the WARC files."""

from __future__ import annotations
