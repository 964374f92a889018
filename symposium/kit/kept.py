"""What is made once for each revision and kept in the process: the things that were asked for last, by their key.

A key names all that the thing was made of, as that of a page in the cache does: nothing is ever stale, and what nobody
asks for any more goes.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import ClassVar


class Kept[T]:
    """So many things at most. They are shared by all threads of the process: whoever changes one takes a copy."""

    _all: ClassVar[list["Kept[object]"]] = []

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()
        self._all.append(self)  # type: ignore[arg-type]

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of that key, made when it is not there."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return made

    @classmethod
    def forget_all(cls) -> None:
        """Empty all of them, for tests: there another database may have the same keys."""
        for kept in cls._all:
            with kept._lock:
                kept._things.clear()
