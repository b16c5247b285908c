"""What a file is, by its content: a page, a package of pages, or something that is refused by name.

Names lie: browsers save MHTML as .html, servers send HTML as .aspx, mail programs and file managers
rename. Only where the content says nothing does the ending of a name count.
"""

from __future__ import annotations

import json
import re
from enum import Enum
from itertools import pairwise

from govnews.errors import UnreadableInput

START = 1 << 16
"""Number of bytes of a file that are looked at."""


class Form(Enum):
    """A form of file that pages can be read from."""

    PAGE = "a saved page"
    DUMP = "the text of a page"
    MHTML = "a page saved as MHTML"
    WEBARCHIVE = "a page saved by Safari"
    WARC = "a WARC file"
    ZSTD = "a file packed with zstandard"
    WACZ = "a WACZ package"
    ZIP = "a ZIP file"
    TAR = "a tar file"
    GZIP = "a file packed with gzip"
    HAR = "a HAR file"


class NoPage(UnreadableInput):
    """The file is of a form that holds no pages. beside_pages: such files lie beside saved pages,
    as their pictures and styles do.
    """

    def __init__(self, what: str, *, beside_pages: bool = False, way_out: str = "") -> None:
        super().__init__(f"it is {what}" + (f"; {way_out}" if way_out else ""))
        self.what = what
        self.beside_pages = beside_pages


_GZIP, _ZIP, _ZSTD = b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd"
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The beginning of a skippable frame that holds the dictionary of a .warc.zst file, as IIPC's
specification of WARC with zstandard has it.
"""

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SAVE_WHAT_LINKS = "save the page that links to it"
_MERGE = "'govnews merge' joins archives"

# The first bytes of a file, what it is, whether it lies beside saved pages, and the way out.
_MAGIC: tuple[tuple[bytes, str, bool, str], ...] = (
    (b"%PDF", "a PDF", True, _SAVE_WHAT_LINKS),
    (b"\xd0\xcf\x11\xe0", "an Office document (.doc, .xls)", True, _SAVE_WHAT_LINKS),
    (b"{\\rtf", "an RTF document", True, _SAVE_WHAT_LINKS),
    (b"SQLite format 3\0", "an SQLite database", False, _MERGE),
    (b"\x89PNG", "a picture", True, ""),
    (b"\xff\xd8\xff", "a picture", True, ""),
    (b"GIF8", "a picture", True, ""),
    (b"BM", "a picture", True, ""),
    (b"II*\0", "a picture", True, ""),
    (b"MM\0*", "a picture", True, ""),
    (b"\0\0\1\0", "a picture", True, ""),
    (b"wOF", "a font", True, ""),
    (b"\0\1\0\0", "a font", True, ""),
    (b"OTTO", "a font", True, ""),
    (b"ID3", "a sound", True, ""),
    (b"OggS", "a sound", True, ""),
    (b"\x1aE\xdf\xa3", "a film", True, ""),
    (b"Rar!", "a RAR file", False, "unpack it first"),
    (b"7z\xbc\xaf", "a 7z file", False, "unpack it first"),
    (b"\xfd7zXZ", "a file packed with xz", False, "unpack it first"),
    (b"BZh", "a file packed with bzip2", False, "unpack it first"),
    (b"PAR1", "a Parquet file", False, _MERGE),
    (b"\x7fELF", "a program", False, ""),
    (b"MZ", "a program", False, ""),
    (b"filedesc://", "an ARC file", False, "'warcio recompress' makes a WARC of it"),
)  # fmt: skip

_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|div|table|p|title|article|h[1-6]|span|br)\b",
    re.IGNORECASE,
)
_OTHER_XML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|svg|urlset|sitemapindex)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]{1,40}:[ \t]?[^\r\n]{0,2000}\r?\n")
_MHTML = re.compile(
    rb"^(?:snapshot-content-location|content-type:\s*multipart/related)",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL = re.compile(
    rb"^(?:received|return-path|message-id|delivered-to|to):", re.IGNORECASE | re.MULTILINE
)


def form_of(start: bytes, name: str) -> Form:
    """The form of a file. start: its first START bytes. name: of the file, for its ending.

    Raises NoPage for anything that pages cannot be read from.
    """
    if not start.strip(b" \t\r\n\0"):
        raise NoPage("empty")
    packed = _packed(start)
    if packed is not None:
        return packed
    for magic, what, beside, way_out in _MAGIC:
        if start.startswith(magic):
            raise NoPage(what, beside_pages=beside, way_out=way_out)
    if start.startswith(b"RIFF") or start[4:8] == b"ftyp":
        raise NoPage("a picture, sound or film", beside_pages=True)
    if start.startswith(b"bplist00") or b"<key>WebMainResource</key>" in start:
        return Form.WEBARCHIVE
    text = _plain(start)
    if text.startswith(b"WARC/"):
        return Form.WARC
    message = _message(text)
    if message is not None:
        return message
    if text[:1] in {b"{", b"["}:
        return _json(text)
    return _markup_or_text(start, text, name)


def _packed(start: bytes) -> Form | None:
    if start.startswith(_GZIP):
        return Form.GZIP
    if start.startswith((_ZSTD, ZSTD_DICTIONARY)):
        return Form.ZSTD
    if start.startswith(_ZIP):
        return Form.ZIP
    return Form.TAR if start[257:262] == b"ustar" else None


def _plain(start: bytes) -> bytes:
    """The start as ASCII signs stand in it: without a byte order mark and the zeros of UTF-16."""
    for bom in _BOMS:
        start = start.removeprefix(bom)
    return (start.replace(b"\0", b"") if _is_utf16(start) else start).lstrip()


def _is_utf16(start: bytes) -> bool:
    """Whether every second byte is zero nearly throughout, as in markup in UTF-16."""
    sample = start[:512]
    return max(sample[0::2].count(0), sample[1::2].count(0)) * 4 > len(sample)


def _message(text: bytes) -> Form | None:
    """MHTML, which is a message of several parts (RFC 2557); raises NoPage for a letter."""
    if _HEADER.match(text) is None:
        return None
    head = re.split(rb"\r?\n\r?\n", text, maxsplit=1)[0] + b"\n"
    if _MHTML.search(head) and b"multipart/" in head.lower():
        return Form.MHTML
    if _MAIL.search(head) and re.search(
        rb"^(?:from|subject|date):", head, re.IGNORECASE | re.MULTILINE
    ):
        raise NoPage("an e-mail", way_out="save the page that it tells of")
    return None


def _json(text: bytes) -> Form:
    if re.match(rb'\{\s*"log"\s*:', text):
        return Form.HAR
    try:
        json.loads(text)
    except ValueError:
        if len(text) < START - len(_BOMS[0]) or not re.match(rb'[\[{]\s*["\[{]', text):
            return Form.DUMP if text[:1] == b"[" else _refuse("JSON")
    return _refuse("JSON")


def _refuse(what: str, way_out: str = "") -> Form:
    raise NoPage(what, beside_pages=way_out != _MERGE, way_out=way_out)


_ONLY_PAGES = "only pages and their texts can be imported"


def _markup_or_text(start: bytes, text: bytes, name: str) -> Form:
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    if _OTHER_XML.match(text):
        return _refuse("a feed, a sitemap or a drawing")
    if ending in {"css", "js", "mjs", "map"}:
        return _refuse("a style sheet or a script")
    if _TAG.search(text):
        return Form.PAGE
    if _is_binary(start):
        return _refuse("a binary file")
    if text.startswith(b"<"):
        return _refuse("XML")
    return _dump(text)


def _is_binary(start: bytes) -> bool:
    """Whether bytes are no text in any charset: control characters stand in it."""
    if _is_utf16(start):
        return False
    controls = sum(start.count(bytes([code])) for code in (*range(9), 11, *range(14, 27), 28, 127))
    return controls > 0 and controls * MOST_CONTROLS > len(start[:START])


MOST_CONTROLS = 200
"""A text has fewer control characters than one in this number; a binary file has one in ten."""

PROSE = 0.4
"""Share of a text's characters that stand in lines of prose: sentences, or headings of words."""

