"""What the system tells of processes: who serves an address, who reads a workbook, and how much memory that took."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

PROC = Path("/proc")


def text_of(path: Path) -> str:
    """Nothing when what it tells of has ended meanwhile."""
    with suppress(OSError):
        return path.read_text()
    return ""


def command_of(process: Path) -> str:
    return text_of(process / "cmdline")


def parent_of(process: Path) -> str:
    return (process / "stat").read_text().rpartition(")")[2].split()[1]


def children_that_run(program: Path) -> list[Path]:
    """The processes that this one started with this program, and that are still there."""
    tasks = (PROC / "self" / "task").glob("*/children")
    children = [PROC / number for task in tasks for number in text_of(task).split()]
    return [child for child in children if str(program) in command_of(child)]


def worker_of(url: str) -> Path:
    """The one process that serves this address; its parent only watches over it."""
    found = [each for each in PROC.glob("[0-9]*") if urlsplit(url).netloc in command_of(each)]
    [worker] = [each for each in found if PROC / parent_of(each) in found]
    return worker


def forget_peak(process: Path):
    """Count the most that it had in memory anew."""
    (process / "clear_refs").write_text("5")


def peak_of(process: Path) -> int:
    """The most that it had in memory since, in bytes."""
    lines = (process / "status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
