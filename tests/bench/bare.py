"""`python -m tests.bench.bare <yaml> <reports>`: `mlx_lm.lora` as it is, with its reports written down as JSON lines."""

import json
import sys
from pathlib import Path
from typing import Any

from mlx_lm import lora
from mlx_lm.tuner import callbacks


class Reports:
    """The callback that mlx-lm offers for this."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def on_train_loss_report(self, report: dict[str, Any]) -> None:
        self._write("train", report["iteration"], report["train_loss"])

    def on_val_loss_report(self, report: dict[str, Any]) -> None:
        self._write("eval", report["iteration"], report["val_loss"])

    def _write(self, kind: str, step: int, loss: float) -> None:
        with self._file.open("a") as out:
            out.write(json.dumps([kind, step, loss]) + "\n")


if __name__ == "__main__":
    reports = Reports(Path(sys.argv[2]))
    callbacks.SUPPORT_CALLBACK["written"] = lambda **_: reports
    sys.argv = ["mlx_lm.lora", "--config", sys.argv[1], "--report-to", "written"]
    lora.main()
