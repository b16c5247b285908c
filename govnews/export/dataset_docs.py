"""README.md, CITATION.cff and ro-crate-metadata.json of a dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from govnews.export.writers import Written

_README = """# {title}

{description}

Dữ liệu: tin bài do các cổng thông tin điện tử của Việt Nam đăng, được govnews chụp lại từ web và
đọc ra, cùng các bản đã sửa, số lượt xem, tệp đính kèm, số hiệu văn bản được nhắc đến, các bản chụp
làm bằng chứng, và những gì còn thiếu.

- Version / phiên bản: {version} (the day of the newest visit / ngày của lần truy cập mới nhất)
- Selection / phạm vi: {selection}
- Made by / tạo bằng: govnews {code}
- Digest of the data / mã băm của dữ liệu: `{id}`

| table / bảng | rows / số dòng |
|---|---:|
{tables}

## Files / Các tệp

- `datapackage.json`: every table with the types of its columns (Data Package, version 2);
  `frictionless validate datapackage.json` checks the CSV files against it.
- `CODEBOOK.vi.md`, `CODEBOOK.en.md`: what every column means / ý nghĩa từng cột.
- `data/coverage.{form}`: what was sought, found and missing, by portal and month. What a portal
  never listed was not sought, and a search query does not change it / sổ độ phủ theo cổng và
  tháng: đã tìm gì, có gì, thiếu gì.
- `CITATION.cff`: how to cite this dataset / cách trích dẫn. `govnews cite --dataset DIR` writes
  BibTeX, RIS, CSL-JSON and APA.
- `SHA256SUMS`: `sha256sum -c SHA256SUMS` finds whether a file was changed / kiểm tra toàn vẹn.

{rights} Each row of `captures` tells which bytes were received, when, and from where.
"""
_RIGHTS = (
    "The texts belong to those who published them; using them is a matter of your country's law."
)
_CRATE = "ro-crate-metadata.json"
_ENCODINGS = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".md": "text/markdown",
    ".cff": "application/yaml",
}


def readme(about: Mapping[str, Any], counts: Mapping[str, int], form: str) -> str:
    """The README, in English and Vietnamese."""
    selection = about["govnews"]["selection"]
    return _README.format(
        title=about["title"],
        description=about["description"],
        version=about.get("version", "–"),
        selection=f"`{json.dumps(selection, ensure_ascii=False)}`" if selection else "all / tất cả",
        code=about["govnews"]["version"],
        id=about["id"],
        tables="\n".join(f"| `{name}` | {count:,} |" for name, count in counts.items()),
        form=form,
        rights=_RIGHTS,
    )


def citation_file(about: Mapping[str, Any]) -> str:
    """CITATION.cff 1.2.0; every value is a JSON string, which is valid YAML."""
    lines = [
        ("cff-version", "1.2.0"),
        ("type", "dataset"),
        ("message", "If you use this dataset, please cite it as below."),
        ("title", about["title"]),
        ("abstract", about["description"]),
    ]
    if "version" in about:
        lines += [("version", about["version"]), ("date-released", about["version"])]
    text = "".join(f"{name}: {_quoted(value)}\n" for name, value in lines)
    text += "authors:\n"
    text += "".join(f"  - name: {_quoted(each['title'])}\n" for each in about["contributors"])
    text += "keywords:\n" + "".join(f"  - {_quoted(word)}\n" for word in about["keywords"])
    text += (
        "identifiers:\n  - type: other\n"
        f"    value: {_quoted(about['id'])}\n"
        '    description: "SHA-256 of the data files\' digests and names"\n'
    )
    return text


def crate(about: Mapping[str, Any], files: Mapping[str, Written]) -> str:
    """ro-crate-metadata.json, RO-Crate 1.1: the files with digests, and the software that made
    them.
    """
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": about["title"],
        "description": about["description"],
        "identifier": about["id"],
        "version": about.get("version"),
        "datePublished": about.get("version"),
        "keywords": ", ".join(about["keywords"]),
        "creator": [each["title"] for each in about["contributors"]],
        "license": _RIGHTS,
        "hasPart": [{"@id": name} for name in sorted(files)],
    }
    entities: list[dict[str, Any]] = [
        {
            "@id": _CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        {name: value for name, value in root.items() if value is not None},
        {
            "@id": "#export",
            "@type": "CreateAction",
            "name": "govnews export datapackage",
            "description": json.dumps(about["govnews"]["selection"], ensure_ascii=False),
            "instrument": {"@id": "#govnews"},
            "result": {"@id": "./"},
        },
        {
            "@id": "#govnews",
            "@type": "SoftwareApplication",
            "name": "govnews",
            "version": about["govnews"]["version"],
        },
    ]
    entities += [
        {
            "@id": name,
            "@type": "File",
            "contentSize": str(file.size),
            "sha256": file.digest,
            "encodingFormat": _ENCODINGS[PurePosixPath(name).suffix],
        }
        for name, file in sorted(files.items())
    ]
    graph = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": entities}
    return json.dumps(graph, ensure_ascii=False, indent=2) + "\n"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
