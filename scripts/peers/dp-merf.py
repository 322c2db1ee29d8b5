#!/usr/bin/env python3
"""DP-MERF (Harder, Adamczewski & Park 2021, arXiv:2002.11603), written again for the benchmark.

Usage: dp-merf.py REAL.npz MADE.npz EPSILON DELTA COUNT; prints the CPU seconds of fitting and drawing.
One Gaussian release of the class-wise mean of random Fourier features (norm 1 a picture, so that adding or removing one
moves the sum by 1), class counts in a tenth of the budget; a small conditional generator then matches the noisy means
by gradient descent. Numbers of features and steps (five epochs) as in DPImageBench for these data; the length scale is the
usual median-free one (sigma^2 = 105 for pixels in [0, 1] of 784 dimensions in their code). Debian: python3-torch.
"""
import math
import sys
import time

import numpy as np
import torch
import torch.nn as nn

torch.set_num_threads(1)
FEATURES = 10_000
LENGTH = math.sqrt(105.0)
STEPS = 600
BATCH = 500
COUNTS_SHARE = 0.1


def delta_of(epsilon, sigma):
    cdf = lambda x: 0.5 * math.erfc(-x / math.sqrt(2))
    return cdf(0.5 / sigma - epsilon * sigma) - math.exp(epsilon) * cdf(-0.5 / sigma - epsilon * sigma)


def sigma_for(epsilon, delta):
    low, high = 1e-2, 1e3
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if delta_of(epsilon, middle) > delta else (low, middle)
    return high


def main():
    real, made, epsilon, delta, count = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    data = np.load(real)
    start = time.process_time()
    x = torch.tensor(data["images"].reshape(len(data["images"]), -1).astype(np.float32) / 255)
    y = data["labels"]
    classes, size, side = int(y.max()) + 1, x.shape[1], data["images"].shape[1]
    random = torch.Generator().manual_seed(0)
    w = torch.randn(FEATURES // 2, size, generator=random) / LENGTH

    def phi(z):
        inner = z @ w.T
        return torch.cat([inner.cos(), inner.sin()], 1) * math.sqrt(2 / FEATURES)

    sigma = sigma_for(epsilon, delta)
    noise = np.random.default_rng()
    sums = torch.zeros(classes, FEATURES)
    for i in range(0, len(x), 1000):
        sums.index_add_(0, torch.tensor(y[i : i + 1000]), phi(x[i : i + 1000]))
    sums += torch.tensor(noise.normal(0, sigma / math.sqrt(1 - COUNTS_SHARE), sums.shape).astype(np.float32))
    counts = np.bincount(y, minlength=classes) + noise.normal(0, sigma / math.sqrt(COUNTS_SHARE), classes)
    counts = np.maximum(counts, 1)
    shares = torch.tensor(counts / counts.sum(), dtype=torch.float32)
    target = sums / float(counts.sum())

    torch.manual_seed(0)
    quarter = side // 4
    net = nn.Sequential(
        nn.Linear(10 + classes, 200), nn.BatchNorm1d(200), nn.ReLU(), nn.Linear(200, 16 * quarter * quarter), nn.ReLU(),
        nn.Unflatten(1, (16, quarter, quarter)),
        nn.Upsample(scale_factor=2), nn.Conv2d(16, 16, 5, padding=2), nn.ReLU(),
        nn.Upsample(scale_factor=2), nn.Conv2d(16, 1, 5, padding=2), nn.Sigmoid(), nn.Flatten(),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-2)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimiser, 0.1 ** (1 / STEPS))

    def drawn(n):
        labels = torch.multinomial(shares, n, replacement=True)
        code = torch.cat([torch.randn(n, 10), nn.functional.one_hot(labels, classes).float()], 1)
        return net(code), labels

    for _ in range(STEPS):
        pictures, labels = drawn(BATCH)
        own = torch.zeros(classes, FEATURES).index_add(0, labels, phi(pictures)) / BATCH
        loss = ((own - target) ** 2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    net.eval()
    parts = []
    with torch.no_grad():
        for i in range(0, count, 1000):
            pictures, labels = drawn(min(1000, count - i))
            parts.append(((pictures * 255).round().byte().numpy(), labels.numpy()))
    images = np.concatenate([p for p, _ in parts]).reshape(-1, side, side)
    np.savez(made, images=images, labels=np.concatenate([l for _, l in parts]).astype(np.int64))
    print(time.process_time() - start)


main()
