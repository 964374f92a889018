"""The web server: processes forked from one loaded application, a few threads in each."""

import gc
import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", min(os.cpu_count() or 2, 4)))
worker_class = "gthread"
# They share one interpreter: more of them would take turns at it, and who holds an event's lock would wait for theirs.
threads = int(os.environ.get("WEB_THREADS", "3"))
preload_app = True
keepalive = 30
timeout = 60
graceful_timeout = 20
max_requests = 50_000
max_requests_jitter = 5_000
# A request line holds an address of ours, a header a browser's: neither is long.
limit_request_line = 4094
limit_request_field_size = 8190
accesslog = os.environ.get("ACCESS_LOG") or None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "warning")
control_socket_disable = True
# No header may move the site: links and cache keys are made of the path as it was asked for.
forwarder_headers = ""


def when_ready(_server: object) -> None:
    """What is loaded is no garbage: the processes share it, and none looks through it for some, again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
