"""The registry of article columns: one row for each column that is read from a page.

The tables `article` and `article_version`, the views and the search index over them (schema.sql),
the store and the digests of versions (articles.py, reading_digest.py), merge and replay, exports
with their codebooks, the data dictionary, diffs, `govnews show` and the web page are derived from
COLUMNS. Columns that the archive itself adds to an article (numbers, times, captures) are in
schema.sql.

To add a column, add an attribute to `model.Article`, a rule in `reading/fields/` that fills it, and
a row here. A column that archives of an earlier release lack names its migration in `added`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from govnews.model import Article, Moment

Diff = Literal["value", "headline", "lead", "paragraphs", "list"]


class Both(NamedTuple):
    """A text in the two languages of codebooks and web pages."""

    en: str
    vi: str


@dataclass(frozen=True, slots=True)
class Fact:
    """The wording of a value in the line of facts under the headline; `{}` is replaced by the
    value.

    place: position in that line, from 1. brief: wording of `govnews show`. page: wording of the web
    page. An output that shows the value elsewhere or not at all has None.
    """

    place: int
    brief: str | None
    page: Both | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of an article.

    name: name in the database, and of the attribute of `Article` unless `take` is given. label:
    short name of the field for users. meaning: description in the codebooks and the data
    dictionary. sql: type and constraint; a column that is added later cannot be NOT NULL. take:
    function that returns the stored value, None if absent. form: function that formats the value
    for a page or a terminal. article: whether it is a column of `article`; False for values with a
    table of their own (attachment). version: whether it is a column of `article_version`, so that a
    change of it makes a version. search: "words" if the words of a query are matched against it,
    "field" if only those of a filter are, None if it is not indexed. export: its kind in exports;
    None leaves it out of them. constraints: of its field in datapackage.json (Table Schema). diff:
    how two versions are compared: as one value, word by word as a headline, a lead or paragraphs,
    or as a list in JSON; None leaves it out. change: the kind of a change of it, see
    `audit.changes.KINDS`; None stands for its name. fact: its place in the line of facts. added:
    name of the migration that adds it to archives of earlier releases, such as `m002_editor`.
    """

    name: str
    label: Both
    meaning: Both
    sql: str = "TEXT"
    take: Callable[[Article], Any] | None = None
    form: Literal["text", "date", "count"] = "text"
    article: bool = True
    version: bool = True
    search: Literal["words", "field"] | None = None
    export: Literal["text", "integer", "json"] | None = "text"
    constraints: Mapping[str, Any] = field(default_factory=dict)
    diff: Diff | None = None
    change: str | None = None
    fact: Fact | None = None
    added: str | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a column without a description, or one that cannot be added."""
        for text in ("label", "meaning"):
            for language in Both._fields:
                if not getattr(getattr(self, text), language).strip():
                    raise ValueError(f"column {self.name} has no {text} in '{language}'")
        if self.added and self.required:
            raise ValueError(f"column {self.name} is added later and cannot be NOT NULL")

    @property
    def required(self) -> bool:
        """Whether every article has a value."""
        return "NOT NULL" in self.sql

    @property
    def definition(self) -> str:
        """The definition of the column in CREATE TABLE and ALTER TABLE."""
        return f"{self.name} {self.sql}"


def _published(article: Article) -> str | None:
    return _printed(article.published, article.published_precision)


def _updated(article: Article) -> str | None:
    return _printed(article.updated, article.updated_precision)


def _printed(at: Any, precision: Any) -> str | None:
    return Moment(at, precision).isoformat() if at is not None else None


def _attachments(article: Article) -> str:
    return json.dumps([asdict(item) for item in article.attachments], ensure_ascii=False)


def _refs(article: Article) -> str:
    return json.dumps([ref.number for ref in article.refs], ensure_ascii=False)


def _signers(article: Article) -> str | None:
    signers = [
        {name: value for name, value in asdict(signer).items() if value is not None}
        for signer in article.signers
    ]
    return json.dumps(signers, ensure_ascii=False) if signers else None


_DATE = {"pattern": r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})?)?)?"}
_PRECISION = {"enum": ["second", "minute", "day", "month", "year"]}

COLUMNS = (
    Column(
        name="title",
        label=Both("title", "tiêu đề"),
        meaning=Both("Headline.", "Tiêu đề bài."),
        sql="TEXT NOT NULL",
        search="words",
        diff="headline",
    ),
    Column(
        name="sapo",
        label=Both("sapo", "sapo"),
        meaning=Both(
            "Lead paragraph that stands apart from the body.",
            "Đoạn mở đầu (sapo) được tách riêng khỏi phần thân bài.",
        ),
        search="words",
        diff="lead",
        change="text",
    ),
    Column(
        name="author",
        label=Both("author", "tác giả"),
        meaning=Both(
            "Person, persons or office that signs; never an account name, a source, or who signs a "
            "document.",
            "Người hoặc đơn vị ký tên bài viết, ghi như trên trang; không bao giờ là tên tài khoản "
            "đăng bài, nguồn tin hay người ký văn bản.",
        ),
        search="field",
        diff="value",
        fact=Fact(4, "{}", Both("{}", "{}")),
    ),
    Column(
        name="published",
        label=Both("date of publication", "ngày đăng"),
        meaning=Both(
            "Printed date, ISO 8601 to the printed precision, in the printed zone, else +07:00.",
            "Ngày đăng in trên trang, ISO 8601, chỉ ghi đến mức chính xác mà trang in, theo múi "
            "giờ in trên trang, nếu không in thì giờ Việt Nam (+07:00).",
        ),
        take=_published,
        form="date",
        constraints=_DATE,
        diff="value",
        change="date",
        fact=Fact(1, "{}", Both("Published {}", "Đăng {}")),
    ),
    Column(
        name="published_precision",
        label=Both("precision of the date of publication", "mức chính xác của ngày đăng"),
        meaning=Both(
            "`second`, `minute`, `day`, `month` or `year`.",
            "Mức chính xác của ngày đăng: second (giây), minute (phút), day (ngày), month (tháng), "
            "year (năm).",
        ),
        constraints=_PRECISION,
    ),
    Column(
        name="updated",
        label=Both("date of last change", "ngày cập nhật"),
        meaning=Both(
            "Printed date of the last change, as `published`.",
            "Ngày cập nhật in trên trang, ghi như published.",
        ),
        take=_updated,
        form="date",
        constraints=_DATE,
        diff="value",
        change="date",
        fact=Fact(2, None, Both("Updated {}", "Cập nhật {}")),
    ),
    Column(
        name="updated_precision",
        label=Both("precision of the date of last change", "mức chính xác của ngày cập nhật"),
        meaning=Both(
            "As `published_precision`.", "Mức chính xác của updated, như published_precision."
        ),
        constraints=_PRECISION,
    ),
    Column(
        name="section",
        label=Both("section", "chuyên mục"),
        meaning=Both(
            "Innermost section that the page names.", "Chuyên mục trong cùng mà trang ghi cho bài."
        ),
        search="field",
        diff="value",
        fact=Fact(3, "{}", None),
    ),
    Column(
        name="views",
        label=Both("views", "lượt xem"),
        meaning=Both(
            "The article's own count at its last visit.",
            "Số lượt xem của riêng bài ở lần truy cập cuối.",
        ),
        sql="INTEGER",
        form="count",
        version=False,
        export="integer",
        fact=Fact(6, "{} views", Both("{} views", "{} lượt xem")),
    ),
    Column(
        name="body",
        label=Both("body", "nội dung"),
        meaning=Both(
            "Paragraphs, a blank line between them, Unicode NFC.",
            "Toàn văn; các đoạn cách nhau một dòng trống; Unicode NFC.",
        ),
        sql="TEXT NOT NULL",
        search="words",
        diff="paragraphs",
        change="text",
    ),
    Column(
        name="attachments",
        label=Both("attachments", "tệp đính kèm"),
        meaning=Both(
            "Attached files: JSON, a list of `url` and `name`.",
            "Tệp đính kèm: JSON, danh sách url và name.",
        ),
        sql="TEXT NOT NULL",
        take=_attachments,
        article=False,
        export="json",
        diff="list",
        change="attachment",
    ),
    Column(
        name="refs",
        label=Both("document numbers", "số văn bản"),
        meaning=Both(
            "Numbers of the official documents that it names: a JSON list.",
            "Số hiệu các văn bản được nhắc đến: JSON, một danh sách.",
        ),
        sql="TEXT NOT NULL",
        take=_refs,
        article=False,
        export="json",
        diff="list",
        change="document",
    ),
    Column(
        name="source",
        label=Both("source", "nguồn tin"),
        meaning=Both(
            "Paper, agency or site that the text was taken from, as printed.",
            "Báo, cơ quan hoặc trang mà bài dẫn lại, ghi như trên trang.",
        ),
        diff="value",
        fact=Fact(5, "source: {}", Both("Source: {}", "Nguồn: {}")),
    ),
    Column(
        name="signers",
        label=Both("signers", "người ký văn bản"),
        meaning=Both(
            "Who signs the document that the page prints: JSON, a list of `name`, and of `post` "
            "and `on_behalf` where they are printed; empty where nobody signs.",
            "Người ký văn bản in trên trang: JSON, danh sách name (họ tên), post (chức vụ), "
            "on_behalf (thay mặt) nếu có, ghi như trên trang; để trống nếu không có.",
        ),
        take=_signers,
        search="field",
        export="json",
        diff="list",
    ),
)
"""All columns, in the order of tables, views and exports; columns added later come last."""


BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}

ARTICLE = tuple(column for column in COLUMNS if column.article)
"""Columns of `article`."""

VERSION = tuple(column for column in COLUMNS if column.version)
"""Columns of `article_version`."""

READING = tuple(column.name for column in COLUMNS if column.article and column.version)
"""Names of the columns that the article's row copies from its newest version."""

INDEXED = tuple(
    column.name
    for column in sorted(COLUMNS, key=lambda column: column.name != "body")
    if column.search
)
"""Names of the columns of the search index. The body comes first, because words of the first column
need no column number there, which saves a sixth of the index.
"""

SOUGHT = tuple(name for name in INDEXED if BY_NAME[name].search == "words")
"""Names of the columns that words without a field are matched against."""

FACTS = tuple(
    sorted(
        (column for column in COLUMNS if column.fact is not None),
        key=lambda column: column.fact.place if column.fact else 0,
    )
)
"""Columns of the line of facts, in order."""

_TAKE = {column.name: column.take or attrgetter(column.name) for column in COLUMNS}


def taker(names: tuple[str, ...]) -> Callable[[Article], tuple[Any, ...]]:
    """Return a function that gives the values of these columns as they are stored."""
    takes = tuple(_TAKE[name] for name in names)
    return lambda article: tuple(take(article) for take in takes)


def label(evidence: str, language: str) -> str:
    """The label of a field of `evidence`, ignoring its position: `refs[0]`."""
    name = evidence.partition("[")[0]
    return str(getattr(BY_NAME[name].label, language)) if name in BY_NAME else name
