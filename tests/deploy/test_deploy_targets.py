"""deploy.toml: what is a target, what is refused before any server is asked, and where secrets come from."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import keyring
import pytest
from deploy.servers import PASSWORD

from bulletin.deploy.credentials import KEYRING, secret_of, variable_of
from bulletin.deploy.folder import FolderTarget
from bulletin.deploy.media_types import cache_control, media_type
from bulletin.deploy.targets import target_of
from bulletin.errors import BulletinError

PLACES = {
    'rsync = "news@h.example:/var/www"': "news@h.example:/var/www",
    'rsync = "h.example:www/新闻"\nport = 2222': "h.example:www/新闻",
    'rsync = "h.example:~/www"': "h.example:www",
    'sftp = "sftp://news@h.example/var/www"': "sftp://news@h.example:22/var/www",
    'sftp = "sftp://news@h.example:2222/~/www"': "sftp://news@h.example:2222/www",
    'ftp = "ftp://news@h.example/www%20x"': "ftp://news@h.example:21/www x",
    'ftp = "ftp://news@h.example"\nplain = true': "ftp://news@h.example:21/",
    's3 = "s3://news"\nregion = "eu-west-1"': "s3://news/",
    's3 = "s3://news/a/b/"\nendpoint = "https://s3.example"': "s3://news/a/b/",
    'folder = "/mnt/www"': "/mnt/www",
}
WRONG = {
    "two kinds": ('folder = "/x"\nsftp = "sftp://a@b/c"', "E957"),
    "no kind": ('region = "x"', "E957"),
    "a setting of another kind": ('sftp = "sftp://a@b/c"\nregion = "x"', "E957"),
    "empty": ('sftp = " "', "E957"),
    "a line end": ('sftp = "sftp://a@b/c\\n"', "E957"),
    "http": ('sftp = "http://a@b/c"', "E957"),
    "no host": ('sftp = "sftp:///c"', "E957"),
    "a port of letters": ('sftp = "sftp://a@b:x/c"', "E957"),
    "a large port": ('sftp = "sftp://a@b:70000/c"', "E957"),
    "a query": ('ftp = "ftp://a@b/c?x=1"', "E957"),
    "ftp without a user": ('ftp = "ftp://b/c"', "E957"),
    "a word for a switch": ('ftp = "ftp://a@b/c"\nplain = "yes"', "E957"),
    "rsync without a host": ('rsync = "/var/www"', "E957"),
    "an option for a host": ('rsync = "-oProxyCommand=x:/var/www"', "E957"),
    "rsync without encryption": ('rsync = "h.example::news"', "E957"),
    "an address of rsync's own": ('rsync = "rsync://h.example/news"', "E957"),
    "port 0": ('rsync = "h:/x"\nport = 0', "E957"),
    "true for a port": ('rsync = "h:/x"\nport = true', "E957"),
    "a quotation mark in a file": ('rsync = "h:/x"\nidentity = "a\'b"', "E957"),
    "plain http": ('s3 = "s3://news"\nendpoint = "http://s3.example"', "E957"),
    "a password": ('sftp = "sftp://a@b/c"\npassword = "x"', "E943"),
    "a secret": ('s3 = "s3://news"\nAWS_SECRET_ACCESS_KEY = "x"', "E943"),
    "a password in Chinese": ('ftp = "ftp://a@b/c"\n"密码" = "x"', "E943"),
    "a password in the address": ('ftp = "ftp://a:horse@b/c"', "E943"),
    "an empty password in the address": ('sftp = "sftp://a:@b/c"', "E943"),
}


def settings(site: Path, text: str) -> Path:
    site.mkdir(exist_ok=True)
    (site / "deploy.toml").write_text(f"[web]\n{text}\n", "utf-8")
    return site


@pytest.fixture(autouse=True)
def _no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BULLETIN_DEPLOY_WEB_PASSWORD", "BULLETIN_DEPLOY_PASSWORD", "AWS_ACCESS_KEY_ID",
                 "AWS_SECRET_ACCESS_KEY"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)


@pytest.mark.parametrize("text", PLACES)
def test_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_WEB_PASSWORD", PASSWORD)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tester")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", PASSWORD)
    site = settings(tmp_path / "site", text)
    target = target_of(site, "", site / "public")
    assert target.place == PLACES[text]
    target.close()


@pytest.mark.parametrize("has_all", [False, True], ids=["as it stands", "with all settings"])
@pytest.mark.parametrize("name", ["disk", "web", "sftp", "ftp", "bucket"])
def test_the_documented_settings_are_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, has_all: bool
) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", PASSWORD)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tester")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", PASSWORD)
    monkeypatch.setattr("bulletin.deploy.s3.S3Target", lambda *values: FolderTarget(Path(values[0])))
    page = (Path(__file__).parents[2] / "docs" / "hosting.md").read_text("utf-8")
    text = page[page.index("[disk]") : page.index("```", page.index("[disk]"))]
    if has_all:
        text = re.sub(r"(?m)^# ", "", text)
    (tmp_path / "deploy.toml").write_text(text, "utf-8")
    assert tomllib.loads(text).keys() == {"disk", "web", "sftp", "ftp", "bucket"}
    assert target_of(tmp_path, name, tmp_path / "public").place


@pytest.mark.parametrize("name", WRONG)
def test_what_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_WEB_PASSWORD", PASSWORD)
    text, code = WRONG[name]
    site = settings(tmp_path / "site", text)
    with pytest.raises(BulletinError) as caught:
        target_of(site, "", site / "public")
    assert caught.value.code == code
    assert "horse" not in str(caught.value)


@pytest.mark.parametrize("text", ['ftp = "ftp://a@b/c"', 's3 = "s3://news"', 's3 = "s3://news"\nuser = "x"'])
def test_no_secret_where_one_is_needed(tmp_path: Path, text: str) -> None:
    site = settings(tmp_path / "site", text)
    with pytest.raises(BulletinError) as caught:
        target_of(site, "", site / "public")
    assert (caught.value.code, caught.value.values["variable"]) == ("E948", "BULLETIN_DEPLOY_WEB_PASSWORD")


def _ring(service: str, name: str) -> str | None:
    if (service, name) == (KEYRING, "locked"):
        raise RuntimeError("locked")
    return {(KEYRING, "web"): PASSWORD}.get((service, name))


def test_where_secrets_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable before the keyring; a keyring that is locked or absent is as good as none."""
    monkeypatch.setattr(keyring, "get_password", _ring)
    assert [secret_of(name) for name in ("web", "other", "locked")] == [PASSWORD, "", ""]
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", "for all")
    monkeypatch.setenv("BULLETIN_DEPLOY_WEB_PASSWORD", "for one")
    assert [secret_of(name) for name in ("web", "other")] == ["for one", "for all"]
    monkeypatch.delenv("BULLETIN_DEPLOY_PASSWORD")
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert secret_of("other") == ""


