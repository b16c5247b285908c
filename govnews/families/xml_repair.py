"""Repairs XML that is not well-formed without guessing: what stays unclear is marked as such.

Feeds are broken in a few ways that have one exact reading: a stray `&` or `<` is text, HTML's
entities stand for their characters, HTML inside a description ends where the description does,
what stands before or after the document belongs to something else. Everything beyond that is
reported: an element that is not closed, an entry that the file's end cuts, a character that cannot
be known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.entities import html5

from lxml import etree

from govnews.reading.parse.document import Element

UNREADABLE = "\ufffd"
"""Stands for a character that cannot be known: a broken byte, an entity of the document's own."""

CONTROL = "\uf8ff"
"""Stands for a control character, which XML does not allow."""

MAX_TAGS = 1_000_000
"""Tags read of a broken document; what follows counts as cut off."""

MAX_DEPTH = 64

_PART = r"[A-Za-z_][A-Za-z0-9_.-]*"
_NAME = rf"(?:{_PART}:)?{_PART}"
_START = re.compile(rf"<({_NAME})(?=[\s/>])")
_END = re.compile(rf"</({_NAME})\s*>")
_ATTRIBUTE = re.compile(
    rf"\s*({_NAME})(?:\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)'|([^\s\"'<>]+))(?=[\s/>])|(?=[\s/>]))"
)
_CLOSE = re.compile(r"\s*(/?)>")
_REFERENCE = re.compile(
    r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z_][A-Za-z0-9_.-]{0,99}));"
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.:-]*)\s")

_TEXTS = frozenset(
    {"title", "description", "summary", "content", "encoded", "subtitle", "excerpt", "fulltext"}
)
"""Elements of an entry that hold text for people, with HTML in it that may be anything."""

PLACES = frozenset({"rss", "rdf", "channel", "items", "feed", "urlset", "sitemapindex"})
"""Elements in which entries stand."""

ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(slots=True)
class Repaired:
    """A document as far as it can be read.

    root: above all that was found. Names of the document's own vocabulary are in no namespace,
    Atom's in Atom's, all others in one that is not theirs. broken: elements that were not closed,
    and entries with such. unfinished: the entry in which the document breaks off. cut: it does not
    come to its end. lost: tags of entries that are broken or stand alone.
    """

    root: Element
    broken: set[Element] = field(default_factory=set)
    unfinished: Element | None = None
    cut: bool = False
    lost: int = 0


def declared_entities(prolog: str) -> frozenset[str]:
    """Names of the entities that a document declares itself; they are never expanded."""
    return frozenset(_ENTITY.findall(prolog))


def character(name: str, declared: frozenset[str]) -> str | None:
    """What an entity stands for: HTML's characters by name; None for an unknown name."""
    return UNREADABLE if name in declared else html5.get(f"{name};")


