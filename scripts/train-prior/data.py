"""Batches of the exported images, augmented in ways anatomy allows: no mirror image, the heart has a side."""
import json
import math
import os

import numpy as np
import torch
from torch.nn import functional as F

FINDINGS = ["none", "cardiomegaly", "effusion", "consolidation", "nodule", "pneumothorax", "other"]


def condition(row):
    finding = [float(name == row["finding"]) for name in FINDINGS]
    return finding + [
        float(row["view"] == "AP"),
        float(row["sex"] == "male"),
        row["ageYears"] / 50 - 1,
        float(row["domain"] == "film"),
    ]


def uniform(n, low, high):
    return low + (high - low) * torch.rand(n)


def standardised(x):
    mean = x.mean((1, 2, 3), keepdim=True)
    return (x - mean) / ((x - mean).square().mean((1, 2, 3), keepdim=True).sqrt() + 1e-6)


def moved(x, shift, zoom, degrees):
    """Random shift (share of the side), zoom and rotation; n x 1 x s x s to n x 1 x 64 x 64."""
    n, angle = len(x), uniform(len(x), -degrees, degrees) * math.pi / 180
    scale = torch.exp(uniform(n, -zoom, zoom))
    cos, sin = scale * torch.cos(angle), scale * torch.sin(angle)
    t = uniform(2 * n, -2 * shift, 2 * shift).view(2, n)
    grid = F.affine_grid(torch.stack([torch.stack([cos, -sin, t[0]], 1), torch.stack([sin, cos, t[1]], 1)], 1),
                         [n, 1, x.shape[2], x.shape[3]], align_corners=False)
    out = F.grid_sample(x, grid, padding_mode="border", align_corners=False)
    return out if out.shape[2] == 64 else F.avg_pool2d(out, out.shape[2] // 64)


class Images:
    def __init__(self, folder, film_share):
        sources = json.load(open(os.path.join(folder, "sources.json")))
        read = lambda name, kind, side: torch.from_numpy(
            np.fromfile(os.path.join(folder, name), kind).reshape(-1, 1, side, side).astype(np.float32))
        self.sources, self.film_share = sources["sources"], film_share
        self.phantoms, self.films = read("phantoms.f32", np.float32, 64), read("films.u8", np.uint8, 128) / 255
        rows = sources["conditions"]
        self.conditions = {name: torch.tensor([condition(row) for row in rows[name]]) for name in rows}

    def film_batch(self, count):
        i = torch.randint(len(self.films), (count,))
        bent = self.films[i].clamp(1e-3, 1) ** torch.exp(uniform(count, -0.2, 0.2))[:, None, None, None]
        return standardised(moved(bent, 0.03, 0.06, 3)), self.conditions["films"][i]

    def phantom_batch(self, count):
        i = torch.randint(len(self.phantoms), (count,))
        return standardised(moved(self.phantoms[i], 0.02, 0.03, 0)), self.conditions["phantoms"][i]

    def batch(self, size):
        films = round(size * self.film_share)
        parts = zip(self.film_batch(films), self.phantom_batch(size - films))
        return tuple(torch.cat(part) for part in parts)
