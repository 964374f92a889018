"""Redis as the cache of several servers: while it is out of reach, pages are rendered instead of found."""

import logging
import threading
import time
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Seconds. It stands beside us or it is of no use.
PATIENCE = 0.5
# For how long it is left alone after it did not answer, and how often that is said.
PAUSE = 5.0
BETWEEN_WARNINGS = 60.0


class Reach:
    """Whether the cache answered lately; one for all threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked_again_at = self._said_again_at = 0.0

    def is_lost(self) -> bool:
        """Whether it is left alone for now."""
        return time.monotonic() < self._asked_again_at

    def lose(self, error: RedisError) -> None:
        """It did not answer: ask again in a while, and say so once a minute."""
        now = time.monotonic()
        with self._lock:
            self._asked_again_at = now + PAUSE
            is_said = now < self._said_again_at
            if not is_said:
                self._said_again_at = now + BETWEEN_WARNINGS
        if not is_said:
            logger.warning("the cache is out of reach; pages are made without it: %s", error)


class ForgivingRedisCache(RedisCache):
    """A cache that may be lost: what it does not answer was not in it, and what it does not take is not kept."""

    _reaches: ClassVar[dict[str, Reach]] = {}

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        waits = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, {**params, "OPTIONS": {**waits, **params.get("OPTIONS", {})}})
        self._reach = self._reaches.setdefault(str(server), Reach())

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default where there is none or nobody to ask."""
        if self._reach.is_lost():
            return default
        try:
            return super().get(key, default, version)
        except RedisError as error:
            self._reach.lose(error)
            return default

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep it, where somebody takes it."""
        if self._reach.is_lost():
            return
        try:
            super().set(key, value, timeout, version)
        except RedisError as error:
            self._reach.lose(error)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep it unless there is one; False too where nobody takes it."""
        if self._reach.is_lost():
            return False
        try:
            return bool(super().add(key, value, timeout, version))
        except RedisError as error:
            self._reach.lose(error)
            return False

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """One more; raises ValueError where there is none, and where there is nobody to ask."""
        if not self._reach.is_lost():
            try:
                return int(super().incr(key, delta, version))
            except RedisError as error:
                self._reach.lose(error)
        raise ValueError(key)
