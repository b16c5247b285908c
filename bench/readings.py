"""A digest of every reading: of all cases, and of generated pages, with and without a profile.

Run: python bench/readings.py [--seed 500] [--portals 28] [--pages 6] [--folder FOLDER] [-o FILE]

--folder adds the pages that a folder holds, see readspeed.py.

A change that must not change what is read leaves the digest as it is. `-o` writes one line for each
reading (its name, its digest), so that two states can be compared with `diff`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from portalgen import make_portal
from readspeed import FETCHED_AT, real_pages

import govnews
from govnews.errors import NotAnArticle, PageRefused
from govnews.families import read
from tests.caselib import load_cases, scrambled


def _digest(*args: Any, **options: Any) -> str:
    call = options.pop("call")
    try:
        found = asdict(call(*args, **options))
    except (NotAnArticle, PageRefused) as error:
        found = {"refused": error.reason}
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def folder_readings(folder: Path) -> Iterator[tuple[str, str]]:
    """The name and the digest of the reading of each page in a folder."""
    for body, url in real_pages(folder):
        yield url, _digest(body, url, fetched_at=FETCHED_AT, call=govnews.extract)


def readings(seed: int, portals: int, pages: int) -> Iterator[tuple[str, str]]:
    """The name and the digest of each reading of a case or a generated page."""
    for case in load_cases():
        plain, renamed = case.capture, replace(case.capture, body=scrambled(case.capture.body))
        yield f"{case.name} family", _digest(plain, case.portal, call=read)
        yield f"{case.name} generic", _digest(plain, None, call=read)
        yield f"{case.name} scrambled", _digest(renamed, None, call=read)
    for number in range(seed, seed + portals):
        for renames in (False, True):
            portal = make_portal(number, pages, scrambled=renames)
            profile = govnews.learn((page.html, page.url) for page in portal.pages)
            for at, page in enumerate(portal.pages):
                name = f"{number}.{at}{' scrambled' * renames}"
                options = {"fetched_at": page.fetched_at, "call": govnews.extract}
                yield name, _digest(page.html, page.url, **options)
                yield f"{name} profile", _digest(page.html, page.url, profile=profile, **options)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=500)
    parser.add_argument("--portals", type=int, default=28)
    parser.add_argument("--pages", type=int, default=22)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    found = list(readings(args.seed, args.portals, args.pages))
    found += folder_readings(args.folder) if args.folder is not None else []
    lines = [f"{name}\t{digest}\n" for name, digest in found]
    if args.output:
        args.output.write_text("".join(lines), encoding="utf-8")
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    print(f"{len(lines)} readings, digest {digest[:32]}")


if __name__ == "__main__":
    main()
