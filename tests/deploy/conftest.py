"""Servers once for a run of tests, and at each a fresh folder for a test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from deploy.servers import PASSWORD, Place, Sshd, ftpd, in_bucket, moto, on_disk, sshd, write_settings

KINDS = ("rsync", "sftp", "ftp", "s3")


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of 127.0.0.1 in one file, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(secret + made.public_bytes(pem))
    return path


@pytest.fixture(scope="session")
def ftp_server(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("ftp")
    with ftpd(folder, certificate=str(certificate)) as port:
        yield port, folder


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Any]]:
    import boto3  # here: whoever runs another test does not wait for it

    with moto(tmp_path_factory.mktemp("s3")) as port:
        client = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
            aws_access_key_id="tester", aws_secret_access_key=PASSWORD,
        )  # fmt: skip
        client.create_bucket(Bucket="news")
        yield port, client
        client.close()


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An empty folder at each kind of server, and a site whose deploy.toml leads there."""
    site, kind = tmp_path / "site", request.param
    monkeypatch.setenv("BULLETIN_DEPLOY_WEB_PASSWORD", PASSWORD)
    if kind == "s3":
        port, client = request.getfixturevalue("s3_server")
        prefix = uuid4().hex
        settings = {"endpoint": f"http://127.0.0.1:{port}", "user": "tester"}
        return in_bucket(write_settings(site, "s3", f"s3://news/{prefix}", **settings), client, f"{prefix}/")
    if kind == "ftp":
        port, top = request.getfixturevalue("ftp_server")
        folder = top / uuid4().hex
        folder.mkdir()
        address, ca_file = f"ftp://news@127.0.0.1:{port}/{folder.name}", request.getfixturevalue("certificate")
        return on_disk(kind, write_settings(site, kind, address, ca_file=ca_file), folder)
    monkeypatch.delenv("BULLETIN_DEPLOY_WEB_PASSWORD")
    folder = tmp_path / "www 与空格"
    folder.mkdir()
    return on_disk(kind, ssh_settings(site, kind, request.getfixturevalue("ssh_server"), folder), folder)


def ssh_settings(site: Path, kind: str, server: Sshd, folder: Path) -> Path:
    known = {"identity": server.identity, "known_hosts": server.known_hosts}
    if kind == "rsync":
        return write_settings(site, kind, f"{server.user}@127.0.0.1:{folder}", port=server.port, **known)
    return write_settings(site, kind, f"sftp://{server.user}@127.0.0.1:{server.port}{folder}", **known)