def repair(text: str, start: int, entries: frozenset[str]) -> Repaired:
    """The document that begins at `start`. entries: local names of elements that are entries."""
    return _Repair(text, start, entries).run()


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet. name: as written. texts: what stands in it so far."""

    name: str
    element: Element
    entry: bool
    texts: list[str] = field(default_factory=list)


class _Repair:
    """One pass over the text with a stack of open elements; linear in the text's length."""

    def __init__(self, text: str, start: int, entries: frozenset[str]) -> None:
        self._text, self._pos, self._entries = text, start, entries
        self._declared = declared_entities(text[:start])
        self._done = Repaired(etree.Element("top"))
        self._stack: list[_Open] = []
        self._in_entry = 0
        self._too_deep = 0
        self._namespaces = {"atom": ATOM[0]}
        self._own: set[str] = {""}
        self._found: dict[str, int] = {}
        names = "|".join(sorted(entries))
        self._boundary = re.compile(rf"</?(?:{_PART}:)?(?:{names})[\s>]", re.IGNORECASE)
        self._broken_tag = re.compile(rf"</?(?:{names})(?![\w.:-])", re.IGNORECASE)
        self._text_end = rf"<!\[CDATA\[|</%s\s*>|<(/?)(?:{names})[\s>]"

    def run(self) -> Repaired:
        text, size, tags = self._text, len(self._text), 0
        while self._pos < size and tags < MAX_TAGS:
            opening = text.find("<", self._pos)
            opening = size if opening < 0 else opening
            self._add_text(self._unescaped(text[self._pos : opening]))
            self._pos = opening
            if opening < size:
                self._markup()
                tags += 1
        done = self._done
        done.cut = bool(self._stack) or self._pos < size or not len(done.root)
        done.unfinished = next((one.element for one in self._stack if one.entry), None)
        self._close_to(0)
        return done

    # --- tokens -----------------------------------------------------------------------------------

    def _markup(self) -> None:
        text, pos = self._text, self._pos
        sign = text[pos + 1 : pos + 2]
        if sign == "/":
            match = _END.match(text, pos)
            if match is not None:
                self._pos = match.end()
                self._end(match[1])
                return
        elif sign in {"!", "?"}:
            if self._declaration():
                return
        elif self._start():
            return
        if self._broken_tag.match(text, pos) is not None:
            self._done.lost += 1
        self._add_text("<")
        self._pos = pos + 1

    def _declaration(self) -> bool:
        """Reads a CDATA section, or skips a comment or an instruction; False when it is none."""
        text, pos = self._text, self._pos
        if text.startswith("<![CDATA[", pos):
            end = self._cdata_end(pos + 9)
            if end >= 0:
                self._add_text(text[pos + 9 : end])
            self._pos = pos + 9 if end < 0 else end + 3
            return True
        for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<!DOCTYPE", ">")):
            if text.startswith(opening, pos):
                end = self._find(closing, pos + len(opening))
                self._pos = end + len(closing) if end >= 0 else pos
                return end >= 0
        return False

    def _find(self, wanted: str, start: int) -> int:
        """As str.find; remembers the last place, so that searches in vain cost one pass in all."""
        at = self._found.get(wanted)
        if at is None or 0 <= at < start:
            at = self._found[wanted] = self._text.find(wanted, start)
        return at

    def _cdata_end(self, start: int) -> int:
        """Where a CDATA section ends, -1 when it is not closed: sections do not nest, and none
        holds the tags of entries.
        """
        end = self._find("]]>", start)
        if end < 0 or self._text.find("<![CDATA[", start, end) >= 0:
            return -1
        return -1 if self._boundary.search(self._text, start, end) is not None else end

    # --- elements ---------------------------------------------------------------------------------

    def _start(self) -> bool:
        """Reads a start tag; False when what stands here is none."""
        match = _START.match(self._text, self._pos)
        if match is None:
            return False
        name, end = match[1], match.end()
        attributes: dict[str, str] = {}
        while (part := _ATTRIBUTE.match(self._text, end)) is not None:
            value = part[2] if part[2] is not None else part[3] if part[3] is not None else part[4]
            if part[4] is not None and part[4].endswith("/"):
                value = UNREADABLE  # `href=/a/>`: of the value or of the tag
            attributes.setdefault(part[1], self._unescaped(value or ""))
            end = part.end()
        close = _CLOSE.match(self._text, end)
        if close is None:
            return False
        self._pos = close.end()
        self._open(name, attributes, empty=bool(close[1]))
        return True

    def _open(self, name: str, attributes: dict[str, str], *, empty: bool) -> None:
        prefix, _, local = name.rpartition(":")
        if not self._stack:
            if len(self._done.root) and _local(self._done.root[0]) != local.lower():
                return  # it stands behind the document
            self._own = {"", prefix}
        for key, value in attributes.items():
            if key.startswith("xmlns:"):
                self._namespaces[key[6:]] = value
        entry = self._is_entry(prefix, local)
        if entry and self._in_entry:
            self._close_entry()
        if len(self._stack) >= MAX_DEPTH:
            self._too_deep += not empty
            return
        parent = self._stack[-1].element if self._stack else self._done.root
        element = etree.SubElement(parent, self._tag(prefix, local, attributes))
        for key, value in attributes.items():
            if not key.startswith("xmlns"):
                self._set(element, key, _legal(value))
        if empty:
            return
        if self._in_entry and not entry and local.lower() in _TEXTS:
            self._skip_text(name, element)
            return
        self._stack.append(_Open(name, element, entry))
        self._in_entry += entry

    def _is_entry(self, prefix: str, local: str) -> bool:
        """Whether a start tag is an entry's. The prefix of one that stands where entries do is the
        document's own, whatever its root has: RSS 1.0 in a root of RDF.
        """
        if local.lower() not in self._entries:
            return False
        if self._stack and not self._in_entry and _local(self._stack[-1].element) in PLACES:
            self._own.add(prefix)
        return prefix in self._own

    def _tag(self, prefix: str, local: str, attributes: dict[str, str]) -> str:
        own = prefix in self._own
        uri = attributes.get("xmlns") if self._stack and own else self._namespaces.get(prefix)
        if uri in ATOM:
            return f"{{{uri}}}{local}"
        return local if own else f"{{urn:other:{prefix}}}{local}"

    def _set(self, element: Element, key: str, value: str) -> None:
        prefix, _, local = key.rpartition(":")
        element.set(f"{{{XML}}}{local}" if prefix == "xml" else local, value)

    def _skip_text(self, name: str, element: Element) -> None:
        """Goes on behind a text element, whatever is in it. One that its entry does not close has
        no contents: what follows are the entry's own elements.
        """
        pos = self._pos
        pattern = re.compile(self._text_end % re.escape(name), re.IGNORECASE)
        while (match := pattern.search(self._text, pos)) is not None:
            if match[0].startswith("<!["):
                end = self._cdata_end(match.end())
                pos = match.end() if end < 0 else end + 3
                continue
            if match[1] is None:
                self._pos = match.end()
                return
            break
        self._done.broken.add(element)
        self._mark_entry()

    def _end(self, name: str) -> None:
        if self._too_deep:
            self._too_deep -= 1
            return
        for depth in range(len(self._stack) - 1, -1, -1):
            one = self._stack[depth]
            if one.name == name:
                self._close_to(depth)
                return
            if one.entry and name.rpartition(":")[2].lower() not in self._entries:
                # An end tag without a start, or of something outside of the entry.
                if any(other.name == name for other in self._stack[:depth]):
                    self._close_entry()
                    self._end(name)
                return
        self._done.lost += name.rpartition(":")[2].lower() in self._entries

    def _close_to(self, depth: int) -> None:
        """Closes the element at this depth; those inside of it were not closed."""
        for one in self._stack[depth + 1 :]:
            self._done.broken.add(one.element)
        if len(self._stack) > depth + 1:
            self._mark_entry()
        for one in self._stack[depth:]:
            one.element.text = "".join(one.texts)
            self._in_entry -= one.entry
        del self._stack[depth:]

    def _close_entry(self) -> None:
        """Closes an entry that the document does not close."""
        depth = next(n for n, one in enumerate(self._stack) if one.entry)
        self._mark_entry()
        self._close_to(depth)

    def _mark_entry(self) -> None:
        self._done.broken |= {one.element for one in self._stack if one.entry}

    # --- text -------------------------------------------------------------------------------------

    def _add_text(self, text: str) -> None:
        if text and self._stack:
            self._stack[-1].texts.append(_legal(text))

    def _unescaped(self, text: str) -> str:
        return _REFERENCE.sub(self._character, text) if "&" in text else text

    def _character(self, match: re.Match[str]) -> str:
        if match[3] is not None:
            known = character(match[3], self._declared)
            return match[0] if known is None else known
        code = int(match[1]) if match[1] is not None else int(match[2], 16)
        return chr(code) if code < 0x110000 else UNREADABLE


def _legal(text: str) -> str:
    return _ILLEGAL.sub(CONTROL, text)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
