"""Reads feeds and sitemaps exactly: RSS, RSS 1.0, Atom, JSON Feed, sitemaps in XML and in text.

An entry's address is what its publisher wrote, or the entry is named in `Listing.problems`; it is
never made up from what a parser left over. lxml reads what is well-formed, xml_repair.py what is
not. Entities are not expanded, and nothing is fetched.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from govnews.errors import NotAnArticle, PageRefused
from govnews.families.feed_dates import feed_date
from govnews.families.feed_entries import (
    Entry,
    EntryReader,
    address,
    following_page,
    is_own,
    is_web,
    name_of,
    shown,
    space_of,
)
from govnews.families.feed_messages import message
from govnews.families.lists import MAX_LINKS
from govnews.families.xml_repair import (
    PLACES,
    UNREADABLE,
    Repaired,
    declared_entities,
    repair,
)
from govnews.model import Capture, Kind, Link, Listing
from govnews.reading.parse.document import Element
from govnews.reading.urls import canonical, is_page
from govnews.reasons import Reason
from govnews.vietnamese.encodings import decode

MAX_SITEMAP = 50 * 1024 * 1024
"""Bytes of a feed or sitemap, unpacked: the sitemap protocol's limit."""

MAX_PROBLEMS = 20
"""Problems of one file that are named; the others are counted."""

_ENTRIES = {
    "rss": frozenset({"item"}),
    "rdf": frozenset({"item"}),
    "channel": frozenset({"item"}),
    "feed": frozenset({"entry"}),
    "urlset": frozenset({"url", "sitemap"}),
    "sitemapindex": frozenset({"url", "sitemap"}),
}
"""Names of the elements that are entries, by the root's name."""

_SKIPPED = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_ROOT = re.compile(
    r"<(?:[A-Za-z_][\w.-]*:)?(rss|feed|rdf|urlset|sitemapindex"
    r"|channel(?=\s[^<>]{0,2000}purl\.org/net/rss1\.1))[\s>]",
    re.IGNORECASE,
)
_HTML = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class _File:
    """The entries of a file, its next page if it names one, and what is wrong with it."""

    entries: list[Entry]
    problems: list[str]
    following: str | None = None


def read_feed(capture: Capture, link: Link) -> Listing:
    """Links to what a feed or sitemap lists; raises NotAnArticle for anything else."""
    text, complete = _text(capture.body)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in {"{", "["}:
        file = _read_json(text, capture.url)
    elif link.kind == "sitemap" and start not in {"", "<"}:
        file = _read_lines(text, capture.url)
    else:
        file = _read_xml(text, capture.url)
    if not complete:
        file.problems.append("the file is cut: its gzip stream does not end")
    if not file.entries and file.problems:
        raise NotAnArticle(Reason.NOT_HTML, file.problems[0])
    return _listing(file, link)


def _listing(file: _File, link: Link) -> Listing:
    articles: dict[str, Link] = {}
    more: dict[str, Link] = {}
    problems = []
    if file.following is not None:
        url = canonical(file.following)
        if url == link.url:
            problems.append("it names itself as its next page")
        else:
            more[url] = Link(url, link.kind, link.section, page=link.page + 1)
    for number, entry in enumerate(file.entries[:MAX_LINKS], start=1):
        if entry.url is None:
            problems.append(f"entry {number}: {entry.why}")
            continue
        url, modified = canonical(entry.url), entry.modified or entry.published
        if entry.index:
            more[url] = Link(url, Kind.SITEMAP, link.section, modified=modified, page=link.page + 1)
        elif is_page(url):
            articles[url] = Link(
                url, Kind.ARTICLE, link.section, modified=modified, published=entry.published
            )
    if len(file.entries) > MAX_LINKS:
        problems.append(f"it has {len(file.entries)} entries; {MAX_LINKS} were read")
    problems += file.problems
    if len(problems) > MAX_PROBLEMS:
        rest = len(problems) - MAX_PROBLEMS + 1
        problems = [*problems[: MAX_PROBLEMS - 1], f"and {rest} more problems"]
    return Listing(tuple(articles.values()), tuple(more.values()), problems=tuple(problems))


