"""Trains the neural prior of chest X-rays on one core and writes weights with their provenance.

    python3 scripts/train-prior/train.py <exported folder> <out folder> --minutes 14
"""
import argparse
import copy
import hashlib
import json
import math
import os
import platform
import struct
import time

import numpy as np
import torch

from data import Images
from model import Denoiser

LEVEL = {"mean": -1.2, "sd": 1.2}


def loss_of(model, x0, condition):
    """Denoising score matching in units of the Wiener filter's expected error: 1 is no better than the filter.

    Noise levels are log-normal, as in Karras et al. 2022, eq. (2).
    """
    sigma = torch.exp(LEVEL["mean"] + LEVEL["sd"] * torch.randn(len(x0)))
    x = x0 + sigma[:, None, None, None] * torch.randn_like(x0)
    error = (model(x, sigma, condition) - x0).square().mean((1, 2, 3))
    return (error / model.wiener.error(sigma) ** 2).mean()


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


def layout(name, value):
    """Convolutions as height x width x in x out, the order in which the product's engines read them."""
    return value.permute(2, 3, 1, 0).contiguous() if value.dim() == 4 else value


def write(folder, model, images, facts):
    os.makedirs(folder, exist_ok=True)
    weights = safetensors({k: layout(k, v.detach()) for k, v in model.state_dict().items()})
    open(os.path.join(folder, "thorax-denoiser.safetensors"), "wb").write(weights)
    provenance = {
        "weights": "thorax-denoiser.safetensors",
        "sha256": hashlib.sha256(weights).hexdigest(),
        "class": "public",
        "statement": "No private data was used. Nothing was fitted to, or chosen by, images outside the sources below.",
        "sources": images.sources,
        "training": facts,
        "software": {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__},
    }
    with open(os.path.join(folder, "thorax-denoiser.provenance.json"), "w") as file:
        json.dump(provenance, file, indent=1, ensure_ascii=False)
        file.write("\n")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("out")
    arguments.add_argument("--minutes", type=float, default=14)
    arguments.add_argument("--stop", type=float, default=1, help="share of the schedule after which to stop")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--batch", type=int, default=16)
    arguments.add_argument("--rate", type=float, default=1e-3)
    arguments.add_argument("--films", type=float, default=0.7, help="share of real films in a batch")
    a = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    images = Images(a.folder, a.films)
    model = Denoiser().to(memory_format=torch.channels_last)
    model.wiener.fit(torch.cat([images.film_batch(250)[0] for _ in range(8)]))
    average = copy.deepcopy(model)
    optimiser = torch.optim.Adam(model.parameters(), lr=a.rate, betas=(0.9, 0.99))
    start, step, seen = time.process_time(), 0, []
    while (done := (time.process_time() - start) / (60 * a.minutes)) < a.stop:
        rate = a.rate * min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * done))
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = loss_of(model, *images.batch(a.batch))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        keep = min(0.999, (step + 1) / (step + 10))
        with torch.no_grad():
            for slow, fast in zip(average.parameters(), model.parameters()):
                slow.lerp_(fast, 1 - keep)
        step += 1
        seen.append(loss.item())
        if step % 250 == 0:
            print(f"step {step}  loss {np.mean(seen[-250:]):.4f}  {done:.0%}", flush=True)
            write(a.out, average, images, {"steps": step, "state": "unfinished", **vars(a)})
    facts = {"steps": step, "seed": a.seed, "batch": a.batch, "rate": a.rate, "filmShare": a.films, "stoppedAt": a.stop,
             "cpuMinutes": a.minutes, "threads": 1, "lossOfLast500": round(float(np.mean(seen[-500:])), 4)}
    write(a.out, average, images, facts)
    print(f"{step} steps, {sum(p.numel() for p in model.parameters())} parameters")


if __name__ == "__main__":
    main()
