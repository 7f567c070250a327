"""A receiver must prove that it is the one its URL names."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.receivers import Behaviour, Receiver, answering, closing, send, silent


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Self-signed certificates: for localhost, for another name, and for localhost but expired."""
    folder = tmp_path_factory.mktemp("tls")
    for file, name, days in (("good", "localhost", 30), ("other", "other.example", 30), ("expired", "localhost", -1)):
        (folder / f"{file}.pem").write_bytes(certificate(name, days))
    return folder


def certificate(name: str, days: int) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    end = datetime.now(UTC) + timedelta(days=days)  # judged by TLS itself, which reads the real clock
    names: list[x509.GeneralName] = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.2"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - timedelta(days=60))
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM) + secret


@pytest.mark.parametrize(
    ("shown", "trusted", "error"),
    [
        ("good", True, None),
        ("good", False, "certificate_invalid"),
        ("other", True, "certificate_invalid"),
        ("expired", True, "certificate_invalid"),
    ],
)
def test_tls_must_prove_the_name_of_the_url(certificates: Path, shown: str, trusted: bool, error: str | None) -> None:
    file = certificates / f"{shown}.pem"
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cafile=str(file)) if trusted else ssl.create_default_context()
    with Receiver(answering(b"HTTP/1.1 200 OK\r\n\r\n"), server) as receiver:
        answer = send(receiver, scheme="https", tls=client)
    assert answer.error == error
    assert answer.accepted == (error is None)


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        pytest.param(silent, "tls_timeout", id="never_shakes_hands"),
        pytest.param(closing, "tls_failed", id="hangs_up"),
        pytest.param(
            lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n"), "tls_failed", id="speaks_plain_http"
        ),
    ],
)
def test_a_receiver_without_tls_is_a_failure(behaviour: Behaviour, error: str) -> None:
    with Receiver(behaviour) as receiver:
        assert send(receiver, scheme="https").error == error


def test_a_protocol_that_is_too_old_is_a_failure(certificates: Path) -> None:
    """TLS 1.2 at least (RFC 8996)."""
    file = certificates / "good.pem"
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        server.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        server.maximum_version = ssl.TLSVersion.TLSv1_1
    server.load_cert_chain(file)
    with Receiver(answering(b"HTTP/1.1 200 OK\r\n\r\n"), server) as receiver:
        answer = send(receiver, scheme="https", tls=ssl.create_default_context(cafile=str(file)))
    assert answer.error == "tls_failed"