# --- bytes to text --------------------------------------------------------------------------------


def _text(body: bytes) -> tuple[str, bool]:
    """A file as text, and whether it is complete. Its bytes decide about its charset, not its
    declaration.
    """
    complete = True
    for _ in range(2):  # some servers pack a packed file once more
        if body.startswith(b"\x1f\x8b"):
            body, ended = _unpacked(body)
            complete = complete and ended
    if len(body) > MAX_SITEMAP:
        raise PageRefused(Reason.TOO_LARGE, f"{len(body)} bytes, the limit is {MAX_SITEMAP}")
    for start, charset in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if body.startswith(start):
            return body.decode(charset, "replace"), complete
    text, charset = decode(body)
    if not charset.startswith("utf-"):
        # In a charset that was guessed, an address is certain as far as it is ASCII.
        text = _NOT_ASCII.sub(UNREADABLE, text)
    return text, complete


def _unpacked(body: bytes) -> tuple[bytes, bool]:
    """The contents of a gzip file with all its members, and whether the last one is complete."""
    parts: list[bytes] = []
    size = 0
    while body.startswith(b"\x1f\x8b"):
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            parts.append(stream.decompress(body, MAX_SITEMAP + 1 - size))
        except zlib.error as error:
            if not parts:
                raise NotAnArticle(Reason.NOT_HTML, f"broken gzip: {error}") from error
            return b"".join(parts), False
        size += len(parts[-1])
        if size > MAX_SITEMAP:
            raise PageRefused(Reason.TOO_LARGE, f"unpacks to more than {MAX_SITEMAP} bytes")
        if not stream.eof:
            return b"".join(parts), False
        body = stream.unused_data
    return b"".join(parts), True


# --- XML ------------------------------------------------------------------------------------------


def _read_xml(text: str, base: str) -> _File:
    start, name = _find_root(text)
    names = _ENTRIES[name]
    document = _strict(text, start, names) or repair(text, start, names)
    found = [node for node in document.root.iter(etree.Element) if _is_entry(node, names)]
    if document.unfinished is not None:
        found.remove(document.unfinished)
    reader = EntryReader(document, declared_entities(text[:start]), _bases(document.root, base))
    problems = []
    if document.cut:
        within = "within" if document.unfinished is not None else "before"
        problems.append(f"the file is cut: it ends {within} entry {len(found) + 1}")
    if document.lost:
        problems.append(f"{document.lost} tags of entries are broken or stand alone")
    parents = {document.root, *document.root, *(node.getparent() for node in found)}
    loose = sum(map(_loose, parents))
    if loose:
        problems.append(f"{loose} addresses stand outside of entries")
    if not found and document.unfinished is None:
        problems += _looks_alike(document.root, name)
    said = message(document.root, text[:start], empty=not found)
    if said is not None:
        problems.append(said)
    following, why = following_page(document.root, base)
    problems += [why] if why else []
    entries = [entry for node in found for entry in reader.entries(node, name)]
    return _File(entries, problems, following)


def _looks_alike(root: Element, name: str) -> list[str]:
    """What to say of elements that are named like entries and are none by any rule."""
    alike = {"item", "entry"} | _ENTRIES[name]
    count = sum(name_of(node) in alike for node in root.iter(etree.Element))
    return [f"{count} elements look like entries, and none can be read"] if count else []


def _loose(parent: Element) -> int:
    """Addresses that stand in the document itself, where entries should be around them; one is a
    channel's own.
    """
    wanted = {"channel": "link", "feed": "published", "urlset": "loc", "sitemapindex": "loc"}
    name = wanted.get(name_of(parent))
    if name is None:
        return 0
    own = {
        (one.text or "").strip() for one in parent if name_of(one) == name and is_own(one, parent)
    }
    return max(0, len(own - {""}) - (name == "link"))


