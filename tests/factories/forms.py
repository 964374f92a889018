"""What a browser would send for a page of the admin: every input of its form, as it stands."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from symposium.accounts.models import User


class Inputs(HTMLParser):
    """Names and values of the inputs in the form whose id ends in '_form'; what is checked, chosen and typed."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.form = False
        self.name = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.form = at.get("id", "").endswith("_form")
        if not self.form:
            return
        name = at.get("name", "")
        if tag == "input" and at.get("type") not in {"submit", "file", "button"}:
            if name and (at.get("type") not in {"checkbox", "radio"} or "checked" in at):
                self.data[name] = at.get("value", "on" if at.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self.name, self.data[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in at or self.select not in self.data):
            self.data[self.select] = at.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.data[self.name] = self.data[self.name].removeprefix("\n")
            self.name = ""
        if tag == "form":
            self.form = False

    def handle_data(self, data: str) -> None:
        if self.form and self.name:
            self.data[self.name] += data


def filled(response: Any, **changes: Any) -> dict[str, Any]:
    """The data of the page's form and its inlines, with changes by the names of the inputs; None leaves one out."""
    inputs = Inputs()
    inputs.feed(response.content.decode())
    data: dict[str, Any] = {name: value for name, value in inputs.data.items() if "__prefix__" not in name}
    return {name: value for name, value in (data | changes).items() if value is not None}


def sign_in(user: User) -> Client:
    """A browser in which they are signed in."""
    client = Client()
    client.force_login(user)
    return client


def page_of(thing: Any) -> str:
    """Where it is changed at the desk."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def save(client: Client, thing: Any, **changes: Any) -> Any:
    """Open the page, change some inputs, send it."""
    return client.post(page_of(thing), filled(client.get(page_of(thing)), **changes))


def errors(response: Any) -> dict[str, list[str]]:
    """What the page says is wrong, by field."""
    return {name: list(map(str, said)) for name, said in response.context["adminform"].form.errors.items()}
