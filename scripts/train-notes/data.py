"""Notes and real sections as flat arrays of positions."""
import json
import os

import numpy as np
import torch

MOST_FEATURES, MOST_OPTIONS = 96, 24
ECHOES, MOST_ECHOES = 4096, 32
NEGATIVES = 15


class Text:
    def __init__(self, folder, held_out=300):
        stored = json.load(open(os.path.join(folder, "notes.json")))
        real = json.load(open(os.path.join(folder, "real.json")))
        self.sources = json.load(open(os.path.join(folder, "sources.json")))
        contexts = [section["context"] for section in real["sections"]]
        first = len(stored["features"])
        features = stored["features"] + real["features"] + contexts
        self.features, self.weights = padded(features)
        self.echoes = cells(stored["echoes"] + real["echoes"] + [[]] * len(contexts))
        self.frame_key = stored["frame"]
        notes = [flat(units, self.frame_key) for units in stored["notes"] if len(units) > 0]
        self.notes, self.held_out = notes[held_out:], notes[:held_out]
        at = first + len(real["features"])
        self.sections = [
            {"header": s["header"], "context": at + i, "sentences": [first + t for t in s["sentences"]]}
            for i, s in enumerate(real["sections"])
        ]
        self.pools = {}
        for section in self.sections:
            self.pools.setdefault(section["header"], []).extend(section["sentences"])
        self.all_sentences = [t for s in self.sections for t in s["sentences"]]

    def real(self, section, random):
        """Sentences of a section, each among others of sections of the same header."""
        pool = self.pools[section["header"]]
        pool = pool if len(pool) > 100 else self.all_sentences
        n = len(section["sentences"])
        options = np.zeros((n, MOST_OPTIONS), np.int64)
        options[:, 0] = section["sentences"]
        options[:, 1 : 1 + NEGATIVES] = random.choice(pool, (n, NEGATIVES))
        return {
            "context": np.full(n, section["context"]),
            "body": np.zeros(n, np.int64),
            "unit": np.arange(n),
            "site": np.full(n, -1),
            "key": np.full(n, self.frame_key),
            "kind": np.zeros(n, np.int64),
            "options": options,
            "count": np.full(n, 1 + NEGATIVES),
            "target": np.zeros(n, np.int64),
        }


def padded(features):
    table = np.zeros((len(features), MOST_FEATURES), np.int64)
    weights = np.zeros((len(features), MOST_FEATURES), np.float32)
    for i, rows in enumerate(features):
        rows = rows[:MOST_FEATURES]
        table[i, : len(rows)] = rows
        weights[i, : len(rows)] = 1 / max(1, len(rows)) ** 0.5
    return torch.from_numpy(table), torch.from_numpy(weights)


def cells(echoes):
    """Cells of each token; the last one, beyond all, where there are fewer."""
    table = np.full((len(echoes), MOST_ECHOES), ECHOES, np.int64)
    for i, pairs in enumerate(echoes):
        table[i, : len(pairs)] = pairs
    return torch.from_numpy(table)


def flat(units, frame_key):
    rows = []
    for u, unit in enumerate(units):
        rows.append((u, -1, frame_key, unit["frames"], unit["frame"], unit["kind"]))
        rows += [(u, s, site["key"], site["options"], site["option"], 1) for s, site in enumerate(unit["sites"])]
    options = np.zeros((len(rows), MOST_OPTIONS), np.int64)
    count = np.zeros(len(rows), np.int64)
    target = np.zeros(len(rows), np.int64)
    for i, (_, _, _, tokens, chosen, _) in enumerate(rows):
        # A long list keeps the one that was chosen.
        kept = tokens[:MOST_OPTIONS]
        if chosen >= MOST_OPTIONS:
            kept[-1], chosen = tokens[chosen], MOST_OPTIONS - 1
        options[i, : len(kept)], count[i], target[i] = kept, len(kept), chosen
    return {
        "context": np.array([unit["context"] for unit in units]),
        "body": np.array([unit["body"] for unit in units]),
        "unit": np.array([row[0] for row in rows]),
        "site": np.array([row[1] for row in rows]),
        "key": np.array([row[2] for row in rows]),
        "kind": np.array([row[5] for row in rows]),
        "options": options,
        "count": count,
        "target": target,
    }


def batch(notes):
    """One graph of many notes. Units and bodies are numbered through; `previous` and `next` point to a unit or to the empty last."""
    context, body, previous, following, note_of, unit = [], [], [], [], [], []
    units = sum(len(note["context"]) for note in notes)
    at = bodies = 0
    for number, note in enumerate(notes):
        n = len(note["context"])
        here = np.arange(at, at + n)
        context.append(note["context"])
        body.append(note["body"] + bodies)
        previous.append(np.concatenate([[units], here[:-1]]))
        following.append(np.concatenate([here[1:], [units]]))
        note_of.append(np.full(n, number))
        unit.append(note["unit"] + at)
        at, bodies = at + n, bodies + int(note["body"].max()) + 1
    joined = {k: np.concatenate([note[k] for note in notes]) for k in ("site", "key", "kind", "options", "count", "target")}
    joined |= {"context": np.concatenate(context), "body": np.concatenate(body), "unit": np.concatenate(unit)}
    joined |= {"previous": np.concatenate(previous), "next": np.concatenate(following), "note": np.concatenate(note_of)}
    return {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in joined.items()} | {
        "units": units,
        "bodies": bodies,
        "notes": len(notes),
    }
