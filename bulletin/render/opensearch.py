"""Site -> opensearch.xml, by which browsers offer the site's search (OpenSearch 1.1)."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model.article import Site
from bulletin.model.digest import digest_of
from bulletin.model.making import frozen
from bulletin.model.page import Page
from bulletin.render.addresses import absolute
from bulletin.render.templates import Templates
from bulletin.render.views import Chrome
from bulletin.render.xml import DECLARATION, clean, element

OPENSEARCH = "opensearch.xml"
MEDIA_TYPE = "application/opensearchdescription+xml"
_VERSION = 1
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
# Lengths that the specification allows, in characters.
_SHORT_NAME, _LONG_NAME, _DESCRIPTION, _CONTACT = 16, 48, 1024, 64


@frozen
class OpenSearchView:
    name: str
    description: str
    contact: str
    language: str
    search: str  # absolute URL of the search page
    address: str  # absolute URL of the description itself


def opensearch_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """One, or none without a search. Linked from ``<head>`` with rel="search" and ``MEDIA_TYPE``."""
    config, edition = site.config, site.edition
    if not config.search:
        return
    view = OpenSearchView(
        name=config.title,
        description=templates.chrome.words["feed_search"],
        contact=config.email,
        language=edition.tag,
        search=absolute(config, edition, "search/"),
        address=absolute(config, edition, OPENSEARCH),
    )
    key = digest_of("@opensearch", _VERSION, view)
    yield Page(edition.path + OPENSEARCH, key, template="@opensearch", context=view, edition=edition.path)


def opensearch_bytes(_: Chrome, view: object) -> bytes:
    assert isinstance(view, OpenSearchView)
    parts = [
        element("ShortName", clean(view.name)[:_SHORT_NAME]),
        element("LongName", clean(view.name)[:_LONG_NAME]),
        element("Description", clean(view.description)[:_DESCRIPTION]),
        element("Contact", view.contact) if "@" in view.contact and len(view.contact) <= _CONTACT else "",
        element("Language", view.language),
        element("Url", type="text/html", method="get", template=view.search + "?q={searchTerms}"),
        element("Url", type=MEDIA_TYPE, rel="self", template=view.address),
        element("InputEncoding", "UTF-8"),
        element("OutputEncoding", "UTF-8"),
    ]
    return (DECLARATION + element("OpenSearchDescription", parts, xmlns=_NAMESPACE)).encode("utf-8")
