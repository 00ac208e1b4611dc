"""A made-up certification authority, a good certificate and one that ended yesterday."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEAR = timedelta(days=365)
DAY = timedelta(days=1)
NAMES = x509.SubjectAlternativeName(
    [
        x509.DNSName("localhost"),
        x509.DNSName("api.hanaya.example"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
)


@dataclass(frozen=True, slots=True)
class _Signer:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class Certificates:
    """Files of a chain root → intermediate → server, twice: one in force, one expired.

    Args:
        shows_expired: asked at every handshake whether to show the expired one.

    Attributes:
        authority: PEM file of the root, for clients that shall trust the shop.
    """

    def __init__(self, folder: Path, shows_expired: Callable[[], bool]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        self.authority = folder / "authority.pem"
        self._folder = folder
        root = _issue("花屋はな見本ルート認証局", None, now - DAY, now + 10 * YEAR, authority=True)
        middle = _issue("花屋はな見本中間認証局", root, now - DAY, now + 5 * YEAR, authority=True)
        self.authority.write_bytes(_pem(root.certificate))
        self._write("good", middle, now - DAY, now + YEAR)
        self._write("expired", middle, now - YEAR, now - DAY)
        self._expired = self._context("expired")
        self.context = self._context("good")
        self.context.sni_callback = self._choose  # called at every handshake, with or without a name
        self._shows_expired = shows_expired

    def _choose(self, handshake: ssl.SSLObject | ssl.SSLSocket, _name: str, _context: ssl.SSLContext) -> None:
        if self._shows_expired():
            handshake.context = self._expired

    def _context(self, name: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        return context

    def _write(self, name: str, issuer: _Signer, begins: datetime, ends: datetime) -> None:
        made = _issue("api.hanaya.example", issuer, begins, ends, authority=False)
        (self._folder / f"{name}.pem").write_bytes(_pem(made.certificate) + _pem(issuer.certificate))
        key = self._folder / f"{name}.key"
        key.touch(mode=0o600)
        key.write_bytes(
            made.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _issue(
    name: str, issuer: _Signer | None, begins: datetime, ends: datetime, *, authority: bool
) -> _Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    signer = issuer.key if issuer else key
    subject = _name(name)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .add_extension(_usage(authority=authority), critical=True)
    )
    if not authority:
        builder = builder.add_extension(NAMES, critical=False)
    return _Signer(builder.sign(signer, hashes.SHA256()), key)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "花屋はな(架空の店)"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
