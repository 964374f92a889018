"""What is made once and kept in the process."""

from symposium.kit.kept import Kept


def test_a_thing_is_made_once_for_each_key():
    kept, made = Kept[str](), []

    def make():
        made.append(1)
        return "thing"

    assert [kept.get("key", make), kept.get("key", make), kept.get("other", make)] == ["thing"] * 3
    assert len(made) == 2


def test_none_is_a_thing_too():
    kept = Kept[bool | None]()
    assert kept.get("key", lambda: None) is None
    assert kept.get("key", lambda: True) is None


def test_what_was_asked_for_longest_ago_goes():
    kept = Kept[int](most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: 1)
    assert [kept.get(key, lambda: 2) for key in ("a", "c", "b")] == [1, 1, 2]


def test_all_of_it_can_be_forgotten():
    kept = Kept[int]()
    kept.get("key", lambda: 1)
    Kept.forget_all()
    assert kept.get("key", lambda: 2) == 2
