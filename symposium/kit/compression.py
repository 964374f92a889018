"""Content codings: which one a reader is sent (RFC 9110 §12.5.3), and how each is made."""

import functools
import gzip
import re
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import zstandard

# The best first, where a reader likes them alike. A programme of 200 sessions (138,025 bytes) becomes 11,683 bytes in
# 1.1 ms with Brotli at 6, 12,467 in 0.9 ms with Zstandard at 9, 13,213 in 0.9 ms with gzip at 6; the next steps cost
# three to ten times as much and win 2 %.
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=6),
    "zstd": lambda body: zstandard.ZstdCompressor(level=9).compress(body),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
IDENTITY = ""
_LONGEST_HEADER = 200
_TEXTS = {"application/json", "application/xml", "application/javascript"}
_WEIGHT = re.compile(r"q\s*=\s*(1(?:\.0{0,3})?|0(?:\.\d{0,3})?)", re.IGNORECASE)


@functools.lru_cache(maxsize=1024)
def coding(header: str) -> str:
    """The coding to answer an Accept-Encoding with; IDENTITY is none at all.

    An asterisk stands for gzip, which everything that writes one reads. Who refuses even what is not coded, and takes
    none of ours, is sent it uncoded: that can be read, where 406 could only be puzzled over.
    """
    weights = _weights(header[:_LONGEST_HEADER])
    offered = {name: weights.get(name, weights.get("*", 0) if name == "gzip" else 0) for name in CODINGS}
    best = max(CODINGS, key=lambda name: offered[name])
    return best if offered[best] > 0 and offered[best] >= weights.get("identity", 0) else IDENTITY


def is_worth_coding(content_type: str) -> bool:
    """Whether it gets smaller: text does, pictures and archives are compressed by themselves."""
    kind = content_type.partition(";")[0].strip()
    return kind.endswith(("+xml", "+json")) or kind.startswith("text/") or kind in _TEXTS


def _weights(header: str) -> dict[str, float]:
    """What was named, with its weight: 1 where none is given, 0 for what is refused."""
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        weight = _WEIGHT.fullmatch(parameters.strip())
        if name.strip() and (weight or not parameters.strip()):
            found[name.strip()] = float(weight[1]) if weight else 1.0
    return found


def compress(body: bytes, name: str) -> bytes:
    """The body in that coding."""
    return CODINGS[name](body) if name else body
