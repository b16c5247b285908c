"""A page in the place of a list that says that something is wrong is named for what it says."""

from __future__ import annotations

import pytest

from govnews.families.listing_state import listing_state
from govnews.model import Capture
from govnews.reading.parse.document import parse
from govnews.site import Site
from tests.families.pagerlib import AT


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Website đang bảo trì, vui lòng quay lại sau ít phút", "maintenance"),
        ("Hệ thống tạm ngừng hoạt động để nâng cấp. Vui lòng thử lại sau", "maintenance"),
        ("Trang thông tin điện tử: đã có lỗi xảy ra", "error-page"),
        ("Chúng tôi rất tiếc nhưng hệ thống gặp sự cố", "error-page"),
    ],
)
def test_a_message_is_named_for_what_it_says_and_quoted_in_words(text: str, reason: str) -> None:
    body = f"<html><body><p>{text}</p></body></html>".encode()
    capture = Capture("https://mau.gov.vn/tin", AT, body)
    state = listing_state(parse(capture), capture, Site.around(capture.url))
    assert state.reason == reason
    quoted = state.detail.removeprefix("the page says: ")
    assert text == quoted or text.endswith(f" {quoted}")
