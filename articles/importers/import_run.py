"""Writing a publication: shared things when they are first needed, each item in its transaction.

An item that cannot be written is reported and leaves nothing behind; the others come in. What came
in before and has not been edited here follows the source; what was edited here is left alone. A
trial does all this as well, and takes every transaction back.

One transaction an item, not one for many: an act tells the ledger last, and nothing may lock after
that (a batch would keep the ledger's counter while it waits for other items).
"""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.editorial import registry
from newsroom.editorial.drafts import revisions
from newsroom.editorial.publication import ledger, recompilation
from newsroom.editorial.refusals import Refused

from ..body import reader
from ..body.clean import clean
from ..models import Article, Page, Redirect
from . import draft, lost_words, release
from .conversion import Absent, ImageUse, Placed, missing_picture
from .images import Folder, Pictures, tell_other_credit
from .markup import plain
from .plan import MODELS, Planned, in_order, plan
from .publication import IncomingItem, Publication
from .records import Records, fingerprint
from .report import Line, Notes, Outcome, Report
from .shared import SharedThings

logger = logging.getLogger(__name__)


def bring(publication: Publication, *, folder: Folder | None, is_dry_run: bool) -> Report:
    """Bring a publication in, or only say what would happen; see the module."""
    return _Run(publication, folder, is_dry_run=is_dry_run).run()


class _Run:
    def __init__(
        self, publication: Publication, folder: Folder | None, *, is_dry_run: bool
    ) -> None:
        self.publication = publication
        self.is_dry_run = is_dry_run
        self.report = Report(publication.name, is_dry_run=is_dry_run)
        self.records = Records(publication.source)
        self.pictures = Pictures(
            folder, publication.addresses, publication.picture_key, self.records,
            is_dry_run=is_dry_run,
        )  # fmt: skip
        self.shared = SharedThings(
            publication, self.records, self.pictures, self.report, is_dry_run=is_dry_run
        )
        self.early: list[Article | Page] = []
        """Items that card an article which was not there yet."""

    def run(self) -> Report:
        planned = plan(self.publication, self.records)
        self._gather_pictures(planned)
        self.pictures.settle(self.report)
        lines = {id(one): self._bring(one) for one in in_order(planned)}
        for one in planned:
            self.report.add(lines[id(one)])
        for line in self.publication.unread:
            self.report.add(line)
        self._add_feeds()
        self._compile_early_ones()
        for note in self.publication.notes:
            self.report.notes.entries.append(note)
        return self.report

    def _gather_pictures(self, planned: list[Planned]) -> None:
        for one in planned:
            try:
                one.item.convert(_FirstReading(self.pictures, self.publication))
            except Exception:
                # The edge of the loop: it is reported when the item's turn comes.
                logger.exception("Reading %s “%s” failed.", one.item.kind, one.item.headline)
            if one.item.lead:
                self.pictures.gather(one.item.lead)
        for key in {key for one in planned for key in one.item.authors}:
            portrait = self.publication.authors[key].portrait
            if portrait:
                self.pictures.gather(ImageUse(portrait, alt=self.publication.authors[key].name))

    # --- One item --------------------------------------------------------------------------------

    def _bring(self, planned: Planned) -> Line:
        item = planned.item
        line = Line(item.kind, item.headline, Outcome.CREATED, notes=planned.notes)
        try:
            with transaction.atomic():
                self.shared.begin()
                self.pictures.begin()
                self._write(planned, line)
                transaction.set_rollback(self.is_dry_run)
        except Refused as refusal:
            line.outcome, line.became = Outcome.FAILED, ""
            line.notes.problem(_("It could not be imported: %s") % refusal)
        except Exception:
            # The edge of the loop: one broken item must not keep the others out.
            logger.exception("Importing %s “%s” failed.", item.kind, item.headline)
            line.outcome, line.became = Outcome.FAILED, ""
            line.notes.problem(_("It could not be imported: an unexpected error, see the log."))
        else:
            self.shared.commit()
        return line

    def _write(self, planned: Planned, line: Line) -> None:
        item = planned.item
        surroundings = _Surroundings(self.pictures, self.publication, line.notes)
        html, notes = item.convert(surroundings)
        lead = self._lead(item, line.notes)
        if lead and item.kind == "page":
            # A page has no lead image of its own: it opens the text.
            html = f"{draft.figure(lead.uuid, caption=item.lead.caption)}\n{html}"  # type: ignore[union-attr]
        for note in notes:
            line.notes.entries.append(note)
        body = clean(html)
        _tell_cleaned(html, body, line.notes)
        stamp = fingerprint(_stamped(planned, body, lead))
        if planned.existing is not None and self._is_settled(planned, stamp, line):
            return
        target = self._draft(planned, body, lead)
        revision = revisions.save(target, by=None, cause="imported")
        if planned.existing is None and item.created_at:
            type(target).objects.filter(pk=target.pk).update(created_at=item.created_at)
        kind = "page" if isinstance(target, Page) else "article"
        self.records.keep(
            kind, item.foreign_id, target.uuid, fingerprint=stamp, revision=revision.number
        )
        release.publish(target, item, line.notes)
        self._redirect(target, planned, line)
        line.became = release.standing(target)
        line.address = planned.path if target.editions.exists() else ""
        self._remember_early(target, body)

    def _lead(self, item: IncomingItem, notes: Notes) -> Placed | None:
        if item.lead is None:
            return None
        place = self.pictures.place(item.lead)
        if isinstance(place, Absent):
            notes.left_out(missing_picture(item.lead, place))
            return None
        tell_other_credit(item.lead, place, notes)
        if item.lead.alt and place.alt and item.lead.alt != place.alt and item.kind == "article":
            notes.changed(
                _("The lead picture's alt text “%(there)s” became the library's, “%(here)s”.")
                % {"there": item.lead.alt, "here": place.alt}
            )
        return place

    def _is_settled(self, planned: Planned, stamp: str, line: Line) -> bool:
        """Whether there is nothing to write: it is as it was, or it has been edited here."""
        existing, record = planned.existing, planned.record
        assert existing is not None
        assert record is not None
        is_public = existing.editions.exists()
        line.address = planned.path if is_public else ""
        line.became = release.standing(existing)
        if record.fingerprint == stamp:
            line.outcome, line.notes = Outcome.UNCHANGED, Notes()
            return True
        # Something was done with it here, though its words are as they came: leave it there.
        is_in_hand = existing.acted_at is not None and not is_public
        if existing.revision != record.revision or is_in_hand:
            line.outcome = Outcome.KEPT
            line.notes = Notes()
            line.notes.problem(
                _("It has been edited here since it was imported: the newer text was not taken.")
            )
            return True
        line.outcome = Outcome.UPDATED
        return False

    def _draft(self, planned: Planned, body: str, lead: Placed | None) -> Article | Page:
        """The item's row and what hangs on it, saved, not yet a revision."""
        item = planned.item
        target = planned.existing or MODELS[item.kind](uuid=planned.uuid, slug=planned.slug)
        target.headline, target.standfirst, target.body = item.headline, item.standfirst, body
        target.language = item.language
        target.seo_title, target.seo_description = item.seo_title, item.seo_description
        if isinstance(target, Page):
            target.save()
            return target
        target.canonical_url = item.canonical_url
        if planned.existing is None:
            target.section = self.shared.section()
        image = self.pictures.image(item.lead.src) if item.lead else None
        target.lead_image = None if isinstance(image, Absent) else image
        target.lead_caption = plain(item.lead.caption) if item.lead and target.lead_image else ""
        target.save()
        registry.set_lists(
            target,
            byline=[self.shared.name(key) for key in item.authors],
            tags=[self.shared.tag(key) for key in item.tags],
        )
        return target

    # --- Old addresses ---------------------------------------------------------------------------

    def _redirect(self, target: Article | Page, planned: Planned, line: Line) -> None:
        owner = {"page" if isinstance(target, Page) else "article": target}
        has_added = False
        for old in planned.item.old_paths:
            if old == planned.path or len(old) > 500:
                continue
            found, is_new = Redirect.objects.get_or_create(old_path=old, defaults=owner)
            has_added |= is_new
            if not is_new and (found.article or found.page) != target:
                line.notes.problem(
                    _("Its old address %s already leads somewhere else and was left unchanged.")
                    % old
                )
        if has_added:
            ledger.raise_plans()

    def _add_feeds(self) -> None:
        with transaction.atomic():
            added = [
                Redirect.objects.get_or_create(old_path=old, defaults={"target": target})[1]
                for old, target in self.publication.feeds.items()
            ]
            if any(added):
                ledger.raise_plans()
            transaction.set_rollback(self.is_dry_run)

    # --- Cards of what came later ----------------------------------------------------------------

    def _remember_early(self, target: Article | Page, body: str) -> None:
        wanted = reader.references(body).articles
        if wanted and Article.objects.filter(uuid__in=wanted).count() < len(wanted):
            self.early.append(target)

    def _compile_early_ones(self) -> None:
        if self.early and not self.is_dry_run:
            with transaction.atomic():
                recompilation.request_items(self.early, cause="imported")
            while recompilation.waiting() and recompilation.run(limit=200).done:
                pass


