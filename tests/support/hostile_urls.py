"""URLs that try to reach what a webhook must never reach, made from addresses and tricks; over 300 of them."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

INSIDE_V4 = (
    "127.0.0.1", "127.1.2.3", "127.255.255.254", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.254", "192.168.0.1", "192.168.255.1", "169.254.169.254", "169.254.170.2", "169.254.0.1",
    "100.64.0.1", "100.100.100.200", "100.127.255.254", "168.63.129.16", "192.0.0.1", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.31.196.1", "192.52.193.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.7",
    str(IPv4Address(0)), "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
INSIDE_V6 = (
    "::", "::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fd20:ce::254", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    "ff0e::1", "2001:db8::1", "3fff::1", "2001::1", "2001:10::1", "2001:20::1", "100::1", "2620:4f:8000::1",
    "5f00::1", "4000::1", "8000::1", "e000::1",
)  # fmt: skip
EMBEDDED = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "8.8.8.8")
ODD_HOSTS = (
    "localhost", "LOCALHOST", "localhost.localdomain", "a.localhost", "metadata", "metadata.google.internal",
    "instance-data", "instance-data.ec2.internal", "printer.local", "router.lan", "nas.home", "intranet.corp",
    "db.private", "vault.intranet", "1.0.0.127.in-addr.arpa", "router.home.arpa", "hidden.onion", "x.invalid",
    "example", "example.com.", ".example.com", "example..com", "-a.example.com", "a-.example.com", "a_b.example.com",
    "%31%32%37.0.0.1", "127%2e0.0.1", "exam%70le.com", "127.0.0.1.", "127.0.0.1%00.example.com", "1.2.3", "1.2.3.4.5",
    "256.1.1.1", "8.8.8.08", "08.8.8.8", "+8.8.8.8", "8.8.8.8a.1", "0x", "0x.0x.0x.0x", "1e3.0.0.1", "a.b.c.1",
    "example.0x7f", "①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1", "１２７.0.0.1", "ⓛocalhost",
    "ｌocalhost", "exa\u00admple.com",
    "exa\u200bmple.com", "exa\u202emple.com", "xn--.com", "\u0661\u0662\u0667.0.0.1", "a" * 64 + ".com",
    ".".join(["a" * 60] * 5) + ".com", "*.example.com", "$.example.com", "exa!mple.com", "a,b.com", "a;b.com",
    "{a}.com", "a|b.com", "a^b.com", "a`b.com", "a<b.com", "a'b.com", "a(b).com", "a=b.com", "a&b.com", "a~b.com",
)  # fmt: skip
ODD_URLS = (
    "", "https", "https:", "https:/", "https://", "https:///", "https:///path", "https:example.com", "//example.com/",
    "/path", "example.com", "https:/example.com/", "https:////example.com/", "https://:443/", "https://?q", "https://#",
    "http://example.com/", "HTTP://example.com/", "http://127.0.0.1/", "http://localhost:8000/", "ftp://example.com/",
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "dict://127.0.0.1:11211/", "ldap://10.0.0.1/",
    "javascript://example.com/%0aalert(1)", "data:text/plain,x", "jar:https://example.com/!/", "ws://example.com/",
    "unix:///var/run/docker.sock", "http+unix://x/", "https+x://example.com/", "tftp://10.0.0.1/", "sftp://10.0.0.1/",
    "https://user@example.com/", "https://user:pass@example.com/", "https://example.com@127.0.0.1/",
    "https://127.0.0.1@example.com/", "https://@example.com/", "https://:@example.com/", "https://a@b@example.com/",
    "https://example.com:443@127.0.0.1/", "https://example.com%40127.0.0.1/", "https://example.com#@127.0.0.1/",
    "https://example.com/#", "https://example.com/#fragment", "https://example.com?#x", "https://example.com\\@127.0.0.1/",
    "https://example.com\\.evil.com/", "https:\\\\example.com\\", "https://example.com/\\..", " https://example.com/",
    "https://example.com/ ", "https://exam ple.com/", "https://example.com/a b", "https://example.com/\t",
    "https://exam\tple.com/", "ht\ntps://example.com/", "https://example.com/\r\nHost: 127.0.0.1", "\x00https://example.com/",
    "https://example.com/\x00", "https://example.com/\x7f", "https://example.com/é", "https://example.com/?q=é",
    'https://example.com/"', "https://example.com/<", "https://example.com/{", "https://example.com/|",
    "https://example.com:0/", "https://example.com:00443/", "https://example.com:65536/", "https://example.com:99999999/",
    "https://example.com:-1/", "https://example.com:+443/", "https://example.com:4 43/", "https://example.com:443:443/",
    "https://example.com:abc/", "https://example.com:４４３/", "https://example.com:/", "https://example.com:22/",
    "https://example.com:25/", "https://example.com:80/", "https://example.com:110/", "https://example.com:445/",
    "https://example.com:465/", "https://example.com:1023/", "https://[::1", "https://::1/", "https://[]/", "https://[::1]x/",
    "https://[::1%25lo]/", "https://[fe80::1%eth0]/", "https://[v1.x]/", "https://[1.2.3.4]/", "https://[::g]/",
    "https://[2606:4700::1111]x:443/", "https://[2606:4700::1111]@x/", "https://[[::1]]/", "https://[::1]]/",
    "https://[2606:4700::1111%25x]/", "https://example.com/" + "a" * 2_048,
)  # fmt: skip
PUBLIC = ("https://hooks.example.com/in", "https://8.8.8.8/", "https://[2606:4700:4700::1111]/x")


def hostile_urls() -> Iterator[str]:
    """Refused as they are written, without asking for any name."""
    for address in INSIDE_V4:
        for host in spellings(IPv4Address(address)):
            yield f"https://{host}/hook"
    for address in (*INSIDE_V6, *(str(a) for inner in EMBEDDED for a in carriers(IPv4Address(inner)))):
        yield f"https://[{address}]/hook"
        yield f"https://[{IPv6Address(address).exploded.upper()}]:8443/hook"
    for host in ODD_HOSTS:
        yield f"https://{host}/hook"
    yield from ODD_URLS


def spellings(address: IPv4Address) -> Iterator[str]:
    """One address as decimal, octal, hexadecimal and shortened forms that some parsers accept."""
    number, parts = int(address), str(address).split(".")
    yield str(address)
    yield f"{address}:8443"
    yield str(number)
    yield hex(number)
    yield f"0{number:o}"
    yield ".".join(hex(int(part)) for part in parts)
    yield ".".join(f"0{int(part):o}" for part in parts)
    yield ".".join(part.zfill(3) for part in parts)
    yield f"{parts[0]}.{number & 0xFFFFFF}"
    yield f"{parts[0]}.{parts[1]}.{number & 0xFFFF}"
    yield f"{hex(int(parts[0]))}.{parts[1]}.0{int(parts[2]):o}.{parts[3]}"


def carriers(address: IPv4Address) -> Iterator[IPv6Address]:
    """IPv6 addresses that carry an IPv4 one: mapped, compatible, NAT64, 6to4, Teredo, ISATAP, translated."""
    number = int(address)
    yield IPv6Address((0xFFFF << 32) | number)
    yield IPv6Address(number)
    yield IPv6Address((0xFFFF << 48) | number)
    yield IPv6Address((0x64FF9B << 96) | number)
    yield IPv6Address((0x64FF9B0001 << 80) | number)
    yield IPv6Address((0x2002 << 112) | (number << 80) | 1)
    yield IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF))
    yield IPv6Address((0x2A00145040070000 << 64) | (0x5EFE << 32) | number)
    yield IPv6Address((0x2A00145040070000 << 64) | (0x02005EFE << 32) | number)
