"""S3-compatible storage as a target, by boto3: an object is there whole or not at all; its ETag says what it holds."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bulletin.deploy.media_types import cache_control, media_type
from bulletin.deploy.record import RECORD
from bulletin.deploy.target import Source, TargetError, Told
from bulletin.errors import BulletinError

_LISTED = 1000  # of one answer; no storage gives more
_ABSENT = {"404", "NoSuchKey", "NotFound"}
_REFUSED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "403", "401"}
_CONFIG = Config(
    connect_timeout=15, read_timeout=60, retries={"total_max_attempts": 5, "mode": "standard"},
    ignore_configured_endpoint_urls=True,  # deploy.toml says where it goes, no file or variable of the machine
    # Sums that only Amazon's own storage knows are left out; Content-MD5 is checked by every one
    request_checksum_calculation="when_required", response_checksum_validation="when_required",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    user: str = field(repr=False)
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


class S3Target:
    """``prefix``: "" or a folder's name that ends with "/". Raises BulletinError E951 where the library refuses."""

    batch = 1000
    sees_all = True

    def __init__(self, bucket: str, prefix: str, key: Key, endpoint: str = "", region: str = "", ca: str = "") -> None:
        self.place = f"s3://{bucket}/{prefix}"
        self._bucket = bucket
        self._prefix = prefix
        self._key = key
        try:
            self._client: Any = boto3.client(
                "s3", endpoint_url=endpoint or None, region_name=region or "us-east-1", config=_CONFIG,
                verify=ca or None, aws_access_key_id=key.user, aws_secret_access_key=key.secret,
                aws_session_token=key.token or None,
            )  # fmt: skip
        except (BotoCoreError, ValueError) as error:  # an endpoint or region that is none, a profile that is not there
            raise BulletinError("E951", path=self.place, reason=self.hidden(str(error))) from error

    def open(self) -> None:
        with self._told(""):
            try:
                self._client.list_objects_v2(Bucket=self._bucket, Prefix=self._prefix, MaxKeys=1)
            except ClientError as error:
                if _code(error) == "NoSuchBucket":
                    raise BulletinError("E959", path=self.place) from error
                raise

    def close(self) -> None:
        self._client.close()

    def read_record(self) -> bytes | None:
        with self._told(RECORD):
            try:
                return bytes(self._get(RECORD).read())
            except ClientError as error:
                if _code(error) in _ABSENT:
                    return None
                raise

    def write_record(self, data: bytes) -> None:
        self._put(RECORD, data)

    def stamps(self, paths: Collection[str]) -> dict[str, str]:
        wanted = set(paths)
        return {path: stamp for path, stamp in self._listed() if path in wanted}

    def digests(self, paths: Collection[str], source: Source) -> dict[str, str]:
        """An ETag that is the MD5 of our file says that the bytes are ours; any other object is fetched and hashed."""
        wanted = set(paths)
        found = {}
        for path, stamp in self._listed() if wanted else ():
            if path in wanted:
                is_ours = path in source.digests and stamp.partition(" ")[0] == _md5(source.read(path)).hexdigest()
                found[path] = source.digests[path] if is_ours else self._digest(path)
        return found

    def send(self, paths: Sequence[str], source: Source, told: Told) -> None:
        for path in paths:
            self._put(path, source.read(path))
            told(path)

    def delete(self, paths: Sequence[str], told: Told) -> None:
        for path in paths:
            with self._told(path):
                self._client.delete_object(Bucket=self._bucket, Key=self._prefix + path)
            told(path)

    def hidden(self, text: str) -> str:
        for secret in (self._key.secret, self._key.token):
            text = text.replace(secret, "***") if secret else text
        return text

    def _listed(self) -> Iterator[tuple[str, str]]:
        with self._told(""):
            pages = self._client.get_paginator("list_objects_v2")
            most = {"PageSize": _LISTED}
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix, PaginationConfig=most):
                for one in page.get("Contents", ()):
                    yield one["Key"].removeprefix(self._prefix), f"{one['ETag'].strip(chr(34))} {one['Size']}"

    def _digest(self, path: str) -> str:
        digest = hashlib.sha256()
        with self._told(path):
            for piece in self._get(path).iter_chunks(1 << 20):
                digest.update(piece)
        return digest.hexdigest()

    def _get(self, path: str) -> Any:
        return self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)["Body"]

    def _put(self, path: str, data: bytes) -> None:
        with self._told(path):
            self._client.put_object(
                Bucket=self._bucket, Key=self._prefix + path, Body=data, ContentType=media_type(path),
                CacheControl=cache_control(path), ContentMD5=base64.b64encode(_md5(data).digest()).decode(),
            )  # fmt: skip

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        """Faults of the library -> ours."""
        try:
            yield
        except ClientError as error:
            if _code(error) in _REFUSED:
                raise BulletinError("E944", path=self.place, reason=_code(error)) from error
            raise TargetError(path, str(error)) from error
        except BotoCoreError as error:
            raise TargetError(path, str(error)) from error


def _md5(data: bytes) -> Any:
    return hashlib.md5(data, usedforsecurity=False)


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
