"""Learns what a portal's pages have in common, so that what varies can be read.

Several pages of one portal give its noise, the blocks that repeat with the same text or with other
numbers in it, and the body path, the elements that hold the text that varies, which works where
class names mean nothing.

Lines that belong to an article are never noise, though many articles print the same: dates, view
counts, signatures, sources, cells of tables.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from statistics import median

from govnews.errors import GovnewsError, UsageError
from govnews.model import Capture, Profile
from govnews.reading import weights as w
from govnews.reading.page.main_content import prose
from govnews.reading.parse.document import is_text, parse
from govnews.reading.parse.lines import HEADINGS, Block, Page, flatten
from govnews.reading.recognisers.bylines import read_signature
from govnews.reading.recognisers.dates import date_lines, residue
from govnews.reading.recognisers.views import find_views, is_views_label
from govnews.vietnamese.text import fold

_DIGEST_BYTES = 8

_FORMAT = 5
"""Number of the stored form; a profile of another number was learned by other rules."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The part of a page that learning needs.

    digests: those of its blocks. varying: for each block of running text its digest, its weight,
    and the path and number of each element around it. figures: for each line with figures or
    in a table its digest, its text or row, and the element whose lines, rows and items it is among.
    """

    digests: frozenset[str]
    varying: tuple[tuple[str, float, tuple[tuple[str, int], ...]], ...]
    figures: tuple[tuple[str, str, int], ...]


def block_digest(block: Block) -> str:
    """A digest that two blocks of different pages share when they have the same words.

    Numbers are left out, except in a heading or a sentence, because bulletins repeat the same words
    with other figures. A link and a text with the same words differ, because the newest headline
    stands as a link on every page and as the title on its own.
    """
    return _digest(block.text, block.link_density > w.LINKED, _is_sentence(block))


@lru_cache(maxsize=w.CACHED_DIGESTS)
def _digest(text: str, linked: bool, sentence: bool) -> str:
    """The digest, cached because the same blocks stand on every page of a portal."""
    words = fold(text)
    if not sentence:
        words = re.sub(r"\d+", "#", words)
    return blake2b(
        f"{'a' if linked else '-'}{words}".encode(), digest_size=_DIGEST_BYTES
    ).hexdigest()


_COUNTS = re.compile(r"truy cap|luot|online|ghe tham|vieng tham|lan thu|\b(?:xem|doc)\b|visit")
"""In folded text: words of a short sentence that counts visits."""


def _is_sentence(block: Block) -> bool:
    if block.tag in HEADINGS:
        return True
    text = block.text
    if not text.endswith((".", "!", "?", "…", ":", ";", '"', "”")):
        return False
    if len(text) < w.PROFILE_SENTENCE_LENGTH and (
        len(text.split()) < w.PROFILE_SENTENCE_WORDS or _COUNTS.search(fold(text))
    ):
        return False
    return sum(map(str.isdigit, text)) < w.PROFILE_DIGITS * len(text)


def node_path(page: Page, node: int) -> str:
    """The elements from the root down to a node, with their classes: `body/div.main/td`.

    Numbers in classes are left out, for they count posts (`post-4711`).
    """
    return "/".join(reversed([_step(page, step) for step in page.ancestors(node)]))


def is_at(page: Page, node: int, path: str) -> bool:
    """Whether a node has that path. Its own step is compared first, which excludes most nodes."""
    return path.endswith(_step(page, node)) and node_path(page, node) == path


def fits(profile: Profile, capture: Capture) -> bool:
    """Whether a page has the elements that held the text on the pages of the profile; True for a
    profile that knows none and for a page that is no HTML.
    """
    if not profile.body_paths or is_text(capture):
        return True
    try:
        page = flatten(parse(capture))
    except GovnewsError:
        return False
    nodes = range(len(page.nodes))
    return any(is_at(page, node, path) for path in profile.body_paths for node in nodes)


def _step(page: Page, node: int) -> str:
    element = page.nodes[node]
    names = element.get("class")
    if not names:
        return str(element.tag)
    return f"{element.tag}.{re.sub(r'[0-9]+', '#', '.'.join(names.split()))}"


# --- learning -------------------------------------------------------------------------------------


def learn(captures: Iterable[Capture]) -> Profile:
    """The profile of a portal from captures of its article pages; empty where too few can be read.

    Captures that cannot be read as HTML are passed over; of several captures of one URL the last
    counts. The order of the captures makes no difference.
    """
    newest: dict[str, tuple[datetime, bytes, Capture]] = {}
    for capture in captures:
        known = newest.get(capture.url)
        if known is None or known[:2] < (capture.fetched_at, capture.body):
            newest[capture.url] = (capture.fetched_at, capture.body, capture)
    pages: list[_Seen] = []
    own: set[str] = set()
    ended: set[str] = set()
    for _, _, capture in newest.values():
        if is_text(capture):
            continue
        try:
            page = flatten(parse(capture))
        except GovnewsError:
            continue
        pages.append(_look(page, capture.fetched_at, own, ended))
    if len(pages) < w.PROFILE_MIN_PAGES:
        return Profile(pages=len(pages))
    noise = _repeated(pages) - own
    noise -= _facts(pages, noise) | (_formulas(pages, noise) - _on_all(pages, ended))
    return Profile(noise, _body_paths(pages, noise), len(pages))


def _look(page: Page, fetched_at: datetime, own: set[str], ended: set[str]) -> _Seen:
    """The part of a page that learning needs; adds the digests of the article's lines to `own`, and
    those of sentences that come to their end to `ended`.
    """
    digests, varying, figures = set(), [], []
    paths: dict[int, tuple[tuple[str, int], ...]] = {}
    for block in page.blocks:
        if not block.text:
            continue
        digest = block_digest(block)
        if digest not in digests and digest not in own and _is_own(block, fetched_at):
            own.add(digest)
        digests.add(digest)
        if block.text.endswith(_ENDS):
            ended.add(digest)
        value = prose(block)
        if value:
            varying.append((digest, value, _paths(page, block.node, paths)))
        if not block.linked and (fact := _fact(page, block)) is not None:
            figures.append((digest, fact, _among(page, block.node)))
    return _Seen(frozenset(digests), tuple(varying), tuple(figures))


def _fact(page: Page, block: Block) -> str | None:
    """A line with figures, or the row of a table that a line stands in; None for counters."""
    row = next((n for n in page.ancestors(block.node) if page.nodes[n].tag == "tr"), None)
    lines = [block] if row is None else [page.blocks[position] for position in page.inside(row)]
    text = " | ".join(line.text for line in lines)
    if len(text) > w.INFO_MAX_LENGTH or _COUNTS.search(fold(text)) is not None:
        return None
    return text if row is not None or any(map(str.isdigit, text)) else None


def _among(page: Page, node: int) -> int:
    """The element whose lines a line is among, tables and lists aside."""
    parent = page.parents[node]
    while parent >= 0 and page.nodes[parent].tag in _ROWS:
        parent = page.parents[parent]
    return parent


_ROWS = frozenset({"ul", "ol", "li", "dl", "table", "thead", "tbody", "tr", "td", "th"})


_ENDS = (".", "!", "?", "…")


def _on_all(pages: Sequence[_Seen], ended: set[str]) -> frozenset[str]:
    """Finished sentences that stand on nearly all of many pages: a greeting or a notice above each
    text. The formulas of decrees are clauses that go on ("Căn cứ Luật …;").
    """
    counts = Counter(digest for page in pages for digest in page.digests & ended)
    needed = max(w.PROFILE_NOTICE_MIN, w.PROFILE_NOTICE * len(pages))
    return frozenset(digest for digest, count in counts.items() if count >= needed)


def _formulas(pages: Sequence[_Seen], noise: frozenset[str]) -> frozenset[str]:
    """Sentences of many pages that most of these go on below with text of their own, in the same
    element: "Căn cứ Luật …" opens decrees, while what repeats below a text is a notice.
    """
    on_pages: Counter[str] = Counter()
    above_text: Counter[str] = Counter()
    for page in pages:
        repeated: dict[str, bool] = {}
        columns: set[int] = set()
        for digest, _, steps in reversed(page.varying):
            parent = steps[-2][1] if len(steps) > 1 else -1
            if digest in noise:
                repeated[digest] = repeated.get(digest, False) or parent in columns
            else:
                columns.add(parent)
        on_pages.update(repeated)
        above_text.update(digest for digest, above in repeated.items() if above)
    return frozenset(digest for digest, count in above_text.items() if 2 * count > on_pages[digest])


def _facts(pages: Sequence[_Seen], noise: frozenset[str]) -> frozenset[str]:
    """Lines of one form with other figures on each page, and labels of rows with other values,
    among the paragraphs that vary: the facts of documents ("Tổng kinh phí: 500 triệu đồng").
    """
    texts: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        columns = {
            steps[-2][1]
            for digest, _, steps in page.varying
            if digest not in noise and len(steps) > 1
        }
        for digest, text, among in page.figures:
            if digest in noise and among in columns:
                texts[digest].add(text)
    return frozenset(digest for digest, forms in texts.items() if len(forms) > 1)


def _paths(
    page: Page, node: int, known: dict[int, tuple[tuple[str, int], ...]]
) -> tuple[tuple[str, int], ...]:
    found = known.get(node)
    if found is None:
        parent = page.parents[node]
        above = _paths(page, parent, known) if parent >= 0 else ()
        path = f"{above[-1][0]}/{_step(page, node)}" if above else _step(page, node)
        found = known[node] = (*above, (path, node))
    return found


def _is_own(block: Block, fetched_at: datetime) -> bool:
    """Whether a line belongs to its article, although its words stand on every page."""
    text = block.text
    if len(text) > w.INFO_MAX_LENGTH or block.linked > w.MOSTLY_LINKED * len(text):
        return False
    if not any(map(str.isalpha, text)) or is_views_label(text):
        return True
    if read_signature(text) is not None or fold(text).startswith("nguon:"):
        return True
    if find_views(text) or date_lines(text, fetched_at):
        return len(residue(text, fetched_at)) <= w.INFO_MAX_RESIDUE
    return False


def _repeated(pages: Sequence[_Seen]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(page.digests)
    needed = max(w.PROFILE_REPEATED_MIN, w.PROFILE_REPEATED * len(pages))
    return frozenset(digest for digest, count in counts.items() if count >= needed)


def _body_paths(pages: Sequence[_Seen], noise: frozenset[str]) -> tuple[str, ...]:
    """The deepest path that still holds nearly all varying prose, then its parent."""
    amounts: dict[str, list[float]] = defaultdict(list)
    repeats: Counter[str] = Counter()
    for page in pages:
        by_path, several = _varying(page, noise)
        repeats.update(several)
        for path, amount in by_path.items():
            amounts[path].append(amount)
    totals = {path: median(values) * len(values) / len(pages) for path, values in amounts.items()}
    path = min(totals, key=lambda each: (len(each), each), default="")
    found: list[str] = []
    while path:
        found.insert(0, path)
        children = [p for p in totals if p.startswith(f"{path}/") and "/" not in p[len(path) + 1 :]]
        best = max(children, key=lambda child: (totals[child], child), default="")
        if not best or totals[best] < w.PROFILE_HOLDS * totals[path] or _is_paragraph(best):
            break
        if repeats[best] > w.PROFILE_SEVERAL * len(pages):
            break
        path = best
    while len(found) > 1 and totals[found[1]] <= totals[found[0]]:
        del found[0]  # a wrapper of the same text, whose border is the better end of it
    return tuple(found[:2]) if len(found) > 1 else ()


def _is_paragraph(path: str) -> bool:
    return path.rpartition("/")[2].partition(".")[0] in {"p", "ul", "ol", "li", "blockquote", "tr"}


def _varying(page: _Seen, noise: frozenset[str]) -> tuple[dict[str, float], set[str]]:
    """The weight of the varying text by path, and the paths that lead to several elements."""
    by_path: dict[str, float] = defaultdict(float)
    nodes: dict[str, set[int]] = defaultdict(set)
    for digest, value, steps in page.varying:
        if digest not in noise:
            for path, node in steps:
                by_path[path] += value
                nodes[path].add(node)
    return by_path, {path for path, found in nodes.items() if len(found) > 1}


# --- storing --------------------------------------------------------------------------------------


def to_json(profile: Profile) -> str:
    """A profile as one JSON object, always the same for the same profile."""
    return json.dumps(
        {
            "format": _FORMAT,
            "pages": profile.pages,
            "body_paths": list(profile.body_paths),
            "noise": sorted(profile.noise),
        }
    )


def from_json(text: str) -> Profile:
    """The profile that `to_json` wrote; raises UsageError when it is none, or an older form."""
    try:
        stored = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"The profile is not JSON ({error}); learn it again.") from error
    if not isinstance(stored, Mapping) or stored.get("format") != _FORMAT:
        raise UsageError("The profile was stored by another version; learn it again.")
    try:
        noise, paths = stored["noise"], stored["body_paths"]
        return Profile(frozenset(map(str, noise)), tuple(map(str, paths)), int(stored["pages"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"The profile is damaged ({error!r}); learn it again.") from error
