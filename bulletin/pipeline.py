"""The whole build, top to bottom: content/ -> Bulletin -> a Site for each edition -> Pages -> a release on disk.

    load()     settings, documents and files  ->  Content  ->  Checked  ->  Bulletin
    convert()  Bulletin  ->  Articles;  sites_of()  ->  a Site for each edition
    plan()     Sites and a Theme  ->  the names of all pages, and what makes them
    build()    load, convert, sites_of, plan  ->  Pages  ->  bytes of those that are not there yet  ->  Report

Nothing else joins the rooms. Each step over many values is remembered by what it was given (``cache``) and shared out
(``parallel``); there is no other state, so a build after a change can't differ from a build from nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from operator import attrgetter

from bulletin import __version__
from bulletin.cache import Cache
from bulletin.check.bulletin import check_bulletin, local_time
from bulletin.convert.article import Context, Converted, convert_items, key_of, without_bodies
from bulletin.convert.script.converter import versions as script_versions
from bulletin.engine import engine_digest
from bulletin.errors import StrictError
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.item import Bulletin
from bulletin.model.options import Options as Options
from bulletin.model.page import Report, has_faults
from bulletin.parallel import Progress, Workers, open_workers
from bulletin.parts import PART
from bulletin.pickles import Packing
from bulletin.read.folder import Folder
from bulletin.read.settings import Settings
from bulletin.read.theme import read_theme
from bulletin.render.anatomy import Anatomy
from bulletin.render.chrome import make_chrome
from bulletin.render.pages import shared_groups, site_groups
from bulletin.render.places import Places
from bulletin.render.produce import Producer
from bulletin.render.templates import Templates, templates_for
from bulletin.steps.assembling import assembling
from bulletin.steps.bodies import Bodies, streamed
from bulletin.steps.checking import checked_documents
from bulletin.steps.compiling import compiling, known_anatomy
from bulletin.steps.elsewhere import AtAddress, look_at, on_disk
from bulletin.steps.indexing import indexing
from bulletin.steps.looking import look as look
from bulletin.steps.looking import look_again
from bulletin.steps.making import made
from bulletin.steps.outline import Outline, keyed
from bulletin.steps.reporting import asked, keep_report, report_of
from bulletin.steps.reporting import problems_of as problems_of
from bulletin.steps.sharing import sharing
from bulletin.steps.unchanged import Begun, built, last_report
from bulletin.stopwatch import Stopwatch
from bulletin.store import store_at
from bulletin.words import interface

_LONG = 500  # pages


def load(
    options: Options, settings: Settings, folder: Folder, cache: Cache, workers: Workers, watch: Stopwatch,
    read: AtAddress | None = None,
) -> Bulletin:  # fmt: skip
    """Everything up to the checked bulletin: no edition, no page, nothing written. ``read``: where files are not on our
    disk."""
    content, checked = checked_documents(options, settings, folder, cache, workers, watch, read)
    with watch("check"):
        return check_bulletin(content, checked, options.now, options.has_drafts)


def convert(bulletin: Bulletin, cache: Cache, workers: Workers, watch: Stopwatch) -> list[Converted]:
    """Each item in all editions. Bodies of items and articles are put away, see ``steps.bodies``."""
    with watch("convert"):
        context = Context(bulletin.config, bulletin.unions, bulletin.glossary)
        packing = Packing(partial(convert_items, context), without_bodies)
        converting = partial(streamed, workers, "convert", Bodies(cache.parts()).items, packing)
        key = partial(key_of, context.digest)
        converted: list[Converted] = cache.remember("article", bulletin.items, key, converting, attrgetter("path"))
        cache.keep(PART, (article.kept for one in converted for article in one.articles if article.kept))
        return converted


def sites_of(bulletin: Bulletin, converted: Sequence[Converted], cache: Cache, watch: Stopwatch) -> tuple[Site, ...]:
    """The whole bulletin in each edition."""
    with watch("assemble"):
        return tuple(map(assembling(bulletin, converted, cache), range(len(bulletin.config.editions))))


def plan(bulletin: Bulletin, sites: tuple[Site, ...], theme: Theme, cache: Cache) -> tuple[Outline, Producer]:
    """The names of all pages, and what makes the bytes of those that nobody has yet. Raises ThemeError."""
    anatomy = known_anatomy(theme, cache)
    editions = tuple(templates_of(theme, site, anatomy) for site in sites)
    groups = [group for pair in zip(sites, editions, strict=True) for group in site_groups(*pair)]
    outline = Outline([*groups, *shared_groups(bulletin, sites, theme)], cache)
    return outline, Producer(theme, tuple(edition.chrome for edition in editions), anatomy)


def build(options: Options, progress: Progress, warn: Callable[[str], None], watch: Stopwatch | None = None) -> Report:
    """Publishes the site and says what was done. Raises BulletinError, and then nothing has changed on disk."""
    watch = watch or Stopwatch()
    return built(options, warn, watch, lambda start: publish(start, progress, watch))


def publish(start: Begun, progress: Progress, watch: Stopwatch) -> Report:
    """What is left of a build that may have something to do."""
    options, release, cache = start.options, start.release, start.cache
    place, shared = store_at(options.content), store_at(options.shared_cache, may_be_here=True)
    with (
        watch.around(open_workers(options.jobs, options.executor, progress, engine_digest)) as workers,
        sharing(shared, options, cache, workers, start.warn) as shelf,
    ):
        here = partial(look_again, options, watch, cache, start.walked)
        settings, folder, read = look_at(place, cache, workers, watch) if place else (*here(), None)
        theme = read_theme(options.site, settings.config.theme)
        key = asked(options, settings, folder, theme)
        start.keep_glance(key, folder.problems)
        report = last_report(cache, key, options, local_time(settings.config, options.now), release)
        if report is not None:
            return replace(report, seconds=watch.seconds)
        store, is_wanted = options.remembered[1], settings.config.search
        with (
            compiling(theme, cache, workers) as compiled,
            workers.waiting(release.foreign) as look_around,
            ExitStack() as later,
            indexing(store, workers, lambda pages: release.stale(keyed(pages)), is_wanted) as begin,
        ):
            bulletin = load(options, settings, folder, cache, workers, watch, read=read)
            del folder  # with the bytes of all documents
            converted = convert(bulletin, cache, workers, watch)
            foreign = look_around(None)  # there is a core free now, as a rule
            sites = sites_of(bulletin, converted, cache, watch)
            searched = [one.articles for one in converted if one.articles[0].card.kind != "page"]
            release.guard(len(bulletin.items), options.may_shrink)
            with watch("search"):
                fill = Bodies(cache.parts())
                index = begin(sites, searched, fill)
            with watch("pages"):
                outline, producer = plan(bulletin, sites, theme, cache)
                places = Places(outline.page)
                names = outline.settle(places)
                release.prepared(start.prepared())
                stale = release.stale(names)
                if len(stale) > _LONG:  # meanwhile others may put files there
                    foreign = later.enter_context(workers.beside(release.foreign))
            with watch("render"):
                reading = read or on_disk(options.site)
                release.add(made(workers, reading, producer, compiled(outline.pages(stale)), release.put, fill, shelf))
            with watch("write"):  # what can be done while the index is being made
                release.reuse(names)
            with watch("search"):
                found, data_of = index()
                release.carry(foreign())
            with watch("write"):
                joined = places.settle(keyed(found))
                changed = [page for page in joined if page.path in data_of]
                release.add((page, release.put(page.path, data_of[page.path])) for page in changed)
        with watch("write"):
            pages, made_anew = [*names, *joined], [*stale, *changed]
            problems = problems_of(bulletin, converted, sites, places.problems)
            if options.is_strict and has_faults(bulletin.left_out, problems):
                raise StrictError("E901", problems)
            if not release.is_same(pages, made_anew):
                release.reuse(joined)
                release.publish(len(bulletin.items))
        done = (problems, len(pages), len(made_anew), watch.seconds, (("bulletin", __version__), *script_versions()))
        report = report_of(str(release.output), bulletin, *done)
        keep_report(cache, key, bulletin, release, report)
        start.held.extend((bulletin, converted, sites, outline, places, names, pages))
    return report


def templates_of(theme: Theme, site: Site, anatomy: Anatomy | None = None) -> Templates:
    words = interface("hant" if site.edition.script == "Hant" else "hans")
    return templates_for(theme, make_chrome(site, theme, words, __version__), anatomy)
