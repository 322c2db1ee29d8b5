#!/usr/bin/env python3
"""Small convolutional network that tells real from synthetic ECGs, cross-validated by record. Usage: ecg-cnn.py SETS.npz

SETS.npz  real (n, 12, 1000) and synthetic (m, 12, 1000), float32 millivolts at 100 Hz
Prints one JSON line: the log-odds of being real of every record by the network that did not see it, {"real": [...],
"synthetic": [...]}. Fixed settings, one thread, seed of weights and folds 0. Debian: python3-torch, python3-numpy.
"""
import json
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
FOLDS = 5
EPOCHS = 30
BATCH = 20
CROP = 900


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [12, 16, 24, 32, 48]
        self.convolutions = nn.ModuleList(
            nn.Conv1d(a, b, 7, stride=2, padding=3) for a, b in zip(sizes, sizes[1:])
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(b) for b in sizes[1:])
        self.out = nn.Linear(2 * sizes[-1], 1)

    def forward(self, x):
        for convolution, norm in zip(self.convolutions, self.norms):
            x = F.relu(norm(convolution(x)))
        x = torch.cat([x.mean(2), x.amax(2)], 1)
        return self.out(F.dropout(x, 0.3, self.training))[:, 0]


def taught(x, y):
    torch.manual_seed(0)
    order = np.random.default_rng(0)
    net = Network()
    steps = EPOCHS * (len(x) // BATCH)
    optimiser = torch.optim.Adam(net.parameters(), lr=2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    net.train()
    for step in range(steps):
        if step % (len(x) // BATCH) == 0:
            shuffled = order.permutation(len(x))
        at = step % (len(x) // BATCH) * BATCH
        start = order.integers(0, x.shape[2] - CROP + 1)
        batch = torch.tensor(shuffled[at : at + BATCH])
        logits = net(x[batch][:, :, start : start + CROP])
        loss = F.binary_cross_entropy_with_logits(logits, y[batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    net.eval()
    return net


def main():
    sets = np.load(sys.argv[1])
    real, synthetic = (torch.tensor(sets[name]) for name in ("real", "synthetic"))
    x = torch.cat([real, synthetic])
    y = torch.cat([torch.ones(len(real)), torch.zeros(len(synthetic))])
    order = np.random.default_rng(0)
    fold = np.concatenate([order.permutation(len(each)) % FOLDS for each in (real, synthetic)])
    scores = np.zeros(len(x))
    for left in range(FOLDS):
        seen = torch.tensor(np.flatnonzero(fold != left))
        asked = torch.tensor(np.flatnonzero(fold == left))
        net = taught(x[seen], y[seen])
        with torch.no_grad():
            scores[asked.numpy()] = net(x[asked]).numpy()
    print(json.dumps({"real": scores[: len(real)].tolist(), "synthetic": scores[len(real) :].tolist()}))


main()
