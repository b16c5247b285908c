"""Which IP addresses are of the public internet; others are asked only when the user allows it."""

from __future__ import annotations

import ipaddress


def is_public(address: str) -> bool:
    """Whether an IP address, written as such, is one of the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast


def literal(host: str) -> str | None:
    """The IP address that a host is written as, or None for a name."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        return None
