"""CSV that any reader takes apart into what was put in, and files that are whole or not there."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.cli.export import export_csv
from govnews.errors import OutputFailed
from govnews.export.csvfile import EXCEL_CELL, cell, write_csv, write_quoted_csv
from govnews.export.output import replacing
from govnews.export.tables import TABLES
from tests.cli.clilib import govnews, invoke

# csv.reader makes no difference between None and an empty text, and no cell holds a surrogate.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
COLUMNS = tuple(TABLES["articles"].columns)
CELLS = st.one_of(TEXT, st.integers(), st.none())


def written(rows: list[list[Any]], **options: Any) -> str:
    stream = io.StringIO(newline="")
    write_csv(stream, ["a", "b"], rows, **options)
    return stream.getvalue()


@given(st.lists(st.tuples(CELLS, CELLS)), st.sampled_from([",", "\t"]))
def test_round_trip(rows: list[tuple[Any, Any]], delimiter: str) -> None:
    text = written([list(row) for row in rows], delimiter=delimiter)
    back = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert back[0] == ["a", "b"]
    assert back[1:] == [["" if v is None else str(v) for v in row] for row in rows]


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5), st.integers(1, 40))
def test_quoted_round_trip(rows: list[tuple[str, str]], times: int) -> None:
    below = io.BytesIO()
    stream = io.TextIOWrapper(below, "utf-8", newline="")
    cells = [(a.encode(), b.encode()) for a, b in rows * times]
    assert write_quoted_csv(stream, ["a", "b"], iter(cells)) == (len(cells), 0)
    back = list(csv.reader(io.StringIO(below.getvalue().decode(), newline="")))
    assert back == [["a", "b"], *([a, b] for a, b in rows * times)]


def test_quoted_cells_are_utf8_without_nul_and_long_ones_are_counted() -> None:
    below = io.BytesIO()
    long = "ế".encode() * (EXCEL_CELL + 1)
    rows = [(b"x\0y", b"\xed\xa0\x80"), ("한".encode(), b'"'), (long, long[:-3])]
    stream = io.TextIOWrapper(below, "utf-8")
    counts = write_quoted_csv(stream, ["a", "b"], rows, headers=False)
    assert counts == (3, 1)
    lines = below.getvalue().decode().splitlines()
    assert lines[:2] == ['"xy","\ufffd\ufffd\ufffd"', '"한",""""']
    assert (len(lines), len(lines[2])) == (3, 2 * EXCEL_CELL + 6)


@given(st.text())
def test_excel_safe_cells_are_no_formula(text: str) -> None:
    safe = cell(text, excel_safe=True)
    bare = safe.lstrip()
    if bare[:1] in {"=", "+", "-", "@"}:
        assert bare[1:].replace(".", "").replace(",", "").isdigit()
        assert not safe[0].isspace()
    assert safe.removeprefix("'") == text.replace("\0", "").removeprefix("'")


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("- Giao Sở Nội vụ:", "'- Giao Sở Nội vụ:"),
        ("-12,5", "-12,5"),
        ("Hà Nội = thủ đô", "Hà Nội = thủ đô"),
        (None, None),
        (-3, -3),
    ],
)
def test_excel_safe(value: Any, safe: Any) -> None:
    assert cell(value, excel_safe=True) == safe


def test_nul_is_dropped_and_long_cells_are_counted() -> None:
    stream = io.StringIO(newline="")
    counts = write_csv(stream, ["a"], [["x\0y"], ["z" * (EXCEL_CELL + 1)]], headers=False)
    assert counts == (2, 1)
    assert stream.getvalue().startswith("xy\r\n")


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "sub" / "a.csv"
    with replacing(target, encoding="utf-8-sig") as stream:
        stream.write("Hà Nội \ud800")
        assert not target.exists()
    assert target.read_bytes() == b"\xef\xbb\xbf" + "Hà Nội ?".encode()
    assert stat.S_IMODE(target.stat().st_mode) & 0o044


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    target.chmod(0o640)

    def interrupted() -> None:
        with replacing(target) as stream:
            stream.write("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert target.read_text() == "old"
    with replacing(target) as stream:
        stream.write("new")
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize("place", ["/dev/full", "/proc/nowhere/a.csv"])
def test_an_unwritable_place_is_named(place: str) -> None:
    def write() -> None:
        with replacing(Path(place)) as stream:
            stream.write("x" * 100_000)

    with pytest.raises(OutputFailed, match=place):
        write()


def test_export_of_an_archive(demo_root: Path, tmp_path: Path) -> None:
    target = tmp_path / "papi.csv"
    args = ["export", "csv", "--archive", demo_root, "--portal", "demo", "--query", "chi so papi"]
    done = invoke(*args, "-o", target)
    assert done.code == 0
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert f"{len(rows)} articles written" in done.stderr
    assert tuple(rows[0]) == COLUMNS
    assert all("papi" in (row["title"] + row["sapo"] + row["body"]).lower() for row in rows)
    assert any("\n\n" in row["body"] for row in rows)
    on_stdout = govnews(*args, "-o", "-")
    assert on_stdout.stdout.encode() == raw.removeprefix(b"\xef\xbb\xbf")
    plain = tmp_path / "plain.csv"
    assert invoke(*args, "-o", plain, "--no-bom", "--no-headers", "--limit", "1").code == 0
    (only,) = csv.reader(io.StringIO(plain.read_text("utf-8"), newline=""))
    assert only == list(rows[0].values())


def test_the_command_offers_what_the_docs_say() -> None:
    assert {
        "table", "path", "no_bom", "excel_safe", "no_headers", "query", "portal", "province",
        "lineage", "since", "until", "number", "has_attachment", "author", "signer", "section",
        "limit", "root",
    } == {param.name for param in export_csv.params}  # fmt: skip
