"""Trains the denoiser of notes on one core and writes weights with their provenance.

    python3 scripts/train-notes/train.py <exported folder> <out folder> --steps 3000
"""
import argparse
import hashlib
import json
import os
import platform
import struct
import time

import numpy as np
import torch

from data import ECHOES, MOST_OPTIONS, Text, batch
from model import NOTE_SCALE, SECTION_SCALE, Denoiser


def look(model, text, b, tokens, shown):
    """Hidden layer, scores and rows of every position, given which positions show which tokens."""
    used, where = torch.unique(torch.cat([b["options"].reshape(-1), b["context"], b["key"]]), return_inverse=True)
    rows = lambda table: torch.nn.functional.embedding_bag(
        text.features[used], table, per_sample_weights=text.weights[used], mode="sum"
    )
    rows_in, rows_out, bias = rows(model.embed_in), rows(model.embed_out), rows(model.embed_bias)
    n, units = b["options"].numel(), b["units"]
    options, context, key = where[:n].view(-1, MOST_OPTIONS), where[n : n + units], where[n + units :]
    token_rows = rows_in[options.gather(1, tokens[:, None])[:, 0]]
    standing = token_rows * shown[:, None]
    zero = lambda count: torch.zeros(count, rows_in.shape[1])
    unit = zero(units + 1).index_add(0, b["unit"], standing)
    body = zero(b["bodies"]).index_add(0, b["body"], unit[:-1])
    note = zero(b["notes"]).index_add(0, b["note"], unit[:-1])
    u = b["unit"]
    around = {
        "note": NOTE_SCALE * (note[b["note"][u]] - unit[u]),
        "section": SECTION_SCALE * (body[b["body"][u]] - unit[u]),
        "previous": unit[b["previous"][u]],
        "next": unit[b["next"][u]],
        "own": unit[u] - standing,
        "context": rows_in[context][u],
        "site": rows_in[key],
    }
    hidden, asked = model.asked(around)
    scores = (rows_out[options] @ asked[:, :, None])[:, :, 0] + bias[options][:, :, 0]
    scores = scores + model.echo[b["kind"]][:, None] * heard(text, b, tokens, shown)
    is_option = torch.arange(MOST_OPTIONS)[None] < b["count"][:, None]
    return hidden, scores.masked_fill(~is_option, -1e9), token_rows


def heard(text, b, tokens, shown):
    """How many pairs of words of each option stand in other sentences of the note."""
    chosen = b["options"].gather(1, tokens[:, None])[:, 0]
    pairs = text.echoes[chosen]
    unit = torch.zeros(b["units"], ECHOES + 1)
    unit.index_put_((b["unit"][:, None].expand_as(pairs), pairs), shown[:, None].expand(pairs.shape), accumulate=True)
    note = torch.zeros(b["notes"], ECHOES + 1).index_add(0, b["note"], unit)
    option_pairs = text.echoes[b["options"]]
    n, u = b["note"][b["unit"]][:, None, None], b["unit"][:, None, None]
    return ((note[n, option_pairs] > unit[u, option_pairs]) & (option_pairs < ECHOES)).sum(-1).float()


def hide(b):
    """Masks each position of a note with a probability of its own; a hidden frame hides its sites."""
    t = 0.02 + 0.98 * torch.rand(b["notes"])
    level = t[b["note"][b["unit"]]]
    hidden = (torch.rand(len(level)) < level) & (b["count"] > 1)
    is_frame = b["site"] < 0
    frame_hidden = torch.zeros(b["units"]).index_add(0, b["unit"], (hidden & is_frame).float()) > 0
    under = frame_hidden[b["unit"]] & ~is_frame
    return (hidden | under), (hidden & ~under)


def losses(model, text, b):
    masked, asked = hide(b)
    shown = (~masked).float()
    ce = torch.nn.functional.cross_entropy
    _, scores, _ = look(model, text, b, b["target"], shown)
    denoise = ce(scores[asked], b["target"][asked])
    # ProSeCo and PRISM: the network's own draws stand in some of the places; what should stand there is known.
    with torch.no_grad():
        drawn = torch.distributions.Categorical(logits=scores).sample()
    revealed = asked & (torch.rand(len(asked)) < 0.5)
    tokens = torch.where(revealed, drawn, b["target"])
    hidden, again, token_rows = look(model, text, b, tokens, (~masked | revealed).float())
    judged = (~masked | revealed) & (b["count"] > 1)
    correct = ce(again[judged], b["target"][judged])
    log_p = torch.log_softmax(again, 1).gather(1, tokens[:, None])[:, 0]
    logit = model.quality(hidden.detach(), token_rows.detach(), log_p.detach())
    is_right = (tokens == b["target"]).float()
    quality = torch.nn.functional.binary_cross_entropy_with_logits(logit[revealed], is_right[revealed])
    return denoise, correct, quality


