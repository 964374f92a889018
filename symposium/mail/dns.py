"""What a domain says in the DNS about mails in its name: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489).

The records are read and judged by their words; whether a mail that arrives fulfils them, only its recipient can tell.
"""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import dns.exception
import dns.resolver
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECONDS = 4.0
SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?", re.IGNORECASE)
# RFC 7208 §4.6.4; those that a record names itself, without what these name in turn.
MOST_LOOKUPS = 10
# Characters of base64 that an RSA key of 2048 bits has at least.
LEAST_KEY = 340
_LOOKS_UP = re.compile(r"[+?~-]?(?:include:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr|exists:)|redirect=", re.IGNORECASE)

type Texts = list[str] | None
# The TXT records of a name: none where there are none, None where nobody answered.
type Ask = Callable[[str], Texts]


class Verdict(StrEnum):
    """How good what was found is."""

    GOOD = "good"
    WEAK = "weak"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the three: what was found at which name, what it means, and the record to set where it is not good."""

    kind: str
    name: str
    verdict: Verdict
    words: str | Promise
    found: tuple[str, ...] = ()
    advice: str = ""


def ask(name: str) -> Texts:
    """Ask the system's resolver; None where it does not answer within ``SECONDS``, or there is none."""
    try:
        answer: Any = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, UnicodeError):
        return None
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


def look(domain: str, selector: str, mail_host: str = "", *, asked: Ask = ask) -> list[Finding]:
    """What the domain says; all three are asked for at once. ``mail_host`` hands our mails on, for what to set."""
    questions: tuple[Callable[[], Finding], ...] = (
        lambda: spf(domain, asked, mail_host),
        lambda: dkim(domain, selector, asked),
        lambda: dmarc(domain, asked),
    )
    with ThreadPoolExecutor(max_workers=len(questions)) as pool:
        return [each.result() for each in [pool.submit(question) for question in questions]]


_SILENT = _("Nobody answered: the server has no way to the DNS at the moment, or is too slow. Try again later.")


def _unanswered(kind: str, name: str) -> Finding:
    return Finding(kind, name, Verdict.UNKNOWN, _SILENT)


def spf(domain: str, asked: Ask, mail_host: str = "") -> Finding:
    """Which servers may send for the domain."""
    texts = asked(domain)
    if texts is None:
        return _unanswered("SPF", domain)
    found = tuple(text for text in texts if re.match(r"v=spf1(\s|$)", text, re.IGNORECASE))
    via = f"a:{mail_host}" if mail_host else "mx"
    advice = f"v=spf1 {via} ~all"

    def say(verdict: Verdict, words: Any) -> Finding:
        return Finding("SPF", domain, verdict, words, found, "" if verdict == Verdict.GOOD else advice)

    if not found:
        return say(Verdict.WRONG, _("There is no record: other servers cannot tell whether ours may send for it."))
    if len(found) > 1:
        return say(Verdict.WRONG, _("There are several records, so that none counts. Make one of them."))
    terms = found[0].split()[1:]
    last = next((term.lower() for term in terms if re.fullmatch(r"[+?~-]?all", term, re.IGNORECASE)), "")
    if sum(bool(_LOOKS_UP.match(term)) for term in terms) > MOST_LOOKUPS:
        return say(Verdict.WRONG, _("It names more than ten others that must be asked, so that servers give up on it."))
    if last in {"all", "+all"}:
        return say(Verdict.WRONG, _("It lets every server in the world send for the domain."))
    if last in {"-all", "~all"} or any(term.lower().startswith("redirect=") for term in terms):
        return say(Verdict.GOOD, _("It says which servers may send. See that ours is among them."))
    return say(Verdict.WEAK, _("It does not say what becomes of mails from others. Let it end with ~all or -all."))


def dkim(domain: str, selector: str, asked: Ask) -> Finding:
    """With which key mails of the domain are signed."""
    if not SELECTOR.fullmatch(selector):
        words = _("Which key our mail server signs with is not known here. Ask who runs it for the “selector”.")
        return Finding("DKIM", f"…._domainkey.{domain}", Verdict.UNKNOWN, words)
    name = f"{selector}._domainkey.{domain}"
    texts = asked(name)
    if texts is None:
        return _unanswered("DKIM", name)
    found = tuple(text for text in texts if re.search(r"(^|;)\s*p\s*=", text))
    tags = _tags(found[0]) if found else {}
    key = re.sub(r"\s", "", tags.get("p", ""))
    advice = "v=DKIM1; k=rsa; p=…"

    def say(verdict: Verdict, words: Any) -> Finding:
        return Finding("DKIM", name, verdict, words, found, "" if verdict == Verdict.GOOD else advice)

    if not found:
        return say(Verdict.WRONG, _("There is no key here: signatures cannot be checked. The mail server has it."))
    if len(found) > 1:
        return say(Verdict.WRONG, _("There are several keys at this name, so that none is sure to count. Leave one."))
    if not key:
        return say(Verdict.WRONG, _("The key was taken back: signatures with it count for nothing."))
    if tags.get("k", "rsa") == "rsa" and len(key) < LEAST_KEY:
        return say(Verdict.WEAK, _("The key is shorter than 2048 bits. Have the mail server make a longer one."))
    return say(Verdict.GOOD, _("There is a key with which signatures can be checked."))


def dmarc(domain: str, asked: Ask) -> Finding:
    """What becomes of mails that fail both; the domain's own word, or that of one above it."""
    name = f"_dmarc.{domain}"
    advice = f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}"
    for above in _above(domain):
        texts = asked(f"_dmarc.{above}")
        if texts is None:
            return _unanswered("DMARC", f"_dmarc.{above}")
        found = tuple(text for text in texts if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text))
        if found:
            return _dmarc_said(f"_dmarc.{above}", found, advice, is_above=above != domain)
    words = _("There is no record: mails in the name of the domain are judged as each server likes.")
    return Finding("DMARC", name, Verdict.WRONG, words, (), advice)


def _dmarc_said(name: str, found: tuple[str, ...], advice: str, *, is_above: bool) -> Finding:
    tags = _tags(found[0])
    policy = (tags.get("sp") if is_above else None) or tags.get("p", "")
    if len(found) > 1 or policy not in {"none", "quarantine", "reject"}:
        words = _("The record cannot be read, or there are several: none counts.")
        return Finding("DMARC", name, Verdict.WRONG, words, found, advice)
    if policy == "none":
        words = _("It only watches: forged mails are let through. Once SPF and DKIM are good, let it say quarantine.")
        return Finding("DMARC", name, Verdict.WEAK, words, found, advice.replace("p=none", "p=quarantine"))
    return Finding("DMARC", name, Verdict.GOOD, _("Mails that others forge in its name are held back."), found)


def _above(domain: str) -> Sequence[str]:
    """The domain and those above it, down to two labels."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))][:5]


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _sign, value in pairs if name.strip()}
