"""What a domain says about mails in its name is read and judged, whether or not there is a way to the DNS."""

import dns.exception
import dns.resolver
import pytest

from symposium.mail import dns as looked
from symposium.mail.dns import Verdict, ask, dkim, dmarc, look, spf

KEY = "M" * 392


def says(**names):
    """A resolver that knows these names alone; '_' stands for '.' too."""
    return lambda name: names.get(name.replace(".", "_"), [])


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        (["v=spf1 mx -all"], Verdict.GOOD),
        (["V=SPF1 include:_spf.example ~ALL"], Verdict.GOOD),
        (["v=spf1 redirect=_spf.example"], Verdict.GOOD),
        (["v=spf1 mx"], Verdict.WEAK),
        (["v=spf1 mx ?all"], Verdict.WEAK),
        (["v=spf1 +all"], Verdict.WRONG),
        (["v=spf1 all"], Verdict.WRONG),
        (["v=spf1 -all", "v=spf1 mx -all"], Verdict.WRONG),
        (["v=spf1 " + " ".join(f"include:{n}.example" for n in range(11)) + " -all"], Verdict.WRONG),
        (["google-site-verification=1", "v=spf10 -all"], Verdict.WRONG),
        ([], Verdict.WRONG),
        (None, Verdict.UNKNOWN),
    ],
)
def test_spf(texts, verdict):
    found = spf("example.org", lambda _name: texts, "mail.example.org")
    assert found.verdict == verdict
    assert bool(found.advice) == (verdict in {Verdict.WEAK, Verdict.WRONG})
    if found.advice:
        assert found.advice == "v=spf1 a:mail.example.org ~all"


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        ([f"v=DKIM1; k=rsa; p={KEY}"], Verdict.GOOD),
        ([f"p={KEY}"], Verdict.GOOD),
        (["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="], Verdict.GOOD),
        (["v=DKIM1; p=" + "M" * 216], Verdict.WEAK),
        (["v=DKIM1; p="], Verdict.WRONG),
        ([f"p={KEY}", f"p={KEY}"], Verdict.WRONG),
        ([], Verdict.WRONG),
        (None, Verdict.UNKNOWN),
    ],
)
def test_dkim(texts, verdict):
    asked = []
    found = dkim("example.org", "mail", lambda name: asked.append(name) or texts)
    assert found.verdict == verdict
    assert asked == ["mail._domainkey.example.org"]


@pytest.mark.parametrize("selector", ["", "a b", "x" * 80, "a.", "ü"])
def test_dkim_is_not_asked_for_without_a_selector(selector):
    assert dkim("example.org", selector, pytest.fail).verdict == Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        (["v=DMARC1; p=reject"], Verdict.GOOD),
        (["v=DMARC1;p=quarantine; rua=mailto:x@example.org"], Verdict.GOOD),
        (["v=DMARC1; p=none"], Verdict.WEAK),
        (["v=DMARC1"], Verdict.WRONG),
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], Verdict.WRONG),
        (["something else"], Verdict.WRONG),
        (None, Verdict.UNKNOWN),
    ],
)
def test_dmarc(texts, verdict):
    assert dmarc("example.org", lambda _name: texts).verdict == verdict


def test_dmarc_of_a_domain_above_counts_by_what_it_says_of_those_below():
    asked = says(_dmarc_example_org=["v=DMARC1; p=reject; sp=none"])
    found = dmarc("mail.example.org", asked)
    assert (found.name, found.verdict) == ("_dmarc.example.org", Verdict.WEAK)


def test_all_three_are_asked_for():
    kinds = [(one.kind, one.verdict) for one in look("example.org", "mail", asked=lambda _name: None)]
    assert kinds == [("SPF", "unknown"), ("DKIM", "unknown"), ("DMARC", "unknown")]


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (dns.resolver.NXDOMAIN(), []),
        (dns.resolver.NoNameservers(), None),
        (dns.resolver.NoResolverConfiguration(), None),
        (dns.exception.Timeout(), None),
        (OSError("no network"), None),
    ],
)
def test_no_way_to_the_dns_is_no_error(monkeypatch, error, answer):
    def resolve(*_args, **_more):
        raise error

    monkeypatch.setattr(looked.dns.resolver, "resolve", resolve)
    assert ask("example.org") == answer