def accuracy(model, text, notes):
    """Cross-entropy and hits of held-out notes, half masked."""
    torch.manual_seed(0)
    with torch.no_grad():
        b = batch(notes)
        shown = (torch.rand(b["notes"])[b["note"][b["unit"]]] < 2).float()
        asked = (b["count"] > 1) & (torch.rand(len(shown)) < 0.5)
        shown[asked] = 0
        frame_shown = torch.zeros(b["units"]).index_add(0, b["unit"], shown * (b["site"] < 0)) > 0
        shown = shown * ((b["site"] < 0) | frame_shown[b["unit"]]).float()
        judged = asked & ((b["site"] < 0) | frame_shown[b["unit"]])
        _, scores, _ = look(model, text, b, b["target"], shown)
        loss = torch.nn.functional.cross_entropy(scores[judged], b["target"][judged])
        uniform = b["count"][judged].float().log().mean()
        hits = (scores[judged].argmax(1) == b["target"][judged]).float().mean()
    return loss.item(), uniform.item(), hits.item()


def safetensors(tensors):
    """The safetensors format: length of the header, header, little-endian data; half precision."""
    header, data, at = {}, [], 0
    for name, value in sorted(tensors.items()):
        raw = np.ascontiguousarray(value.numpy().astype("<f2")).tobytes()
        header[name] = {"dtype": "F16", "shape": list(value.shape), "data_offsets": [at, at + len(raw)]}
        data.append(raw)
        at += len(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(data)


def write(folder, model, text, facts):
    os.makedirs(folder, exist_ok=True)
    weights = safetensors(model.tensors())
    open(os.path.join(folder, "note-denoiser.safetensors"), "wb").write(weights)
    provenance = {
        "weights": "note-denoiser.safetensors",
        "sha256": hashlib.sha256(weights).hexdigest(),
        "class": "public",
        "statement": "No private data was used. Nothing was fitted to, or chosen by, notes outside the sources below.",
        "sources": text.sources,
        "training": facts,
        "software": {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__},
    }
    with open(os.path.join(folder, "note-denoiser.provenance.json"), "w") as file:
        json.dump(provenance, file, indent=1, ensure_ascii=False)
        file.write("\n")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("exported")
    arguments.add_argument("out")
    arguments.add_argument("--steps", type=int, default=3000)
    arguments.add_argument("--notes", type=int, default=48)
    arguments.add_argument("--sections", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=1)
    a = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    random = np.random.default_rng(a.seed)
    text = Text(a.exported)
    model = Denoiser()
    optimiser = torch.optim.Adam(model.parameters(), lr=4e-3, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, a.steps, pct_start=0.05)
    started = time.process_time()
    for step in range(a.steps):
        chosen = [text.notes[i] for i in random.integers(len(text.notes), size=a.notes)]
        chosen += [text.real(text.sections[i], random) for i in random.integers(len(text.sections), size=a.sections)]
        denoise, correct, quality = losses(model, text, batch(chosen))
        optimiser.zero_grad()
        (denoise + 0.5 * correct + 0.3 * quality).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 250 == 249:
            held = accuracy(model, text, text.held_out)
            print(f"{step + 1} {time.process_time() - started:.0f}s denoise {denoise:.3f} correct {correct:.3f} "
                  f"quality {quality:.3f} held out {held[0]:.3f} of {held[1]:.3f}, hits {held[2]:.3f}", flush=True)
    held = accuracy(model, text, text.held_out)
    facts = {"steps": a.steps, "notes a step": a.notes, "sections a step": a.sections, "seed": a.seed}
    facts |= {"cpu minutes": round((time.process_time() - started) / 60, 1), "held-out cross-entropy": round(held[0], 4)}
    write(a.out, model, text, facts | {"held-out cross-entropy of equal chances": round(held[1], 4)})


if __name__ == "__main__":
    main()
