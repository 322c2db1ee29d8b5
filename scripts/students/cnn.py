#!/usr/bin/env python3
"""Small convolutional student: trained on synthetic pictures, tested on real ones. Usage: cnn.py TRAIN.npz TEST.npz

TRAIN.npz  images (n, side, side) bytes, labels (n), probabilities (n, classes) where labels are soft
TEST.npz   images, labels
Prints one JSON line: accuracy, and for two classes the area under the curve, with hard and with soft labels.
Fixed settings, one thread, seed of the weights 0. Debian: python3-torch, python3-numpy.
"""
import json
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
PICTURES_SEEN = 480_000
BATCH = 128


class Student(nn.Module):
    def __init__(self, side, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 20, 4, stride=2, padding=1)
        self.norm1 = nn.BatchNorm2d(20)
        self.conv2 = nn.Conv2d(20, 40, 4, stride=2, padding=1)
        self.norm2 = nn.BatchNorm2d(40)
        self.dense = nn.Linear(40 * (side // 4) ** 2, 96)
        self.out = nn.Linear(96, classes)

    def forward(self, x):
        x = F.relu(self.norm1(self.conv1(x)))
        x = F.relu(self.norm2(self.conv2(x)))
        x = F.dropout(F.relu(self.dense(x.flatten(1))), 0.3, self.training)
        return self.out(x)


def light(images):
    return torch.tensor(images[:, None].astype(np.float32) / 255)


def taught(images, targets, classes):
    torch.manual_seed(0)
    order = np.random.default_rng(0)
    net = Student(images.shape[-1], classes)
    steps = max(1, PICTURES_SEEN // BATCH)
    optimiser = torch.optim.Adam(net.parameters(), lr=2e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    net.train()
    for _ in range(steps):
        batch = torch.tensor(order.integers(0, len(images), BATCH))
        loss = -(targets[batch] * F.log_softmax(net(images[batch]), 1)).sum(1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    net.eval()
    return net


def area(scores, labels):
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores):
        ranks[scores == value] = ranks[scores == value].mean()
    positive = labels == 1
    n = positive.sum()
    return (ranks[positive].sum() - n * (n + 1) / 2) / (n * (len(labels) - n))


def judged(net, test, labels):
    with torch.no_grad():
        logits = torch.cat([net(test[i : i + 1000]) for i in range(0, len(test), 1000)])
    result = {"accuracy": float((logits.argmax(1).numpy() == labels).mean())}
    if logits.shape[1] == 2:
        result["AUC"] = float(area((logits[:, 1] - logits[:, 0]).numpy(), labels))
    return result


def main():
    train, test = np.load(sys.argv[1]), np.load(sys.argv[2])
    images, real, labels = light(train["images"]), light(test["images"]), test["labels"]
    classes = train["probabilities"].shape[1] if "probabilities" in train else int(train["labels"].max()) + 1
    hard = F.one_hot(torch.tensor(train["labels"]), classes).float()
    result = {"hard": judged(taught(images, hard, classes), real, labels)}
    if "probabilities" in train:
        soft = torch.tensor(train["probabilities"])
        result["soft"] = judged(taught(images, soft, classes), real, labels)
    print(json.dumps(result))


main()
