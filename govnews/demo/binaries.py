"""The portal's PDF attachments and pictures, built in code so that the package carries no blobs."""

from __future__ import annotations

import struct
import unicodedata
import zlib

_IMAGE_SIZE = (96, 54)


def pdf(name: str, label: str) -> bytes:
    """A one-page PDF with its name and label as text; deterministic."""
    lines = [name, label, "Cong thong tin dien tu tinh Song Mau - tai lieu minh hoa"]
    shown = " ".join(f"({_pdf_text(line)}) Tj 0 -22 Td" for line in lines)
    stream = f"BT /F1 12 Tf 60 760 Td {shown} ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
            b" /Resources << /Font << /F1 4 0 R >> >> >>"
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % xref
    return bytes(out)


def png(name: str) -> bytes:
    """A plain picture whose colour follows from its name."""
    width, height = _IMAGE_SIZE
    seed = zlib.crc32(name.encode())
    row = b"\x00" + bytes([seed & 0xFF, seed >> 8 & 0xFF, seed >> 16 & 0xFF]) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _png_chunk(b"IHDR", header)
        + _png_chunk(b"IDAT", zlib.compress(row * height, 9))
        + _png_chunk(b"IEND", b"")
    )


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pdf_text(text: str) -> str:
    # Helvetica needs no embedded font but has no Vietnamese letters: base letters stand for them.
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = text.encode("ascii", "ignore").decode("ascii")
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
