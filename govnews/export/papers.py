"""README.md and CITATION.cff of a dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_README = """# {title}

{description}

Dữ liệu: tin bài do các cổng thông tin điện tử của Việt Nam đăng, được govnews chụp lại từ web và
đọc ra, cùng các bản đã sửa, số lượt xem, tệp đính kèm, số hiệu văn bản được nhắc đến, các bản chụp
làm bằng chứng, và những gì còn thiếu.

- Version / phiên bản: {version} (the day of the newest capture / ngày của bản chụp mới nhất)
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

The texts belong to those who published them; their use is a matter of the law of your country. Each
row of `captures` tells which bytes were received, when, and from where.
"""


def readme(about: Mapping[str, Any], counts: Mapping[str, int], form: str) -> str:
    """The first thing to read, in English and Vietnamese."""
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
    )


def citation_file(about: Mapping[str, Any]) -> str:
    """CITATION.cff 1.2.0; every value is a JSON string, which YAML reads as it is."""
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


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