def _find_root(text: str) -> tuple[int, str]:
    """Where the document begins, behind warnings, blank lines and comments, and its root's name."""
    pos = 0
    while (root := _ROOT.search(text, pos)) is not None:
        skipped = _SKIPPED.search(text, pos, root.start())
        if skipped is None:
            if _HTML.search(text, 0, root.start()):
                break
            return root.start(), root[1].lower()
        comment = _SKIPPED.match(text, skipped.start())
        pos = comment.end() if comment is not None else root.end()
    raise NotAnArticle(Reason.NOT_HTML, "neither a feed nor a sitemap")


def _strict(text: str, start: int, names: frozenset[str]) -> Repaired | None:
    """The document as lxml reads it; None when it is not well-formed, or when entries have
    disappeared in a CDATA section that ends in a later entry.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=False, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    prolog = _DECLARATION.sub("", text[:start], count=1).lstrip("\ufeff \t\r\n")
    document = prolog + text[start:]
    try:
        root = etree.fromstring(document.encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    read = [node for node in root.iter(etree.Element) if _is_entry(node, names)]
    used = {root.prefix, *(node.prefix for node in read)}
    prefixes = {"", *(f"{prefix}:" for prefix in used if prefix)}
    tags = "|".join(
        re.escape(prefix + name) for name in sorted(names) for prefix in sorted(prefixes)
    )
    starts, ends = (
        len(re.findall(rf"<{way}(?:{tags})[\s/>]", document, re.IGNORECASE)) for way in ("", "/")
    )
    return Repaired(root) if starts == len(read) >= ends else None


def _is_entry(node: Element, names: frozenset[str]) -> bool:
    """Whether an element is an entry: by its name, in the document's own vocabulary or, whatever
    its prefix, where entries stand.
    """
    if name_of(node) not in names or space_of(node).startswith("urn:other:"):
        return False
    if node.prefix in {None, node.getroottree().getroot().prefix}:
        return True
    return name_of(node.getparent()) in PLACES


def _bases(root: Element, base: str) -> list[str]:
    """Addresses that a relative one may be relative to, where no `xml:base` decides."""
    channel = next((node for node in root.iter("channel")), None)
    home = (channel.findtext("link") or "").strip() if channel is not None else ""
    parts = urlsplit(base)
    known = [base, f"{parts.scheme}://{parts.netloc}/"]
    return [*known, home] if re.match(r"https?://", home, re.IGNORECASE) else known


# --- other forms ----------------------------------------------------------------------------------


def _read_json(text: str, base: str) -> _File:
    """A JSON Feed (jsonfeed.org)."""
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise NotAnArticle(Reason.NOT_HTML, f"broken JSON: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise NotAnArticle(Reason.NOT_HTML, "neither a feed nor a sitemap")
    entries = [_json_entry(item, base) for item in data["items"]]
    following = data.get("next_url")
    if not following:
        return _File(entries, [])
    url = address(following, [base]) if isinstance(following, str) else None
    why = f"its next page {shown(str(following))} cannot be read exactly"
    return _File(entries, [] if url is not None else [why], url)


def _json_entry(item: Any, base: str) -> Entry:
    if not isinstance(item, dict):
        return Entry(None, why="no address")
    ident = item.get("id")
    raw = item.get("url") or (ident if isinstance(ident, str) and is_web(ident) else None)
    if not isinstance(raw, str):
        return Entry(None, why="no address")
    url = address(raw, [base])
    if url is None:
        return Entry(None, why=f"its address {shown(raw)} cannot be read exactly")
    dates = [item.get(name) for name in ("date_published", "date_modified")]
    published, modified = (feed_date(one) if isinstance(one, str) else None for one in dates)
    return Entry(url, published, modified)


def _read_lines(text: str, base: str) -> _File:
    """A sitemap in text: one address on each line; `#` begins a comment."""
    entries = []
    for line in text.lstrip("\ufeff").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        url = address(line, [base]) if is_web(line) and len(line.split()) == 1 else None
        why = f"the line {shown(line)} is no address"
        entries.append(Entry(url, why="" if url is not None else why))
    if all(entry.url is None for entry in entries):
        raise NotAnArticle(Reason.NOT_HTML, "neither a feed nor a sitemap")
    return _File(entries, [])
