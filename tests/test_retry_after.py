"""Retry-After in all its forms (RFC 9110, 10.2.3 and 5.6.7)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from govnews.retry_after import MAX_RETRY_AFTER, parse_retry_after

NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7\t", 7),
        ("0", 0),
        ("0" * 5000, 0),
        ("0000000000000000000120", 120),
        ("99999999999999", MAX_RETRY_AFTER),
        ("9" * 5000, MAX_RETRY_AFTER),
        (str(int(MAX_RETRY_AFTER) + 1), MAX_RETRY_AFTER),
        ("Tue, 01 Jan 2030 00:00:30 GMT", 30),
        ("Tuesday, 01-Jan-30 00:00:30 GMT", 30),
        ("Tue Jan  1 00:00:30 2030", 30),
        ("Tue, 01 Jan 2030 00:00:30 -0000", 30),
        ("Tue, 01 Jan 2030 00:00:30", 30),
        ("Tue, 01 Jan 2030 07:00:30 +0700", 30),
        ("Mon, 31 Dec 2029 23:59:59 GMT", 0),
        ("Friday, 01-Jan-99 00:00:00 GMT", 0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", MAX_RETRY_AFTER),
        ("Fri, 31 Dec 9999 23:59:59 -2359", MAX_RETRY_AFTER),
        (None, None),
        ("", None),
        ("٣", None),
        ("²", None),
        ("-5", None),
        ("+5", None),
        ("1.5", None),
        ("1e3", None),
        # several headers, as a client or a proxy joins them: the longest holds
        ("120, 30", 120),
        ("5, 3600", 3600),
        ("5, Tue, 01 Jan 2030 00:00:30 GMT", 30),
        ("Tue, 01 Jan 2030 00:00:30 GMT, 120", 120),
        ("Tuesday, 01-Jan-30 00:00:30 GMT, Tue, 01 Jan 2030 00:00:40 GMT", 40),
        ("soon, 7", 7),
        (",", None),
        ("Tue, 99 Jan 2030 00:00:00 GMT", None),
        ("Tue, 01 Jan 99999 00:00:00 GMT", None),
        ("soon", None),
        ("\0", None),
    ],
)
def test_forms(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, NOW) == seconds
