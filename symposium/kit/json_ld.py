"""Structured data for search engines: JSON-LD (W3C) in the words of schema.org."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

type Node = dict[str, Any]

# None may end the element, begin a comment in it, or end a line of JavaScript (HTML §4.12.1.3).
_ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in ("<", ">", "&", "\u2028", "\u2029")})


def block(*nodes: Mapping[str, Any]) -> SafeString:
    """The ``<script>`` that holds the nodes; a browser runs nothing of it."""
    data: Node = {"@context": "https://schema.org"}
    data |= nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def without_empty(node: Mapping[str, Any]) -> Node:
    """Only what is known: no property that is empty."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {}, ())}


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Node:
    """The way from the top to the page, as (name, absolute address)."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