WORDS = 4
"""Words of a line of prose."""


def _dump(text: bytes) -> Form:
    """A text dump is prose with lines; a table, a log or a program is none."""
    lines = [line.strip() for line in re.split(rb"\r\n|\r|\n", text) if line.strip()]
    own = re.match(rb'"?(?:url|title|id|portal|article)"?[,;\t]', lines[0]) if lines else None
    if own and _is_table(lines):
        return _refuse("a CSV of govnews", _MERGE)
    if _is_table(lines):
        return _refuse("a table (CSV)", _ONLY_PAGES)
    if _OF_HTTRACK.match(text) or sum(map(_is_log, lines)) * 2 > len(lines):
        return _refuse("a log", _ONLY_PAGES)
    if sum(map(_is_code, lines)) * 3 > len(lines):
        return _refuse("source code", _ONLY_PAGES)
    prose = sum(len(line) for line in lines if len(line.split()) >= WORDS)
    if prose < PROSE * sum(map(len, lines)):
        return _refuse("no prose", _ONLY_PAGES)
    return Form.DUMP


def _is_table(lines: list[bytes]) -> bool:
    """Whether nearly all lines have the same number of separators, and more than one."""
    for sign in (b"\t", b";", b","):
        counts = [line.count(sign) for line in lines[:50]]
        if len(counts) > 1 and min(counts[:2]) > 1:
            same = sum(one == other for one, other in pairwise(counts))
            if same * 5 >= (len(counts) - 1) * 4:
                return True
    return False


_OF_HTTRACK = re.compile(rb"HTTrack[\d.]+\S* launched on |date\tsize'/'remotesize'")
"""How the log and the list of files begin that HTTrack leaves in a mirror."""

_LOG = re.compile(
    rb"(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\d\d:\d\d:\d\d\b|\S+ \S+ \S+ \[\d\d/\w{3}/\d{4}:"
    rb"|\w{3} [ \d]\d \d\d:\d\d:\d\d )"
)
_CODE = re.compile(
    rb".*(?:[{}]|\);)\s*$|(?:def|class|import|from|function|var|let|const|public|private|return|if|for"
    rb"|while|else)\b[ (:]|#include|#!|//|/\*|\*/|@|\$\w+\s*=|[A-Za-z_.\[\]-]+\s*=\s*\S"
)


def _is_log(line: bytes) -> bool:
    return _LOG.match(line) is not None


def _is_code(line: bytes) -> bool:
    return _CODE.match(line) is not None
