"""Certificates are verified unless a portal file says otherwise, and then the summary says so."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawl.crawllib import crawl, errors
from tests.crawl.site import Site, portal_file

pytestmark = pytest.mark.slow


def self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    served = Site()
    # The handshake belongs to the connection's own thread: a client that refuses must not block.
    served._server.socket = context.wrap_socket(
        served._server.socket, server_side=True, do_handshake_on_connect=False
    )
    with served:
        served.listing("/tin", [1])
        served.articles([1])
        yield served


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, site: Site) -> None:
    portal_file(tmp_path, "thu", site.url.replace("http:", "https:"))
    result = crawl(tmp_path, "thu")
    assert result.code == 3
    assert site.log == []
    assert errors(tmp_path)["/tin"][1] == "tls"


def test_a_portal_file_may_waive_it_and_the_summary_tells(tmp_path: Path, site: Site) -> None:
    portal_file(tmp_path, "thu", site.url.replace("http:", "https:"), crawl="verify_tls = false")
    result = crawl(tmp_path, "thu")
    assert result.code == 0, result.stderr
    assert result.summary["articles_new"] == 1
    assert result.summary["notes"] == ["certificates were not verified (verify_tls = false)"]
