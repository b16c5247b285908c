"""Reads the pages of tests/cases after random damage: none may crash the reader or take long.

Run: python -m tests.mutated [--pages 100000] [--seed 1] [--jobs 2]     (or: make soak)
     python -m tests.mutated --seed 1 --show 123 > page.html

Page N of a seed is always the same. A page passes that is read as an article or refused by name
within two seconds of CPU time; any other ends the run with exit code 1, after all were read.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import Pool
from time import process_time

from govnews.errors import NotAnArticle, PageRefused
from govnews.families import read
from govnews.model import NOT_ARTICLE_REASONS
from tests.caselib import Case, load_cases

SECONDS = 2.0
"""CPU time that a page may take."""

HANGING = 60
"""CPU time after which a page is given up, so that the run goes on."""

LONGEST = 1_000_000
"""Bytes of a mutated page: repeated repetitions would measure lxml alone."""

cases = cache(load_cases)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a page. finding: None where it passed."""

    number: int
    outcome: str
    seconds: float
    finding: str | None = None


# --- the damage -----------------------------------------------------------------------------------

TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
TAGS = (
    b"div", b"p", b"span", b"td", b"tr", b"table", b"li", b"ul", b"h1", b"h2", b"h4", b"a", b"b",
    b"font", b"article", b"nav", b"aside", b"main", b"form", b"script", b"style", b"textarea", b"x",
    b"br", b"img", b"time", b"dl", b"dd", b"pre", b"svg", b"title", b"head", b"body", b"select",
)  # fmt: skip
ATTRIBUTES = (
    b"", b" hidden", b' class="title"', b' class="author date views"', b' class="sapo"',
    b" class=d-none", b' class="related"', b' class="breadcrumb"', b' style="display:none"',
    b' href="/"', b' id="',
    b' itemprop="datePublished" content="2021-13-45"', b" rel=author", b" data-x='\"", b' class="',
    b' style="text-align:right;font-weight:bold"', b' href="http://["', b' datetime="-1"',
)  # fmt: skip
UNITS = [
    one.encode()
    for one in (
        "....... ngày ... tháng ... năm 2021 ", "0 1 2 3 4 5 6 7 8 9 10 11 12 (tháng) ", "UBND-",
        "0912.345.678 - ", "12/", "(", "«", "Nguyễn Văn ", "Theo ", "Tác giả: ", "Lượt xem: ",
        "1.000.", "từ 01/03/2024 đến ", "cách đây 2 ngày ", "&nbsp;", "<!--", "<![CDATA[", "\r\n",
        '{"@type": "NewsArticle", "author": [', "<td>1", "<br>", "<a href=x>", "\U0001f642",
        "401 ", "phải đăng nhập ", "TM. ỦY BAN ", "<time datetime=1>", "</div>", "số 1/QĐ-",
        "\u0301", "\0", "\u202e", "\ud7ff",
    )
]  # fmt: skip
"""What rules look for; many of it in one line is what patterns are slow on."""


def _slice(dice: random.Random, body: bytes) -> tuple[int, int]:
    start = dice.randrange(len(body) + 1)
    return start, min(len(body), start + dice.choice([1, 20, 300, 3000, 30_000]))


def cut(dice: random.Random, body: bytes) -> bytes:
    """Without a part, or without its end or its beginning."""
    start, end = _slice(dice, body)
    return dice.choice([body[:start] + body[end:], body[:start], body[start:]])


def double(dice: random.Random, body: bytes) -> bytes:
    """With a part several times."""
    start, end = _slice(dice, body)
    return body[:end] + body[start:end] * dice.choice([1, 2, 10, 60]) + body[end:]


def swap(dice: random.Random, body: bytes) -> bytes:
    """With two parts in each other's place."""
    (a, b), (c, d) = sorted((_slice(dice, body), _slice(dice, body)))
    return body[:a] + body[c:d] + body[b:c] + body[a:b] + body[max(b, d) :]


def splice(dice: random.Random, body: bytes) -> bytes:
    """With a part of another page."""
    other = dice.choice(cases()).capture.body
    start, end = _slice(dice, other)
    at = dice.randrange(len(body) + 1)
    return body[:at] + other[start:end] + body[at:]


