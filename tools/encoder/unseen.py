"""Quality on what an encoder has not learnt: `python tools/encoder/unseen.py target/release/klarna-help-search [--fitted]`.

Teaches one with the settings of student.py, but without the templates of the files `*_third.txt` and `unfinished.txt`. Two templates
that stand beside each other there are a document of five sentences, and four other sentences of theirs its questions;
the same are asked again, cut off somewhere within. `--fitted`: the encoder is fitted to the documents. Prints top-1 and recall@3. Nothing
of search-eval is read.
"""

import one_thread  # noqa: F401, before numpy

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

import fit
import measure
import sentences
import student
import train

UNSEEN = ["bank_third.txt", "pay_third.txt", "services_third.txt", "shop_third.txt"]
#: Where a question is cut off, as a share of its letters.
CUT = (0.3, 0.7)


def asked(name: str) -> tuple[list[dict], list[str], list[str], list[str]]:
    """Documents, whole questions, the same cut off, and which document answers each."""
    chance = random.Random(5)
    docs, whole, cut, truth = [], [], [], []
    lines = sentences.templates(name)
    for at, pair in enumerate(zip(lines[::2], lines[1::2])):
        ways = [list(dict.fromkeys(sentences.expand(line, chance) for _ in range(60))) for line in pair]
        if min(map(len, ways)) < 7:
            continue
        title = " ".join(ways[0][0].split()[:7])
        told = ways[0][1:3] + ways[1][:3]
        docs.append({"id": f"{name}{at}", "title": title, "body": "\n".join(text.capitalize() + "?" for text in told)})
        for text in ways[0][-2:] + ways[1][-2:]:
            whole.append(text)
            cut.append(text[: max(8, int(len(text) * chance.uniform(*CUT)))].strip())
            truth.append(docs[-1]["id"])
    return docs, whole, cut, truth


def found(command: list[str], docs: list[dict], queries: list[str], truth: list[str]) -> dict[str, float]:
    request = json.dumps({"docs": docs, "queries": queries, "k": 10})
    ran = subprocess.run(command, input=request, capture_output=True, text=True, check=True)
    return measure.measure(json.loads(ran.stdout)["results"], truth)


def main() -> None:
    torch.set_num_threads(1)
    fitted = "--fitted" in sys.argv
    command = [word for word in sys.argv[1:] if word != "--fitted"]
    sets = [asked(name) for name in UNSEEN]
    sentences.WITHOUT = ("_third", "unfinished")
    if fitted:
        made = fit.fit([doc for docs, *_ in sets for doc in docs], student.Settings())
    else:
        net, pieces, _ = train.make(student.Settings())
        made = net.file(pieces.names)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "unseen.khe"
        file.write_bytes(made.write())
        for name, at in (("whole", 1), ("cut off", 2)):
            rows = [found([*command, "--encoder", str(file)], one[0], one[at], one[3]) for one in sets]
            means = {key: sum(row[key] for row in rows) / len(rows) for key in ("top-1", "r@3")}
            print(f"{name:8}", "  ".join(f"{key} {value:.3f}" for key, value in means.items()), flush=True)


if __name__ == "__main__":
    main()
