"""README.md, CITATION.cff and ro-crate-metadata.json of a dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from govnews.audit.completeness import Completeness
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

{completeness}## Files / Các tệp

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
_COMPLETENESS = """## How complete / Mức đầy đủ

How many articles each portal should have, estimated from how far the ways that found them (lists,
feed, sitemap, links in articles, the index of a web archive) overlap. The figures are of the
portals as the archive has them, not of the selection. Pages that were sought and never read are not
in them. The ways are taken as independent: where one is made from another, or two know only what is
newest, the estimate is a lower bound. Years and portals are left out where the ways are too few.

Ước tính số tin bài mà mỗi cổng phải có, theo mức trùng nhau giữa các cách tìm ra bài (danh sách,
nguồn tin, sơ đồ trang, liên kết trong bài, chỉ mục của kho lưu trữ web). Số liệu là của toàn cổng
trong kho, không phải của riêng phạm vi đã chọn; không tính những trang đã tìm nhưng chưa đọc được.
Các cách được coi là độc lập: khi cách này được tạo ra từ cách kia, hoặc chúng chỉ biết các bài mới
nhất, con số ước tính là cận dưới. Năm hoặc cổng có quá ít cách tìm thì không nêu.

"""
_BY_YEAR = """
| portal / cổng | year / năm | found / tìm thấy | estimated / ước tính | 95 % |
|---|---|---:|---:|---:|
"""
_WAYS_VI = {
    "lists": "danh sách",
    "feed": "nguồn tin",
    "sitemap": "sơ đồ trang",
    "links": "liên kết trong bài",
    "web archive": "kho lưu trữ web",
}
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


def readme(
    about: Mapping[str, Any],
    counts: Mapping[str, int],
    form: str,
    estimates: Sequence[Completeness] = (),
) -> str:
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
        completeness=_completeness(estimates),
        rights=_RIGHTS,
    )


def _completeness(estimates: Sequence[Completeness]) -> str:
    """The section with the estimates; nothing where there are none."""
    if not estimates:
        return ""
    text = _COMPLETENESS
    for each in estimates:
        if each.year is None:
            told = each.estimate
            english = f"{told} ({', '.join(told.ways)})"
            numbers = [f"{n:,}".replace(",", ".") for n in (told.found, told.total, told.spread)]
            found, total, spread = numbers
            ways = ", ".join(_WAYS_VI[way] for way in told.ways)
            vietnamese = f"tìm thấy {found}, ước tính {total} ± {spread} ({ways})"
            text += f"- `{each.portal}`: {english} / {vietnamese}\n"
    by_year = [each for each in estimates if each.year is not None]
    if by_year:
        text += _BY_YEAR
    for each in by_year:
        told = each.estimate
        text += f"| `{each.portal}` | {each.year} | {told.found:,} | {told.total:,} "
        text += f"| {told.low:,}–{told.high:,} |\n"
    return text + "\n"


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
