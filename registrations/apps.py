from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Guests")

    def ready(self) -> None:
        """Whoever raises an event's capacity lets the next in line in; what the clock does is done by sweeps."""
        from registrations import audiences, booked, concerned, letters, mails, services
        from registrations.services import site_access
        from symposium.events.models import Event
        from symposium.kit.revisions import follow
        from symposium.kit.sweeps import add_sweep
        from symposium.mail.writing import add_writer
        from symposium.notices.audiences import add_audience
        from symposium.programme.board.registry import know_bookings
        from symposium.programme.concerned import add_concerned

        for audience in audiences.AUDIENCES:
            add_audience(audience)
        add_concerned(concerned.concerned)
        follow(Event, services.fill_places)
        know_bookings(booked.booked_at)
        add_writer(letters.FAMILY, letters.write)
        add_writer(mails.FAMILY, mails.write)
        add_sweep("unused seats given back", services.release_due_blocks)
        add_sweep("offers lapsed", services.lapse_offers)
        add_sweep("shadows forgotten", services.forget_shadows)
        add_sweep("files that no answer names forgotten", services.forget_files)
        add_sweep("lists of invitations forgotten", services.forget_drafts)
        add_sweep("unconfirmed addresses forgotten", services.forget_unverified)
        add_sweep("site-access details deleted", site_access.forget_due)
