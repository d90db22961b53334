"""Quality on the public sets of search-eval: `python tools/encoder/measure.py target/release/klarna-help-search [ARGS]`.

Prints top-1, recall@3, MRR@10 and the AUROC of the best score. Nothing is trained on them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

SETS = Path(os.environ.get("KH_SEARCH_EVAL", "/work/shared/search-eval"))


def measure(results: list, truth: list) -> dict[str, float]:
    """Of the queries that have an article: rank measures; of all: how well the best score tells them from the rest."""
    ranks, known, unknown = [], [], []
    for found, right in zip(results, truth):
        best = found[0][1] if found else 0.0
        (unknown if right is None else known).append(best)
        if right is not None:
            ids = [doc for doc, _ in found]
            ranks.append(ids.index(right) + 1 if right in ids else 0)
    count = len(ranks)
    values = {
        "top-1": sum(r == 1 for r in ranks) / count,
        "r@3": sum(0 < r <= 3 for r in ranks) / count,
        "mrr": sum(1 / r for r in ranks if 0 < r <= 10) / count,
    }
    if unknown:
        wins = sum((a > b) + 0.5 * (a == b) for a in known for b in unknown)
        values["auroc"] = wins / (len(known) * len(unknown))
    return values


def main() -> None:
    for name in ("clean", "typo", "prefix", "unknown"):
        asked = json.loads((SETS / f"{name}.json").read_text())
        request = json.dumps({"docs": asked["docs"], "queries": asked["queries"], "k": asked["k"]})
        ran = subprocess.run(sys.argv[1:], input=request, capture_output=True, text=True, check=True)
        values = measure(json.loads(ran.stdout)["results"], asked["truth"])
        print(f"{name:8}", "  ".join(f"{key} {value:.3f}" for key, value in values.items()), flush=True)


if __name__ == "__main__":
    main()
