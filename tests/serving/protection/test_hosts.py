"""Which Host and Origin headers are let through."""

import pytest

from slm_core.errors import SettingsError
from slm_core.serving.protection.hosts import AllowedHosts, check_names

HERE = AllowedHosts.of("0.0.0.0", "Studio.School.example", None, "*.lab.example")


@pytest.mark.parametrize(
    ("header", "connected"),
    [
        ("localhost", "127.0.0.1"),
        ("localhost:8501", "127.0.0.1"),
        ("LOCALHOST.:8501", "127.0.0.1"),
        ("localhost:", "127.0.0.1"),
        ("127.0.0.1:1", "127.0.0.1"),
        ("[::1]:8501", "::1"),
        ("studio.school.example:80", "10.0.0.7"),
        ("a.b.lab.example", "10.0.0.7"),
        ("10.0.0.7:8501", "10.0.0.7"),
        ("10.0.0.7", "::ffff:10.0.0.7"),
        ("[fe80::1]:8501", "fe80::1%eth0"),
    ],
)
def test_names_of_this_machine_are_let_through(header, connected):
    assert HERE.allows_host(header, connected)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "evil.example",
        "evil.example:8501",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example#localhost",
        "localhost@evil.example",
        "localhost/",
        "localhost:x",
        "localhost:99999",
        "localhost, evil.example",
        "lab.example",
        "evillab.example",
        "0.0.0.0:8501",
        "10.0.0.8",
        "[::ffff:10.0.0.8]",
        "0x7f000001",
        "2130706433",
        "[",
        "[::1",
        "ﬁle.example",
        "\x00",
    ],
)
def test_other_names_are_not(header):
    assert not HERE.allows_host(header, "10.0.0.7")


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        (None, "localhost:8501", True),
        ("http://localhost:8501", "localhost:8501", True),
        ("http://LOCALHOST:8501/", "localhost:8501", True),
        ("https://school.example", "school.example", True),
        ("https://school.example", "school.example:443", True),
        ("http://[::1]:8501", "[::1]:8501", True),
        ("http://localhost:3000", "localhost:8501", True),
        ("http://localhost:3001", "localhost:8501", False),
        ("http://127.0.0.1:8501", "localhost:8501", False),
        ("https://localhost", "localhost:80", False),
        ("http://evil.example", "localhost:8501", False),
        ("http://localhost:8501.evil.example", "localhost:8501", False),
        ("null", "localhost:8501", False),
        ("", "localhost:8501", False),
        ("file://", "localhost", False),
        ("http://localhost:8501", None, False),
    ],
)
def test_pages_of_other_origins_may_not_ask_unless_they_are_named(origin, host, expected):
    allowed = AllowedHosts.of(origins=["http://localhost:3000/"])
    assert allowed.allows_origin(origin, host) is expected


def test_any_origin_may_be_let_in():
    allowed = AllowedHosts.of(origins=["*"])
    assert allowed.allows_origin("http://evil.example", "localhost")
    assert not allowed.allows_host("evil.example", "127.0.0.1")


@pytest.mark.parametrize(
    "name", ["*", "0.0.0.0", "", "http://school.example", "a.example:8501", "a b"]
)
def test_what_names_no_machine_is_refused_and_not_passed_over(name):
    with pytest.raises(SettingsError, match="is no name of a machine"):
        check_names(["teacher.school.example", name])


def test_names_and_addresses_of_machines_are_taken():
    check_names(["teacher.school.example", "*.lab.example", "box-1", "192.168.1.20", "[fe80::1]"])
