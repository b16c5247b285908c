"""Import of text dumps, saved HTML and WARC files; the WARC files here are warcio's own."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.archive.warc.writer import WarcWriter
from govnews.demo import DemoPortal
from govnews.errors import ArchiveError
from govnews.importing import Importer
from govnews.portal import Registry
from tests.cli.clilib import Done, govnews, invoke

pytestmark = pytest.mark.slow

DUMP = Path(__file__).parents[1] / "cases" / "longan" / "papi-2020-dump"
LONGAN = "https://www.longan.gov.vn"


def page(title: str, text: str = "", head: str = "") -> bytes:
    body = "".join(
        f"<p>{text} Đoạn văn thứ {n} nêu rõ kết quả thực hiện nhiệm vụ phát triển kinh tế - xã hội "
        "trên địa bàn các huyện trong quý vừa qua, theo báo cáo của Ủy ban nhân dân tỉnh.</p>"
        for n in range(4)
    )
    return (
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"
    ).encode()


def warc(path: Path, records: list[tuple[str, int, str, bytes]], *, packed: bool = True) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        writer._create_temp_file = io.BytesIO  # its own temporary files are left to the collector
        for url, status, kind, payload in records:
            headers = StatusAndHeaders(f"{status} X", [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=io.BytesIO(payload),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": "2024-03-02T01:02:03Z"},
                )
            )
    return path


def bring(root: Path, *args: str | Path) -> Done:
    return invoke("import", "--portal", "longan", "--nl", "--archive", root, *args)


def rows(done: Done) -> list[dict[str, str]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_long_an_dump_is_read_as_expected(tmp_path: Path) -> None:
    (dump,) = (path for path in DUMP.iterdir() if path.stem == "page")
    done = govnews("import", dump, "--portal", "longan", "--archive", tmp_path)
    assert done.code == 0, done.stderr
    expected = json.loads((DUMP / "expected.json").read_text("utf-8"))
    shown = json.loads(invoke("show", "1", "--json", "--archive", tmp_path).stdout)
    for name in ("title", "sapo", "author", "published", "views"):
        assert shown[name] == expected[name], name
    assert shown["body"].split("\n\n") == expected["body"]
    assert (shown["views"], shown["author"], shown["published"]) == (53, "Kim Hạnh", None)


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    saved = tmp_path / "bai.html"
    saved.write_bytes(page("Tỉnh công bố kết quả cải cách hành chính năm 2020"))
    assert rows(bring(tmp_path / "a", saved))[0]["outcome"] == "new"
    warcs = sorted((tmp_path / "a" / "warc").iterdir())
    again = bring(tmp_path / "a", saved)
    assert (again.code, rows(again)[0]["outcome"]) == (0, "known")
    assert sorted((tmp_path / "a" / "warc").iterdir()) == warcs


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (f'<link rel="canonical" href="{LONGAN}/tin/1?utm_source=x">', f"{LONGAN}/tin/1"),
        ('<link href="/tin/2" rel="canonical">', f"{LONGAN}/tin/2"),
        (f'<meta property="og:url" content="{LONGAN}/tin/3">', f"{LONGAN}/tin/3"),
        (f"<!-- saved from url=(0031){LONGAN}/tin/4 -->", f"{LONGAN}/tin/4"),
        ('<link rel="canonical" href="https://elsewhere.example/tin/5">', "file:///bai.html?"),
    ],
)
def test_a_saved_page_may_say_where_it_comes_from(tmp_path: Path, head: str, url: str) -> None:
    saved = tmp_path / "bai.html"
    saved.write_bytes(page("Tỉnh công bố kết quả cải cách hành chính năm 2020", head=head))
    assert rows(bring(tmp_path / "a", saved))[0]["url"].startswith(url)


def test_an_address_and_a_time_can_be_given(tmp_path: Path) -> None:
    saved = tmp_path / "bai.html.gz"
    saved.write_bytes(gzip.compress(page("Tỉnh công bố kết quả cải cách hành chính năm 2020")))
    done = bring(tmp_path / "a", saved, "--url", f"{LONGAN}/tin/9", "--captured-at", "24/05/2021")
    assert rows(done)[0]["url"] == f"{LONGAN}/tin/9"
    with Archive.open(tmp_path / "a") as archive:
        capture = captures.load(archive, 1)
    assert capture.fetched_at == datetime(2021, 5, 23, 17, tzinfo=UTC)
    two = bring(tmp_path / "a", saved, saved, "--url", f"{LONGAN}/tin/9")
    assert two.code == 2
    wrong = bring(tmp_path / "a", saved, "--captured-at", "hôm nào")
    assert wrong.code == 2
    assert "hôm nào" in wrong.stderr


@pytest.mark.parametrize("packed", [True, False])
def test_warc_of_another_tool(tmp_path: Path, packed: bool) -> None:
    first, second = page("Hội nghị tổng kết công tác năm 2023", "A."), page("Lễ ra quân", "B.")
    path = warc(
        tmp_path / "x.warc",
        [
            (f"{LONGAN}/tin/1?utm_source=x", 200, "text/html; charset=utf-8", first),
            (f"{LONGAN}/tin/2", 200, "text/html", second),
            (f"{LONGAN}/anh.png", 200, "image/png", b"\x89PNG"),
            (f"{LONGAN}/cu", 301, "text/html", b"moved"),
            ("https://elsewhere.example/", 200, "text/html", first),
            (f"{LONGAN}/trong", 200, "text/html", b"<html><body></body></html>"),
        ],
        packed=packed,
    )
    done = bring(tmp_path / "a", path)
    assert done.code == 3
    assert [(row["url"], row["outcome"]) for row in rows(done)] == [
        (f"{LONGAN}/tin/1", "new"),
        (f"{LONGAN}/tin/2", "new"),
        (f"{LONGAN}/trong", "not-an-article"),
    ]
    for why in ("no page", "status 301", "other site"):
        assert f"1 records: {why}" in done.stderr
    with Archive.open(tmp_path / "a") as archive:
        assert captures.load(archive, 1).body == first
        assert captures.load(archive, 1).fetched_at == datetime(2024, 3, 2, 1, 2, 3, tzinfo=UTC)


def test_a_cut_warc_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    whole = warc(
        tmp_path / "x.warc.gz",
        [
            (f"{LONGAN}/tin/1", 200, "text/html", page("Hội nghị tổng kết công tác năm 2023")),
            (f"{LONGAN}/tin/2", 200, "text/html", page("Lễ ra quân tháng thanh niên")),
        ],
    ).read_bytes()
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole[:-60])
    done = bring(tmp_path / "a", cut)
    assert done.code == 3
    assert [row["outcome"] for row in rows(done)] == ["new", "failed"]
    assert rows(done)[1]["reason"]


@pytest.mark.parametrize(
    ("name", "content", "outcome"),
    [
        ("trong.txt", b" \n", "failed"),
        ("hong.html.gz", gzip.compress(b"<html>", mtime=0)[:-9], "failed"),
        ("anh.html", b"\x89PNG\r\n\x1a\n" + bytes(200), "failed"),
        ("rong.html", b"<html><head><title>x</title></head><body></body></html>", "not-an-article"),
    ],
)
def test_what_is_no_article_is_named_and_the_rest_is_stored(
    tmp_path: Path, name: str, content: bytes, outcome: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "tot.html"
    bad.write_bytes(content)
    good.write_bytes(page("Tỉnh công bố kết quả cải cách hành chính năm 2020"))
    done = bring(tmp_path / "a", bad, good)
    assert done.code == 3
    assert [row["outcome"] for row in rows(done)] == [outcome, "new"]
    assert rows(done)[0]["reason"]
    assert rows(done)[0]["file"] == str(bad)


def test_pages_of_the_demo_portal_can_be_imported(tmp_path: Path) -> None:
    with DemoPortal(port=0) as site:
        article = site.articles[0]
        body = site.answer("GET", article.path).body
    saved = tmp_path / "bai.html"
    saved.write_bytes(body)
    assert rows(bring(tmp_path / "a", saved))[0]["title"] == article.title


def test_a_full_disk_is_named_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "1.html", tmp_path / "2.html"
    first.write_bytes(page("Tỉnh công bố kết quả cải cách hành chính năm 2020"))
    second.write_bytes(page("Hội nghị tổng kết công tác năm 2023"))
    with Archive.open(tmp_path / "a", write=True) as archive:
        longan = Registry().load("longan")
        importer = Importer(archive, [longan], only=longan)
        assert [done.outcome for done in importer.run(first)] == ["new"]

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(WarcWriter, "write", full)
        with pytest.raises(ArchiveError, match="No space left on device"):
            list(importer.run(second))
        importer.close()
        assert archive.conn.execute("SELECT count(*) FROM article").fetchone() == (1,)
        assert archive.conn.execute("SELECT count(*) FROM capture").fetchone() == (1,)
