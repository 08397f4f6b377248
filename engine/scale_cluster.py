"""A fit by group, a bootstrap and pass@k over a cluster of this machine, as often with an executor killed in the middle, against one process.

    python scale_cluster.py path/to/lawlike-worker 20000000

Needs numpy and pyarrow. Prints for each question the seconds of one process, of the cluster, and of the cluster with one of its two executors
killed (-9) halfway, and whether the answers are the same to the last byte.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import scale

FILES = 8


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until_open(port: int) -> None:
    for _ in range(600):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"nothing listens on {port}")


class Cluster:
    """A scheduler and two executors of one thread each."""

    def __init__(self, worker: str, folder: Path) -> None:
        self.worker, self.folder, self.port = worker, folder, free_port()
        self.secret = str(folder / "secret")
        made = subprocess.run([worker, "secret"], capture_output=True, text=True, check=True).stdout
        with open(os.open(self.secret, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(made)
        self.log = open(folder / "cluster.log", "ab")  # noqa: SIM115
        self.scheduler = self.start(["serve-scheduler", "--listen", f"127.0.0.1:{self.port}"])
        until_open(self.port)
        self.executors = []
        self.fill()

    def start(self, words: list[str]) -> subprocess.Popen:
        return subprocess.Popen([self.worker, *words, "--secret", self.secret], stdout=self.log, stderr=self.log)

    def fill(self) -> None:
        while len(self.executors) < 2:
            port = free_port()
            words = ["serve-executor", "--scheduler", f"127.0.0.1:{self.port}", "--listen", f"127.0.0.1:{port}"]
            words += ["--folder", str(self.folder / f"work{port}"), "--threads", "1", "--max-memory", "256MiB"]
            self.executors.append(self.start(words))
            until_open(port)

    def kill_one(self) -> None:
        victim = self.executors.pop(0)
        victim.kill()
        victim.wait()

    def words(self) -> list[str]:
        return ["--cluster", f"127.0.0.1:{self.port}", "--secret", self.secret]

    def stop(self) -> None:
        for process in [*self.executors, self.scheduler]:
            process.kill()
            process.wait()


def run(command: list[str], halfway=None, seconds: float = 0.0) -> tuple[bytes, float]:
    """What a command prints, and its seconds; something may happen in its middle."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if halfway:
        time.sleep(seconds)
        if process.poll() is not None:
            raise SystemExit("it ended before its middle")
        halfway()
    out, errors = process.communicate()
    if process.returncode:
        raise SystemExit(f"{command}: {errors.decode()}")
    return out, time.monotonic() - begun


def main() -> None:
    worker, rows = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    folder = Path(os.environ.get("LAWLIKE_SCALE", tempfile.gettempdir())) / f"lawlike-killed-{rows}"
    (folder / "rows").mkdir(parents=True, exist_ok=True)
    for part in range(FILES):
        path = folder / "rows" / f"part{part}.parquet"
        if not path.exists():
            scale.write(path, rows // FILES, part * rows)
    data = str(folder / "rows")
    fit = ["fit", "--law", "power-floor", "--x", "tokens", "--y", "loss", "--by", "run", "--format", "csv"]
    questions = {
        "fit by group": fit,
        "bootstrap, 20 replicates": [*fit, "--bootstrap", "20"],
        "pass@k": ["passk", "--model", "family", "--problem", "problem", "--correct", "right", "--format", "csv"],
    }
    cluster = Cluster(worker, folder)
    print("question one_process_s cluster_s killed_s same", flush=True)
    try:
        for name, words in questions.items():
            alone, first = run([worker, *words, data])
            over, second = run([worker, *words, *cluster.words(), data])
            killed, third = run([worker, *words, *cluster.words(), data], cluster.kill_one, second / 2)
            cluster.fill()
            print(f"{name}: {first:.1f} {second:.1f} {third:.1f} {alone == over == killed}", flush=True)
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