def flip(dice: random.Random, body: bytes) -> bytes:
    """With other bytes at some places."""
    changed = bytearray(body)
    for _ in range(dice.choice([1, 5, 50, 1 + len(body) // 20]) if body else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def retag(dice: random.Random, body: bytes) -> bytes:
    """With other tags: one, all of a name, or any third one; the end tags among them or not."""
    found = TAG.search(body, dice.randrange(len(body) + 1)) or TAG.search(body)
    if found is None:
        return body
    name, to, how = found[2].lower(), dice.choice(TAGS), dice.randrange(4)

    def other(match: re.Match[bytes]) -> bytes:
        hit = how == 1 or (how == 2 and not match[1]) or dice.random() < 0.3
        mine = match[2].lower() == name if how < 3 else dice.random() < 0.1
        return b"<" + match[1] + to + match[3] + b">" if hit and mine else match[0]

    return TAG.sub(other, body)


def reattribute(dice: random.Random, body: bytes) -> bytes:
    """With other attributes in some start tags."""
    share = dice.choice([0.01, 0.1, 0.6])

    def other(match: re.Match[bytes]) -> bytes:
        if match[1] or dice.random() > share:
            return match[0]
        kept = match[3] if dice.random() < 0.5 else b""
        return b"<" + match[2] + kept + dice.choice(ATTRIBUTES) + b">"

    return TAG.sub(other, body)


def nest(dice: random.Random, body: bytes) -> bytes:
    """With a part inside many elements, closed or not."""
    start, end = _slice(dice, body)
    tag, depth = dice.choice(TAGS), dice.choice([1, 3, 40, 400])
    closing = b"</" + tag + b">" if dice.random() < 0.7 else b""
    return (
        body[:start] + (b"<" + tag + b">") * depth + body[start:end] + closing * depth + body[end:]
    )


def unclose(dice: random.Random, body: bytes) -> bytes:
    """Without some of its end tags."""
    share = dice.choice([0.05, 0.5, 1.0])
    return TAG.sub(lambda one: b"" if one[1] and dice.random() < share else one[0], body)


def repeat(dice: random.Random, body: bytes) -> bytes:
    """With something that rules look for, many times in one line."""
    at = body.find(b">", dice.randrange(len(body) + 1)) + 1
    return body[:at] + dice.choice(UNITS) * dice.choice([1, 3, 30, 300, 3000]) + body[at:]


def recode(dice: random.Random, body: bytes) -> bytes:
    """In another charset than it says, whole or in part."""
    start, end = dice.choice([(0, len(body)), _slice(dice, body)])
    text = body[start:end].decode("utf-8", "replace")
    charset = dice.choice(["utf-16", "latin-1", "cp1258", "utf-8", "ascii"])
    if charset == "utf-8":
        text = body[start:end].decode("latin-1")
    return body[:start] + text.encode(charset, "replace") + body[end:]


DAMAGE: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    cut, double, swap, splice, flip, retag, reattribute, nest, unclose, repeat, recode,
)  # fmt: skip


def page(seed: int, number: int) -> Case:
    """A case with one to six kinds of damage."""
    dice = random.Random(f"{seed}.{number}")
    case = dice.choice(cases())
    body = case.capture.body
    for change in dice.choices(DAMAGE, k=dice.randint(1, 6)):
        body = change(dice, body)[:LONGEST]
    portal = case.portal if dice.random() < 0.5 else None
    return replace(case, capture=replace(case.capture, body=body), portal=portal)


# --- the reading ----------------------------------------------------------------------------------


def attempt(seed: int, number: int) -> Result:
    """Reads one page. Any error but a refusal by name is a finding, and so is too much time."""
    case = page(seed, number)
    begun = process_time()
    finding = None
    try:
        article = read(case.capture, case.portal)
        outcome = "article"
        if not article.title or "\0" in article.title + article.body:
            finding = "an article without a title, or with a NUL"
    except (NotAnArticle, PageRefused) as refusal:
        outcome = str(refusal.reason)
        if isinstance(refusal, NotAnArticle) and refusal.reason not in NOT_ARTICLE_REASONS:
            finding = f"a reason unheard of: {refusal.reason}"
    except Exception as error:  # noqa: BLE001 any crash is what is sought
        outcome, finding = "crash", f"{type(error).__name__}: {error}"
    return Result(number, outcome, process_time() - begun, finding)


def _give_up(*_: object) -> None:
    raise TimeoutError(f"not read in {HANGING} seconds")


def timed(seed: int, number: int) -> Result:
    """The same, given up when it hangs; a page that takes too long is a finding."""
    signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, HANGING)
    result = attempt(seed, number)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    if result.finding is None and result.seconds > SECONDS:
        return replace(result, finding=f"{result.seconds:.1f} seconds of CPU time")
    return result


def run(seed: int, numbers: range, jobs: int) -> Iterator[Result]:
    with Pool(jobs) as pool:
        yield from pool.imap_unordered(partial(timed, seed), numbers, chunksize=50)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, metavar="N", help="write page N to standard output")
    args = parser.parse_args()
    if args.show is not None:
        case = page(args.seed, args.show)
        sys.stdout.buffer.write(case.capture.body)
        print(f"{case.name}, {case.capture.url}, {case.portal}", file=sys.stderr)
        return 0
    outcomes: Counter[str] = Counter()
    findings, slowest = [], Result(0, "", 0.0)
    for result in run(args.seed, range(args.first, args.first + args.pages), args.jobs):
        outcomes[result.outcome] += 1
        slowest = max(slowest, result, key=lambda one: one.seconds)
        if result.finding is not None:
            findings.append(result)
            print(f"page {result.number}: {result.finding}", flush=True)
        if outcomes.total() % 5000 == 0:
            print(f"{outcomes.total():,} pages, {len(findings)} findings", file=sys.stderr)
    print(
        f"{outcomes.total():,} pages of seed {args.seed}, {len(findings)} findings; the slowest is "
        f"page {slowest.number}: {slowest.seconds:.2f} s. "
        + ", ".join(f"{name} {count:,}" for name, count in outcomes.most_common())
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
