"""The page of results, and the description by which a browser can search here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.safestring import SafeString

from symposium.kit.limits import wait
from symposium.kit.pages import PublicPage
from symposium.kit.revisions import site_counter
from symposium.kit.text import one_line
from symposium.kit.views import too_many
from symposium.search.asking import Asked
from symposium.search.marking import excerpt, marked, missing
from symposium.search.models import Document

# Characters of a question.
LONGEST = 80
MOST_RESULTS = 50
# From one address in a minute: a lecture hall behind one address may search all at once, a program may not go on.
MOST_QUESTIONS, WINDOW = 600, 60


@dataclass(frozen=True, slots=True)
class Result:
    """A document as the page shows it."""

    document: Document
    title: SafeString
    note: SafeString
    excerpt: SafeString

    @classmethod
    def of(cls, document: Document, asked: Asked) -> "Result":
        """With what was asked for marked; an excerpt only where title and note do not say why it was found."""
        terms = asked.terms
        why = excerpt(document.text, missing(f"{document.title} · {document.note}", terms))
        return cls(document, marked(document.title, terms), marked(document.note, terms), marked(why, terms))


class SearchPage(PublicPage):
    """What was found for ``?q=``, the best first."""

    template_name = "search/search.html"
    parameters = ("q",)
    revision = 0
    today: datetime

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Answered with 429 where one address asks too often."""
        seconds = wait(request, "search", most=MOST_QUESTIONS, seconds=WINDOW) if self.choice("q") else 0
        return too_many(request, seconds) if seconds else super().get(request, **kwargs)

    def question(self) -> str:
        """What was typed, as one line, however long."""
        return one_line(self.request.GET.get("q", "").replace("\0", " "))

    def choice(self, name: str) -> str:
        return self.question()[:LONGEST].strip()

    def is_kept(self) -> bool:
        """Questions are without number: their answers would push pages out of the cache."""
        return not self.choice("q")

    def find(self, **kwargs: Any) -> None:
        self.revision = site_counter().value
        self.today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)

    def key(self) -> Sequence[object]:
        """With the day, as what has passed comes after what comes; and whether the question was cut."""
        return (self.revision, self.today.date(), len(self.question()) > LONGEST)

    def context(self) -> dict[str, Any]:
        asked = Asked.parse(self.choice("q"))
        found: list[Document] = []
        if asked.terms:
            documents = Document.objects.found(asked, self.today).select_related("event")
            found = list(documents[: MOST_RESULTS + 1])
        return {
            "q": self.choice("q"),
            "has_words": bool(asked.terms),
            "has_several_words": len(asked.terms) > 1,
            "is_cut": len(self.question()) > LONGEST,
            "results": [Result.of(document, asked) for document in found[:MOST_RESULTS]],
            "has_more": len(found) > MOST_RESULTS,
            "most": MOST_RESULTS,
            "longest": LONGEST,
        }


class OpenSearch(PublicPage):
    """A description for browsers (OpenSearch 1.1): they offer this site among their own searches."""

    template_name = "search/opensearch.xml"
    content_type = "application/opensearchdescription+xml; charset=utf-8"

    def key(self) -> Sequence[object]:
        return (settings.SITE_URL,)

    def context(self) -> dict[str, Any]:
        return {"site_url": settings.SITE_URL}