class _FirstReading:
    """Surroundings of the first reading: only which images are used matters."""

    def __init__(self, pictures: Pictures, publication: Publication) -> None:
        self.image = pictures.gather
        self.article = publication.addresses.article
        self.link = publication.addresses.link


class _Surroundings:
    """Surroundings of the real conversion."""

    def __init__(self, pictures: Pictures, publication: Publication, notes: Notes) -> None:
        self.pictures = pictures
        self.notes = notes
        self.article = publication.addresses.article
        self.link = publication.addresses.link

    def image(self, use: ImageUse) -> Placed | Absent:
        place = self.pictures.place(use)
        if isinstance(place, Placed):
            tell_other_credit(use, place, self.notes)
        return place


def _tell_cleaned(html: str, body: str, notes: Notes) -> None:
    """Report what cleaning takes from a converted text, like everything else."""
    if lost := lost_words.missing(html, body):
        notes.problem(_("Words that a text cannot contain were left out: %s") % " ".join(lost))


def _stamped(planned: Planned, body: str, lead: Placed | None) -> dict:
    """What an item is, for its fingerprint; where it is filed and its slug are ours to change."""
    item = planned.item
    return {
        "headline": item.headline,
        "standfirst": item.standfirst,
        "body": body,
        "language": item.language,
        "seo": [item.seo_title, item.seo_description, item.canonical_url],
        "authors": item.authors,
        "tags": item.tags,
        "lead": [lead.uuid, plain(item.lead.caption)] if lead and item.lead else None,
        "state": item.state_there,
    }
