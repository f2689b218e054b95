"""No request to an address that is not public, in whatever writing."""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.webhooks import addresses
from app.webhooks.addresses import (
    LOOKS_AT_ONCE,
    AddressRefused,
    LookUpTimedOut,
    Names,
    UrlRefused,
    is_public,
    place,
)

URLS = [
    "http://app.example.org/",
    "ftp://app.example.org/",
    "file:///etc/passwd",
    "gopher://app.example.org/",
    "//app.example.org/",
    "app.example.org",
    "https://",
    "https:///hook",
    "https://:443/",
    "https://app.example.org:/",
    "https://localhost/",
    "https://localhost./",
    "https://app.example.org./",
    "https://plumbline/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://169.254.169.254/latest/meta-data/",
    "https://93.184.216.34/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://[::",
    "https://１２７.0.0.1/",  # noqa: RUF001
    "https://①②⑦.0.0.1/",
    "https://app。example。org/",
    "https://app.example.org@127.0.0.1/",
    "https://user:secret@app.example.org/",
    "https://app.example.org#@127.0.0.1/",
    "https://app.example.org\\@127.0.0.1/",
    "https://127.0.0.1\\.example.org/",
    "https://app.example.org/\r\nHost: 127.0.0.1",
    "https://app.example.org/a b",
    "https://app.example.org\t/",
    " https://app.example.org/",
    "https://app_example.org/",
    "https://-app.example.org/",
    "https://app..example.org/",
    "https://%31%32%37.0.0.1/",
    "https://app.example.org:22/",
    "https://app.example.org:25/",
    "https://app.example.org:80/",
    "https://app.example.org:99999/",
    "https://app.example.org:-1/",
    "https://app.example.org:0/",
    f"https://{'a.' * 130}org/",
    "https://app.example.org/" + "a" * 2_000,
]

ADDRESSES = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "233.252.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%2",
    "fec0::1",
    "ff02::1",
]

PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]


@pytest.mark.parametrize("url", URLS)
def test_no_webhook_has_a_url_that_may_lead_inside(url: str) -> None:
    with pytest.raises(UrlRefused) as refused:
        Names(allow_private=False, look_up=_nobody).check(url)

    print(f"{url[:60]!r}: refused, {refused.value}")


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://app.example.org", "app.example.org", 443),
        ("https://app.example.org:8443/hook?a=b&c=%20", "app.example.org", 8443),
        ("https://xn--bcher-kva.xn--p1ai/", "xn--bcher-kva.xn--p1ai", 443),
        ("HTTPS://App.Example.ORG:443/Hook", "app.example.org", 443),
    ],
)
def test_an_ordinary_url_is_taken(url: str, host: str, port: int) -> None:
    Names(allow_private=False, look_up=_nobody).check(url)

    assert place(url) == (host, port)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_that_is_not_public_is_connected_to(address: str) -> None:
    names = Names(allow_private=False, look_up=lambda *_: [address])

    with pytest.raises(AddressRefused):
        names.addresses("app.example.org", 443)
    print(f"a name that leads to {address}: refused")


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is(address: str) -> None:
    names = Names(allow_private=False, look_up=lambda *_: [address])

    assert names.addresses("app.example.org", 443) == [ipaddress.ip_address(address)]


@given(st.ip_addresses())
def test_nothing_is_public_that_python_does_not_call_global(
    address: addresses.Address,
) -> None:
    assert not is_public(address) or _is_global(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_clothes_is_judged_as_itself(
    address: ipaddress.IPv4Address,
) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    translated = ipaddress.IPv6Address(f"64:ff9b::{address}")

    assert is_public(mapped) == is_public(translated) == is_public(address)


def test_one_address_that_is_not_public_is_enough_to_refuse_a_name() -> None:
    names = Names(allow_private=False, look_up=lambda *_: ["93.184.216.34", "10.0.0.1"])

    with pytest.raises(AddressRefused):
        names.addresses("app.example.org", 443)


def test_a_name_that_is_not_there_and_one_inside_are_refused_alike() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(f"{host}:{port}")

    said = set()
    for look_up in (unknown, lambda *_: ["10.0.0.1"], lambda *_: []):
        with pytest.raises(AddressRefused) as refused:
            Names(allow_private=False, look_up=look_up).addresses("app.example.org", 443)
        said.add(str(refused.value))

    assert len(said) == 1


async def test_a_name_that_is_slow_to_find_is_not_waited_for_and_not_called_refused() -> None:
    with _slow_names() as (names, _):
        with pytest.raises(LookUpTimedOut):
            names.addresses("slow.example.org", 443)
        with pytest.raises(LookUpTimedOut):
            await names.find("slow.example.org", 443)


def test_nobody_looks_up_what_is_not_waited_for_any_more() -> None:
    with _slow_names() as (names, asked), ThreadPoolExecutor(40) as clients:
        for _ in range(40):
            clients.submit(names.addresses, "slow.example.org", 443)
        clients.shutdown()

    assert names.addresses("app.example.org", 443) == [ipaddress.ip_address("93.184.216.34")]
    assert asked.count("slow.example.org") == LOOKS_AT_ONCE


async def test_who_makes_webhooks_with_slow_names_keeps_no_delivery_waiting() -> None:
    with _slow_names() as (names, _), ThreadPoolExecutor(LOOKS_AT_ONCE) as clients:
        for _ in range(LOOKS_AT_ONCE):
            clients.submit(names.addresses, "slow.example.org", 443)
        clients.shutdown()

        assert await names.find("app.example.org", 443)


@contextmanager
def _slow_names() -> Iterator[tuple[Names, list[str]]]:
    """And what was looked up. A name that begins with `slow` is not found before the end."""
    over = threading.Event()
    asked = []

    def look_up(host: str, _: int) -> list[str]:
        asked.append(host)
        if host.startswith("slow"):
            over.wait()
        return ["93.184.216.34"]

    try:
        yield Names(allow_private=False, look_up=look_up, look_up_s=0.2), asked
    finally:
        over.set()


def _nobody(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host}:{port} was looked up")


def _is_global(address: addresses.Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _is_global(address.ipv4_mapped)
        if address in addresses.NAT64:
            return _is_global(ipaddress.IPv4Address(address.packed[12:]))
        if address.teredo or address.sixtofour or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)
