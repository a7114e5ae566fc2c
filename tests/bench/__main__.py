"""`npm run bench`: what the product costs and what it saves, as ratios paired in one run (A B A B) with medians.

Times are from the start of the trainer's process to its last save. Absolute seconds say more about the machine than about
the code; the ratios are what counts. On a machine that others use, look at the ratio by processor time as well: threads
that wait for each other count in it, waiting for a turn does not.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from backend.runtime.cores import compute_threads
from backend.services.compute import compute
from tests.bench.against_peft import peft
from tests.bench.overhead import plain, server
from tests.bench.sizes import FULL, QUICK, Size
from tests.bench.speed import blas, both, sorted_rows
from tests.bench.table import HEAD, Row

Comparison = Callable[[Path, Size], list[Row]]
COMPARISONS: dict[str, Comparison] = {
    "plain": plain,
    "server": server,
    "sorted": sorted_rows,
    "blas": blas,
    "both": both,
}


def main() -> None:
    """Run the chosen comparisons and print one table."""
    asked = _arguments()
    chosen = dict(COMPARISONS)
    chosen["sorted"] = partial(sorted_rows, base=asked.base and asked.base.resolve(), answers=asked.answers)
    if asked.peft_python:
        chosen["peft"] = partial(peft, python=asked.peft_python)
    wanted = list(chosen) if asked.only is None else asked.only.split(",")
    if unknown := [name for name in wanted if name not in chosen]:
        sys.exit(f"{', '.join(unknown)}: choose from {', '.join(chosen)} (peft needs --peft-python).")
    size = (FULL if asked.full else QUICK).with_pairs(asked.pairs).with_val_loss(asked.val_loss)
    home = Path(tempfile.mkdtemp(prefix="bench-"))
    used = compute()
    print(f"{compute_threads()} threads, BLAS: {used.blas.path if used.blas else 'none'}\n\n{HEAD}", flush=True)
    try:
        for name in wanted:
            for row in chosen[name](home / name, size):
                print(row.line(), flush=True)
    finally:
        shutil.rmtree(home)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="npm run bench --", description=__doc__)
    parser.add_argument("--only", metavar="NAMES", help=f"some of {','.join(COMPARISONS)},peft, with commas between")
    parser.add_argument("--full", action="store_true", help="sizes for figures that are written down; takes an hour")
    parser.add_argument("--pairs", type=int, help="pairs of each comparison (1, or 3 with --full)")
    parser.add_argument("--val-loss", action="store_true", help="measure the adapters, a seed for each pair")
    parser.add_argument(
        "--base",
        metavar="FOLDER",
        type=Path,
        help="what sorted trains, in place of the demo; see tests.bench.practised",
    )
    parser.add_argument("--answers", action="store_true", help="sorted trains the last answer of a row alone")
    parser.add_argument("--peft-python", metavar="PATH", help="a Python with torch and peft; adds peft to the table")
    return parser.parse_args()


if __name__ == "__main__":
    main()
