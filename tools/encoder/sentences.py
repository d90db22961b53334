"""Unlabelled sentences: what the teacher is asked about.

Here: the templates of `sentences/`, the authored questions of `content/`, the public sets of `search-train`, and
the slips people make. Not here: vectors.
"""

import os
import random
import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

GROUP = re.compile(r"\{([^{}]*)\}|\[([^\[\]]*)\]")
#: How people begin and end; "" is most of it.
OPENERS = [""] * 14 + ["hi, ", "hello ", "please help, ", "urgent: ", "so ", "ok ", "help! ", "excuse me, ", "sorry but "]
ENDINGS = [""] * 14 + ["?", "?", ".", " please", " thanks", "!!", " asap", " wtf"]


def expand(template: str, chance: random.Random) -> str:
    """One sentence of a template: `{a|b}` is one of, `[x]` stands or not."""

    def one(found: re.Match) -> str:
        if found[1] is not None:
            return chance.choice(found[1].split("|"))
        return chance.choice([found[2], ""])

    return re.sub(r"\s+", " ", GROUP.sub(one, template)).strip()


#: Templates of files with these words in their names are left out: for `unseen.py` only.
WITHOUT: tuple[str, ...] = ()


def templates(name: str) -> list[str]:
    """The templates of a file."""
    lines = (HERE / "sentences" / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def of_templates(chance: random.Random, most: int) -> list[str]:
    """Up to `most` different sentences of each template."""
    made: dict[str, None] = {}
    for file in sorted((HERE / "sentences").glob("*.txt")):
        if any(word in file.name for word in WITHOUT):
            continue
        for line in templates(file.name):
            ways: dict[str, None] = {}
            for _ in range(most * 2):
                ways[expand(line, chance)] = None
                if len(ways) == most:
                    break
            for text in ways:
                made[chance.choice(OPENERS) + text + chance.choice(ENDINGS)] = None
    return list(made)


#: Words that a search field sees less of.
SMALL = set("a an the my i is it to do for of and in on at be am are was we you your me how can please".split())


def of_keywords(texts: list[str], chance: random.Random, share: float) -> list[str]:
    """Some of the sentences without their small words, as typed in a search field."""
    short = (" ".join(word for word in text.split() if word.strip("?!.,").lower() not in SMALL) for text in texts)
    return [text for text in dict.fromkeys(short) if chance.random() < share and 1 < len(text.split()) < 7]


def of_pairs(texts: list[str], chance: random.Random, count: int) -> list[str]:
    """Two sentences that stand near each other, as one who explains writes."""
    made = []
    for _ in range(count):
        at = chance.randrange(len(texts) - 40)
        made.append(texts[at].rstrip("?.! ") + chance.choice([". ", ", ", " and ", "? "]) + texts[at + chance.randrange(1, 40)])
    return made


def of_content(root: Path = ROOT / "content") -> list[str]:
    """Titles, summaries, keywords and questions that are authored in `content/` in English."""
    found: dict[str, None] = {}
    for file in sorted(root.glob("*/*/en-GB.*")):
        text = file.read_text()
        front = text.split("+++")[1] if text.startswith("+++") else text if file.suffix == ".toml" else ""
        for quoted in re.findall(r'"((?:[^"\\]|\\.)*)"', front):
            if " " in quoted and "{{" not in quoted and len(quoted) < 200:
                found[quoted] = None
    return list(found)


def shared() -> Path:
    """The folder of public sentences, which stays outside the project."""
    named = os.environ.get("KH_SEARCH_TRAIN")
    ways = [Path(named)] if named else [ROOT.parent / "shared/search-train", Path("/work/shared/search-train")]
    for way in ways:
        if way.is_dir():
            return way
    raise SystemExit("no folder search-train: name it with KH_SEARCH_TRAIN")


def of_public() -> list[str]:
    """The utterances of CLINC150 (outside banking) and HWU64."""
    lines: dict[str, None] = {}
    for file in sorted(shared().glob("*.txt")):
        for line in file.read_text().splitlines():
            if line.strip():
                lines[line.strip()] = None
    return list(lines)
