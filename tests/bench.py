"""How fast the site is, as ratios against an empty view of the same server in the same run.

One client asks the addresses in turn, request by request, and the medians are compared: so a machine that slows
down slows all of them. The frame is fixed: gunicorn with one sync worker and no compression. The floor is an empty
view behind the full middleware; a bare project, without any middleware, shows what that middleware costs.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DUO_FILES = Path(os.environ.get("DUO_FILES", ROOT.parent / "shared" / "data" / "duo"))
PUPILS = "01.-leerlingen-vo-per-vestiging-naar-onderwijstype-2019.csv"
EMPTY, FLYER = "/empty/", "/scholen/flyer.pdf?near={near}"
POSTCODES = ("3011AB", "2511AA", "2671", "3201", "3131", "2801", "2713", "2611", "3311", "3067")
QUESTIONS = {
    "finder": "/scholen/?near={near}&leerweg=KB&technical=1",
    "finder, within 10 km": "/scholen/?near={near}&leerweg=KB&technical=1&radius=10",
    "finder, nothing asked but where": "/scholen/?near={near}",
    "finder, nothing asked": "/scholen/",
    "location": "/scholen/17YF00/",
    "home": "/",
    "flyer, the page to print": "/scholen/flyer/?near={near}",
    "API, 20 locations": "/api/v1/locations?near={near}&profile=PIE",
}
FIGURES = {
    "staff, start page with the board of all municipalities": "/beheer/",
    "staff, start page with the work list of one": "/beheer/?gemeente=GM0599",
    "staff, overview of a municipality": "/beheer/cijfers/?gebied=GM0599",
    "staff, page of an indicator": "/beheer/cijfers/vmbo-profielkeuze-techniek/?gebied=GM0599",
    "API, 20 figures": "/api/v1/observations",
    "API, 20 figures of three regions": "/api/v1/observations?indicator=vmbo-profielkeuze&region=GM0599,MRDH,NL01",
    "API, 20 figures of a period": "/api/v1/observations?period=2021",
    "API, page 10,000": "/api/v1/observations?page=10000",
    "API, an indicator": "/api/v1/indicators/vmbo-profielkeuze",
}
LARGE_QUESTIONS = ("finder", "finder, within 10 km", "finder, nothing asked but where", "finder, nothing asked")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--locations", type=int, default=100_000, help="how many to generate")
    parser.add_argument("--figures", type=int, default=1_000_000, help="how many to generate")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BENCH_FOLDER"] = folder
        real, large = Path(folder, "real.sqlite3"), Path(folder, "large.sqlite3")
        manage(real, "migrate", "-v0"), manage(real, "createcachetable"), manage(real, "fill", "-v0")
        large.write_bytes(real.read_bytes())
        inside(large, "generate", str(chosen.locations))
        print_pages("The region and 15 km around it", real, QUESTIONS, chosen.rounds)
        print_flyers(real)
        print_pages(
            f"{chosen.locations} generated locations", large, {n: QUESTIONS[n] for n in LARGE_QUESTIONS}, chosen.rounds
        )
        print_figures(real, Path(folder, "figures.sqlite3"), chosen)
        print_imports(Path(folder, "imports.sqlite3"))
        print_import_of_figures(Path(folder, "imports.sqlite3"), Path(folder, "figures.csv"))


# Pages


def print_pages(title: str, database: Path, questions: dict[str, str], rounds: int, cookie: str = ""):
    with server(database) as port, server(database, bare=True) as bare:
        addresses = {"bare": (bare, EMPTY), "empty": (port, EMPTY)}
        addresses |= {name: (port, path) for name, path in questions.items()}
        times = measured(addresses, rounds, cookie)
    floor = statistics.median(times["empty"])
    print(f"\n{title}: times an empty view (median of {rounds} rounds, an empty view took {1000 * floor:.2f} ms)")
    print(f"  {floor / statistics.median(times['bare']):5.2f}  an empty view against one of a bare project")
    for name in questions:
        print(f"  {statistics.median(times[name]) / floor:5.2f}  {name}")


def measured(addresses: dict[str, tuple[int, str]], rounds: int, cookie: str = "") -> dict[str, list[float]]:
    """Seconds per request by name; the first round warms up and does not count."""
    times = {name: [] for name in addresses}
    for number in range(-len(POSTCODES), rounds):
        near = POSTCODES[number % len(POSTCODES)]
        for name, (port, path) in addresses.items():
            seconds = ask(port, path.format(near=near), cookie if path.startswith("/beheer/") else "")
            if number >= 0:
                times[name].append(seconds)
    return times


def ask(port: int, path: str, cookie: str = "") -> float:
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != 200:
        sys.exit(f"{path} answered {response.status}")
    return time.perf_counter() - started


@contextmanager
def server(database: Path, bare: bool = False):
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "-b", f"127.0.0.1:{port}", "-w1", "-k", "sync"]
    environment = {**environment_for(database), "BENCH_BARE": "1" if bare else ""}
    process = subprocess.Popen([*command, "--no-control-socket"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port: int):
    for _attempt in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not start.")


def print_flyers(database: Path):
    """A flyer is kept for ten minutes, so every postcode is asked once; the one before loads WeasyPrint."""
    with server(database) as port:
        first = ask(port, FLYER.format(near="3012"))
        flyers = [ask(port, FLYER.format(near=near[:4])) for near in POSTCODES]
        again = [ask(port, FLYER.format(near=near[:4])) for near in POSTCODES]
        empty = statistics.median(ask(port, EMPTY) for _repeat in range(50))
        page = statistics.median(ask(port, f"/scholen/?near={near}") for near in POSTCODES * 5)
    new = statistics.median(flyers)
    print("\nThe flyer of a postcode as PDF")
    print(f"  {new:5.2f} s, the first one of a process {first:.2f} s, the slowest after that {max(flyers):.2f} s")
    print(f"  {new / empty:5.0f}  times an empty view; {new / page:.0f} times the page of the same list")
    print(f"  {statistics.median(again) / empty:5.2f}  times an empty view when it was just made")


# Imports


def print_imports(database: Path):
    path = DUO_FILES / PUPILS
    if not path.exists():
        print(f"\nImports: not measured, {PUPILS} is not in the folder that DUO_FILES names.")
        return
    manage(database, "migrate", "-v0"), manage(database, "fill", "-v0")
    reading = statistics.median(float(inside(database, "pandas", str(path))) for _repeat in range(5))
    first, second = inside(database, "imports", str(path)).split()
    print("\nImport of 24,243 rows of pupils: times reading the file with pandas alone")
    print(f"  {float(first) / reading:5.2f}  first import, recalculating all answers")
    print(f"  {float(second) / reading:5.2f}  second import of the same file")


def print_figures(real: Path, database: Path, chosen):
    """Staff pages and open data with many figures; the pages are asked by a colleague who is logged in."""
    database.write_bytes(real.read_bytes())
    inside(database, "figures", str(chosen.figures))
    cookie = inside(database, "colleague")
    print_pages(f"{chosen.figures} generated figures", database, FIGURES, chosen.rounds, cookie)


def print_import_of_figures(database: Path, path: Path):
    inside(database, "figures-file", str(path))
    seconds, megabytes = map(float, inside(database, "figures-read", str(path)).split())
    print("\nImport of 500,000 figures: times the bare reading of the file with Python, in time and in peak memory")
    for title in ("first import, all of them new", "second import of the same file"):
        took, peak = map(float, inside(database, "figures-import", str(path)).split())
        print(f"  {took / seconds:5.2f}  {peak / megabytes:5.2f}  {title}")


# Inside a process of the site


def environment_for(database: Path) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "tests.bench_settings"}


def manage(database: Path, *arguments: str):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment_for(database), check=True, stdout=subprocess.DEVNULL)


def inside(database: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "tests.bench_tasks", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment_for(database), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
