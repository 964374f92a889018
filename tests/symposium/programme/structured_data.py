"""Reading structured data back from a page."""

import json
import re
from typing import Any

from django.test import Client

_BLOCK = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def nodes(client: Client, path: str) -> dict[str, Any]:
    """The nodes of a page by their type."""
    response = client.get(path)
    assert response.status_code == 200, path
    blocks = _BLOCK.findall(response.content)
    assert len(blocks) == 1, path
    data = json.loads(blocks[0])
    assert data.pop("@context") == "https://schema.org"
    found = data.get("@graph", [data])
    return {node["@type"]: node for node in found}