@pytest.mark.parametrize(
    ("name", "variable"),
    [("web", "BULLETIN_DEPLOY_WEB_PASSWORD"), ("my-web", "BULLETIN_DEPLOY_MY_WEB_PASSWORD"),
     ("网站", "BULLETIN_DEPLOY_PASSWORD"), ("a b", "BULLETIN_DEPLOY_PASSWORD")],
)  # fmt: skip
def test_names_of_variables(name: str, variable: str) -> None:
    assert variable_of(name) == variable


def test_heavy_libraries_are_loaded_only_where_they_are_used(tmp_path: Path) -> None:
    site = settings(tmp_path / "site", 'rsync = "h:/x"')
    code = (
        "import sys; from pathlib import Path; from bulletin.deploy.targets import target_of;"
        "from bulletin.cli import deploying;"
        f"target_of(Path({str(site)!r}), '', Path('x')).close();"
        "print(sorted({'boto3', 'botocore', 'paramiko', 'keyring', 'ftplib'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a.HTML", "text/html; charset=utf-8"), ("files/a/x.csv", "text/csv"), ("x", "application/octet-stream"),
     ("hant/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8"),
     ("sitemap.xml", "application/xml")],
)  # fmt: skip
def test_media_types(path: str, expected: str) -> None:
    assert media_type(path) == expected


def test_what_may_be_kept_for_a_year() -> None:
    assert [cache_control(path) for path in ("photos/x", "index.html", "hant/photos/")] == [
        "public, max-age=31536000, immutable", "no-cache", "no-cache",
    ]  # fmt: skip
