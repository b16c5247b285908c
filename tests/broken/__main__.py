"""Prints what each breakage does to an archive: python -m tests.broken [NAME…]

Without names, all of the catalogue. A name that ends in * stands for all that begin so.
"""

from __future__ import annotations

import argparse
import fnmatch
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from tabulate import tabulate

from tests.broken.breakages import BREAKAGES
from tests.broken.harness import TIMELINES, Finding, measure


def chosen(patterns: list[str]) -> list[str]:
    found = [name for one in patterns for name in fnmatch.filter(BREAKAGES, one)]
    unknown = [one for one in patterns if not fnmatch.filter(BREAKAGES, one)]
    if unknown:
        raise SystemExit(f"no such breakage: {', '.join(unknown)}")
    return list(dict.fromkeys(found)) or list(BREAKAGES)


def row(name: str, length: str, finding: Finding) -> list[object]:
    broken = [day for number, day in finding.days.items() if number in TIMELINES[length].broken]
    named = all(not day.complete and day.names for day in broken)
    quiet = name == "control" or BREAKAGES[name].quiet
    last = finding.days[TIMELINES[length].days]
    return [
        name,
        length,
        finding.harmed,
        finding.versions,
        "yes" if named else "no",
        "no" if quiet else "yes",
        last.outcome,
        "; ".join(f"{kind} {len(paths)}" for kind, paths in finding.harm.items()),
    ]


def main() -> NoReturn:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("names", nargs="*", metavar="NAME")
    options.add_argument("--days", action="store_true", help="what the runs of broken days named")
    given = options.parse_args()
    names = chosen(given.names)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="govnews-broken-") as folder:
        findings = measure(Path(folder), names)
    rows = [row(name, length, finding) for (name, length), finding in findings.items()]
    head = ["breakage", "for", "harmed", "versions", "named", "due", "last run", "differences"]
    print(tabulate(rows, head, disable_numparse=True))
    if given.days:
        for (name, length), finding in findings.items():
            for number, day in finding.days.items():
                print(name, length, "day", number, day.outcome, *day.names, sep=" | ")
    spoilt = sum(finding.harmed > 0 or finding.versions != 0 for finding in findings.values())
    print(f"{len(findings)} portals, {spoilt} harmed, {time.monotonic() - began:.0f} s")
    raise SystemExit(spoilt > 0)


if __name__ == "__main__":
    main()
