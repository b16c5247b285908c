"""Exports in the programs that people open them with: R and LibreOffice."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

from tests.cli.clilib import invoke
from tests.real.cms import need
from tests.web.weblib import fill

READ = """
rows <- read.csv("{path}", fileEncoding = "UTF-8-BOM", check.names = FALSE)
about <- grepl("cải cách hành chính", rows$title, fixed = TRUE)
cat(nrow(rows), ncol(rows), sum(about), sep = "\\n")
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    fill(folder / "archive")
    path = folder / "articles.csv"
    assert invoke("export", "csv", "--archive", folder / "archive", "-o", path).code == 0
    return path


def wanted(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_r_reads_the_export(exported: Path, tmp_path: Path) -> None:
    need("Rscript", package="r-base-core")
    script = tmp_path / "read.R"
    script.write_text(READ.format(path=exported), encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "--vanilla", "--encoding=UTF-8", str(script)],
        capture_output=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr.decode()
    records = wanted(exported)
    about = sum("cải cách hành chính" in record["title"] for record in records)
    assert about > 1
    assert [int(line) for line in done.stdout.split()] == [len(records), len(records[0]), about]


def test_libreoffice_converts_the_export(exported: Path, tmp_path: Path) -> None:
    """Through a spreadsheet and back: the same cells, also those with line breaks."""
    need("soffice", package="libreoffice-calc-nogui")
    convert(exported, "ods:calc8", tmp_path, source="CSV:44,34,76,1,,0,false,true,false")
    convert(
        tmp_path / "articles.ods", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false", tmp_path
    )
    before, after = wanted(exported), wanted(tmp_path / "articles.csv")
    assert [row["title"] for row in after] == [row["title"] for row in before]
    assert [row["body"] for row in after] == [row["body"] for row in before]


def convert(path: Path, form: str, folder: Path, source: str | None = None) -> None:
    done = subprocess.run(
        [
            "soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
            *([f"--infilter={source}"] if source else []),
            "--convert-to", form, "--outdir", str(folder), str(path),
        ],
        capture_output=True,
        check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
