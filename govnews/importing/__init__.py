"""Import pages that were saved elsewhere: saved pages and packages of them, text dumps, WARC and
WACZ of other tools, and captures of a portal in a web archive. Pages are read and stored as in a
crawl; each one is written as a WARC record of the archive.
"""

from __future__ import annotations

from govnews.importing.importer import Importer
from govnews.importing.intake import Imported, Tally

__all__ = ["Imported", "Importer", "Tally"]
