import pytest

from symposium.kit.compression import CODINGS, coding, compress


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, zstd", "zstd"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("zstd;q=0.8, br;q=0.7, gzip;q=0.9", "gzip"),
        ("br; q=0.8 , zstd;q=0.8", "br"),
        ("gzip;q=0", ""),
        ("gzip; q=0.0, br", "br"),
        ("br;q=0, zstd;q=0.000, gzip;q=0.001", "gzip"),
        ("*", "gzip"),
        ("*;q=0.1, gzip;q=0", ""),
        ("br, *;q=0", "br"),
        ("identity", ""),
        ("identity, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity;q=0", ""),
        ("identity;q=0, gzip", "gzip"),
        ("*;q=0", ""),
        ("deflate, compress", ""),
        ("", ""),
        (",;q=;,", ""),
        ("gzip;q=junk", ""),
        ("gzip;q=2", ""),
        ("xgzip, brotli", ""),
        ("x, " * 10_000 + "gzip", ""),
    ],
)
def test_a_reader_is_sent_the_coding_they_like_best_of_ours(accepted, sent):
    assert coding(accepted) == sent


@pytest.mark.parametrize("name", CODINGS)
def test_the_same_bytes_are_made_every_time(name):
    body = b"<p>A programme.</p>" * 100
    assert compress(body, name) == compress(body, name)
    assert len(compress(body, name)) < len(body)


def test_no_coding_leaves_the_body_as_it_is():
    assert compress(b"body", "") == b"body"
