from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Guests")

    def ready(self) -> None:
        """Whoever raises an event's capacity lets the next in line in; what the clock does is done by sweeps."""
        from functools import partial

        from registrations import audiences, booked, concerned, dashboard, letters, mails, services, todos
        from registrations.list_ways import to_invitations
        from registrations.models import Invitation, Registration
        from registrations.services import figures, site_access
        from symposium.accounts.list_ways import add_list_ways
        from symposium.events.dashboard import add_panels, add_todos
        from symposium.events.models import Event
        from symposium.kit.findable import fill
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
        add_list_ways("registrations.registration", to_invitations)
        add_writer(letters.FAMILY, letters.write)
        add_writer(mails.FAMILY, mails.write)
        add_sweep("unused seats given back", services.release_due_blocks)
        add_sweep("offers lapsed", services.lapse_offers)
        add_sweep("shadows forgotten", services.forget_shadows)
        add_sweep("files that no answer names forgotten", services.forget_files)
        add_sweep("lists of invitations forgotten", services.forget_drafts)
        add_sweep("unconfirmed addresses forgotten", services.forget_unverified)
        add_sweep("site-access details deleted", site_access.forget_due)
        add_sweep("guests counted by day", figures.count_days)
        add_todos(todos.guest_todos)
        add_panels(dashboard.guest_panels)
        add_panels(dashboard.answer_panels, apart=True)
        for model in (Registration, Invitation):
            add_sweep(f"{model._meta.db_table} found by words", partial(fill, model))
