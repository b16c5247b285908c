"""Looks back over what is stored: versions, edits, view counts, proof. Nothing here writes."""

from __future__ import annotations
