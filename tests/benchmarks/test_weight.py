"""What a first view weighs, on a page of a few lines."""

import gzip

from benchmarks.weight import first_view

PAGE = b"""<!doctype html><link rel="icon" href="/static/icon.svg"><link rel="canonical" href="/page/">
<link rel="alternate" href="/feed"><link rel="stylesheet" href="/static/a.css"><script src="/static/a.js"></script>
<script>let inline</script><img src="/media/photographs/x.webp"><img src="/media/logos/x.webp"><img src="data:,">
<img src="/media/photographs/late.webp" loading="lazy"><img src="/media/logos/x.webp">"""


class Answer:
    status_code, streaming = 200, False

    def __init__(self, content):
        self.content = content


class Site:
    def __init__(self):
        self.asked = []

    def get(self, path):
        self.asked.append(path)
        return Answer(PAGE if path == "/page/" else b"x")


def test_counts_what_a_browser_fetches_at_once_and_weighs_all_but_photographs():
    site = Site()
    found = first_view(site, "/page/")
    assert sorted(site.asked) == ["/media/logos/x.webp", "/page/", "/static/a.css", "/static/a.js", "/static/icon.svg"]
    assert found == {"requests": 6, "weight": len(gzip.compress(PAGE, 6, mtime=0)) + 4}
