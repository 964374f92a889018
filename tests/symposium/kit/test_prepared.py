"""Queries whose SQL is made once."""

import pytest
from django.db import connection

from symposium.events.models import Event
from symposium.kit.prepared import SAMPLE_KEY, Prepared, PreparedRows, together
from symposium.organisations.models import COUNTER, Organisation
from tests.factories import make_event, make_organisation

pytestmark = pytest.mark.django_db


def public() -> Prepared[Event]:
    return Prepared(Event, lambda slug: Event.objects.public().with_counter(COUNTER).filter(slug=slug))


def test_finds_each_row_as_the_queryset_would():
    one, two = make_event(), make_event()
    prepared = public()
    for event in (one, two):
        found = prepared.first(event.slug)
        for field in Event._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(Event.objects.get(pk=event.pk), field.attname)


def test_keeps_the_conditions_of_the_queryset():
    draft = make_event(state=Event.State.DRAFT)
    assert public().first(draft.slug) is None
    assert public().first("nothing") is None
    assert public().first("' OR 1=1 --") is None


def test_annotations_are_asked_anew_each_time():
    event, prepared = make_event(), public()
    before = prepared.first(event.slug).organisations_counter
    make_organisation()
    assert prepared.first(event.slug).organisations_counter == before + 1


def test_asks_once(django_assert_num_queries):
    event, prepared = make_event(), public()
    with django_assert_num_queries(1):
        assert prepared.first(event.slug).name == event.name
    assert prepared._made[connection.vendor][0].startswith("SELECT")


def test_what_it_finds_can_be_saved_under_another_address():
    event = public().first(make_event(slug="before").slug)
    event.slug = "after"
    event.save()
    assert Event.objects.get(pk=event.pk).slug == "after"


def test_lists_all_rows_in_the_order_of_the_queryset():
    events = [make_event(), make_event(), make_event()]
    listed = Prepared(Event, lambda _: Event.objects.public().order_by("-pk"))
    assert listed.all() == events[::-1]


def test_several_are_asked_together_each_with_its_own_values():
    first, second = make_event(slug="one"), make_event(slug="two")
    query = Prepared(Event, lambda slug: Event.objects.filter(slug=slug))
    assert together((query, ("two",)), (query, ("one",)), (query, ("none",))) == [[second], [first], []]


def test_rows_of_plain_values_come_as_the_queryset_gives_them():
    event, _other = make_event(), make_event()

    def asked(pk):
        return Event.objects.filter(pk=pk).values_list("starts_at", "slug", "pk")

    rows = PreparedRows(asked, (SAMPLE_KEY,))
    assert rows.all(event.pk) == list(asked(event.pk))
    assert rows.first(event.pk + 100) is None


def test_rows_of_several_queries_in_one():
    one, two = make_event(), make_organisation()

    def asked(pk):
        several = Organisation.objects.filter(pk=two.pk).order_by().values_list("pk", "slug")
        return Event.objects.filter(pk=pk).order_by().values_list("pk", "slug").union(several, all=True).order_by()

    assert sorted(PreparedRows(asked, (SAMPLE_KEY,)).all(one.pk)) == sorted([(one.pk, one.slug), (two.pk, two.slug)])
