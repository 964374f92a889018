"""What ``make run`` does once the packages are there: prepare, say where to go, run web server and worker until Ctrl-C.

Everything it makes lies in ``var/``: the database, the secret key, uploaded pictures, mails of the sample run.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
PORT = os.environ.get("PORT", "8000")
URL = f"http://127.0.0.1:{PORT}"
# Longer than the web server's graceful_timeout, so that it may finish what it answers.
PATIENCE_SECONDS = 25


class Stop:
    """Whether Ctrl-C came, somebody ended this process, or its terminal was closed."""

    asked = False

    def __call__(self, _signal: int, _frame: object) -> None:
        self.asked = True

    def listen(self) -> None:
        """From now on these signals ask instead of killing; whom nohup started outlives the terminal."""
        signal.signal(signal.SIGINT, self)
        signal.signal(signal.SIGTERM, self)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self)


stop = Stop()


def main() -> int:
    """Prepare and run; the exit status is 0 after Ctrl-C, else that of the process that ended first."""
    if not PORT.isdigit() or not 0 < int(PORT) < 65536:
        print(f"PORT is {PORT!r}: write a number between 1 and 65535, as in: make run PORT=8001")
        return 2
    if is_taken(int(PORT)):
        print(f"Another program answers on port {PORT} already. Take another: make run PORT={int(PORT) % 65535 + 1}")
        return 2
    stop.listen()
    os.umask(0o077)
    os.chdir(BASE)
    var = BASE / os.environ.setdefault("SYMPOSIUM_VAR_DIR", str(BASE / "var"))
    var.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("SYMPOSIUM_SITE_URL", URL)
    os.environ.setdefault("SYMPOSIUM_SECRET_KEY", kept_secret(var / "secret-key"))
    os.environ.setdefault("SYMPOSIUM_SITE_ACCESS_KEYS", kept_secret(var / "site-access-key"))
    os.environ["PORT"] = PORT
    for command in ("migrate --verbosity 0", "load_sample --if-empty", "collect_if_changed", "ensure_admin"):
        failure = manage(*command.split())
        if failure or stop.asked:
            return 0 if stop.asked else failure
    print(f"\n  Symposium      {URL}/\n  Admin          {URL}/admin/\n  Stop           Ctrl-C\n", flush=True)
    return keep_running(
        [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "symposium.wsgi"],
        [sys.executable, "manage.py", "worker", "--verbosity", "0", "--no-reload"],
    )


def is_taken(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def kept_secret(path: Path) -> str:
    """The key of this machine, made at the first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def manage(*arguments: str) -> int:
    """One command of manage.py; its exit status."""
    (process,) = start([sys.executable, "manage.py", *arguments])
    while not stop.asked:
        try:
            return process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
    end([process])
    return process.returncode


def keep_running(*commands: list[str]) -> int:
    """Run the commands side by side; when one ends or somebody asks to stop, end all."""
    processes = start(*commands)
    while not stop.asked and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    ended = next((process.returncode for process in processes if process.poll() is not None), 0)
    end(processes)
    return 0 if stop.asked else ended or 1


def start(*commands: list[str]) -> list[subprocess.Popen[bytes]]:
    """Sessions of their own: Ctrl-C reaches this process alone, which then asks the others to end."""
    return [subprocess.Popen(command, start_new_session=True) for command in commands]


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask them to end, and kill who has not after ``PATIENCE_SECONDS``."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
