"""Reads the cases below tests/cases and compares a reading with what is expected of it."""

from __future__ import annotations

import json
import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govnews.cli.case import expectation
from govnews.model import Capture
from govnews.portal import Portal

CASES = Path(__file__).parent / "cases"
FIELDS = (
    "title", "sapo", "author", "published", "updated", "section", "views", "body",
    "attachments", "images", "refs", "source", "signers",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    folder: Path
    capture: Capture
    portal: Portal | None
    expected: dict[str, Any]
    reviewed: bool = True
    """False while nobody has compared the expectation of `govnews case new` with the page."""

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"


def load_cases(cases: Path = CASES) -> list[Case]:
    return [_load(path.parent) for path in sorted(cases.glob("*/*/capture.toml"))]


def _load(folder: Path) -> Case:
    facts = tomllib.loads((folder / "capture.toml").read_text(encoding="utf-8"))
    page = next(path for path in folder.iterdir() if path.stem == "page")
    capture = Capture(
        facts["url"], facts["fetched_at"], page.read_bytes(), facts["status"], facts["content_type"]
    )
    family = facts.get("family", "generic")
    base = "/".join(facts["url"].split("/")[:3]) + "/"
    portal = Portal(folder.parent.name, folder.parent.name, family, base)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return Case(folder, capture, portal, expected, expected.pop("reviewed", True))


def check(case: Case) -> None:
    """Fails where a case is not reviewed, or is read in another way than expected."""
    assert case.reviewed, (
        f"{case.name} is new: compare {case.folder / 'expected.json'} with the page, mend what is "
        'wrong, and remove the line "reviewed"'
    )
    got = reading(case)
    wrong = [
        f"{name}:\n  expected {case.expected.get(name)!r}\n  read     {got.get(name)!r}"
        for name in sorted({*case.expected, *got})
        if got.get(name) != case.expected.get(name)
    ]
    assert not wrong, f"{case.name}\n" + "\n".join(wrong)


def reading(case: Case, *, with_family: bool = True) -> dict[str, Any]:
    """What the extractor makes of a case, in the form of expected.json."""
    return expectation(case.capture, case.portal if with_family else None)


_NAMES = re.compile(rb"""(\s(?:class|id|itemprop)\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)'|([\w-]+))""")


def scrambled(body: bytes) -> bytes:
    """The page with every class and id renamed to letters that mean nothing."""

    def rename(match: re.Match[bytes]) -> bytes:
        names = (match[2] or match[3] or match[4] or b"").split()
        return match[1] + b'"' + b" ".join(map(_meaningless, names)) + b'"'

    return _NAMES.sub(rename, body)


def _meaningless(name: bytes) -> bytes:
    return bytes(random.Random(name).choices(b"bcdfghjklmnpqrstvwxz", k=6))
