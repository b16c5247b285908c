"""The catalogue: every breakage, and some of them on one server of two."""

from __future__ import annotations

from tests.broken import of_bodies, of_fields, of_sites
from tests.broken.catalogue import BREAKAGES, Breakage, one_bad_server

__all__ = ["BREAKAGES", "Breakage", "of_bodies", "of_fields", "of_sites"]

for _name in (
    "authors-gone",
    "dates-of-today",
    "login-under-articles",
    "mojibake",
    "views-zero",
):
    one_bad_server(_name)
