"""Pages that no theme writes: names beginning with "@" stand for these functions in place of a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bulletin.render.atom import atom_bytes
from bulletin.render.bodies import Fill
from bulletin.render.jsonfeed import json_feed_bytes
from bulletin.render.opensearch import opensearch_bytes
from bulletin.render.sitemap import robots_bytes, sitemap_bytes
from bulletin.render.views import Chrome

FEEDS: Mapping[str, Callable[[Chrome, object, Fill], bytes]] = {
    "@atom": atom_bytes,
    "@json": json_feed_bytes,
}
MACHINE: Mapping[str, Callable[[Chrome, object], bytes]] = {
    "@sitemap": sitemap_bytes,
    "@robots": robots_bytes,
    "@opensearch": opensearch_bytes,
}
