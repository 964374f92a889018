"""A document as JSON and back. What is written is canonical: equal documents are equal bytes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from types import NoneType, UnionType
from typing import Any, TypeAliasType, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from symposium.exchange.document import ASIDE, UNSAID, Document, Unsaid
from symposium.exchange.readers.base import Problem, ReadingError

FORMAT, VERSION = "symposium-event", 1
MOST_ITEMS = 50_000


# --- writing -------------------------------------------------------------------------------------------------------


def to_json(document: Document) -> bytes:
    """Keys sorted, UTF-8, moments in UTC, a line each: readable, and the same wherever it is written."""
    content = {"format": FORMAT, "version": VERSION, **_plain(document)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if hasattr(value, "__dataclass_fields__"):
        found = ((one.name, getattr(value, one.name)) for one in fields(value) if one.name != "where")
        return {name: _plain(one) for name, one in found if one is not UNSAID}
    return value


# --- reading -------------------------------------------------------------------------------------------------------


def from_json(data: bytes) -> tuple[Document, list[Problem]]:
    """The document, and what is wrong in it by its path. Raises ReadingError where it is none at all."""
    content = _parsed(data)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ReadingError(_("This is not an event that Symposium exported: event.json does not say that it is one."))
    version = content.get("version")
    if version != VERSION:
        words = _("This event was exported by a newer Symposium (format %(version)s). Upgrade this one first.")
        raise ReadingError(words % {"version": str(version)[:20]})
    _refuse_many(content)
    reading = _Reading()
    document = reading.object_of(Document, {k: v for k, v in content.items() if k not in {"format", "version"}}, "")
    return document or Document(), reading.problems


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadingError(_("event.json is not written in UTF-8. Export the event anew.")) from None
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_refuse_doubles)
    except RecursionError:
        raise ReadingError(_("event.json is nested too deeply to be an event.")) from None
    except ValueError as error:
        words = _("event.json cannot be read: %(error)s. Export the event anew.")
        raise ReadingError(words % {"error": str(error)[:200]}) from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:40]!r} stands twice in one object")
    return found


def _refuse_many(content: Mapping[str, Any]) -> None:
    number = sum(len(value) for value in content.values() if isinstance(value, list))
    if number > MOST_ITEMS:
        words = _("event.json holds %(number)d things; %(most)d are the most that an event has.")
        raise ReadingError(words % {"number": number, "most": MOST_ITEMS})


class _Wrong(Exception):
    """A value is not what it has to be; the message says what it has to be."""


class _Reading:
    """Goes through parsed JSON along the types of the dataclasses, and collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def object_of(self, cls: Any, value: Any, where: str) -> Any:
        """The dataclass that a JSON object stands for; None, with problems, where it is none."""
        if not isinstance(value, dict):
            self._problem(where, "", _("An object must stand here."))
            return None
        hints, found, is_whole = _hints(cls), {}, True
        for name in value.keys() - hints.keys():
            self._problem(where, str(name)[:40], _("No event has this. Leave it out."))
        for name, hint in hints.items():
            if name not in value:
                is_whole &= self._may_lack(cls, name, where)
                continue
            path = f"{where}.{name}" if where else name
            try:
                found[name] = self._value(hint, value[name], path)
            except _Wrong as wrong:
                self._problem(where, name, str(wrong))
                is_whole &= self._may_lack(cls, name, None)
        if not is_whole:
            return None
        return cls(**found, **({"where": where} if "where" in cls.__dataclass_fields__ else {}))

    def _may_lack(self, cls: Any, name: str, where: str | None) -> bool:
        lacks = cls.__dataclass_fields__[name].default is MISSING
        if lacks and where is not None:
            self._problem(where, name, _("This is missing."))
        return not lacks

    def _problem(self, where: str, field: str, words: str) -> None:
        self.problems.append(Problem(where, field, words))

    def _value(self, hint: Any, value: Any, path: str) -> Any:
        if isinstance(get_origin(hint), TypeAliasType) or isinstance(hint, TypeAliasType):
            return self._value(get_args(hint)[0], value, path)
        if isinstance(hint, UnionType):
            kinds = [one for one in get_args(hint) if one not in {NoneType, Unsaid}]
            if value is None and NoneType in get_args(hint):
                return None
            return self._value(kinds[0], value, path)
        if get_origin(hint) is tuple:
            return self._list(get_args(hint)[0], value, path)
        if hasattr(hint, "__dataclass_fields__"):
            return self._object(hint, value, path)
        return _SCALARS[hint](value)

    def _object(self, hint: Any, value: Any, path: str) -> Any:
        return self.object_of(hint, value, path)

    def _list(self, hint: Any, value: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _Wrong(_("A list must stand here."))
        found = (self._value(hint, one, f"{path}[{place}]") for place, one in enumerate(value, 1))
        return tuple(one for one in found if one is not None)


def _hints(cls: Any) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {one.name: hints[one.name] for one in fields(cls) if one.name not in ASIDE}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(_("A text must stand here."))
    return value


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(_("true or false must stand here."))
    return value


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(_("A whole number must stand here."))
    return value


def _decimal(value: Any) -> Decimal:
    try:
        found = Decimal(_text(value)[:40])
    except InvalidOperation:
        raise _Wrong(_("A decimal number must stand here, in quotes.")) from None
    if not found.is_finite():
        raise _Wrong(_("A decimal number must stand here, in quotes."))
    return found


def _moment(value: Any) -> datetime:
    wrong = _Wrong(_("A moment must stand here, as 2027-05-11T09:00:00Z."))
    try:
        found = datetime.fromisoformat(_text(value))
        if found.tzinfo is None:
            raise wrong
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong from None


_SCALARS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    bool: _yes_no,
    int: _number,
    Decimal: _decimal,
    datetime: _moment,
}
