"""The denoiser of `generators/image/neural/network.ts`, layer by layer under the same names.

A U-Net without normalisation or attention: 3 x 3 convolutions, SiLU, nearest up-sampling, additive skips. The
condition (noise level, finding, view, age, sex, film or phantom) adds one bias a channel in every block.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

WIDTHS = (16, 40, 80, 128)
CONDITION = 20
HIDDEN = 64
OCTAVES = 4
SIGMA_DATA = 1.0


def fourier(sigma):
    """Noise level as `conditionVector` has it: c = ln(sigma)/4, then sin and cos of 2^j c."""
    level = torch.log(sigma) / 4
    waves = [f(2**j * level) for j in range(OCTAVES) for f in (torch.sin, torch.cos)]
    return torch.stack([level, *waves], 1)


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.bias = nn.Linear(HIDDEN, width)
        for layer in (self.second, self.bias):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x, e):
        h = self.first(F.silu(x)) + self.bias(e)[:, :, None, None]
        return x + self.second(F.silu(h))


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c, d = WIDTHS
        self.embed = nn.ModuleDict({"first": nn.Linear(CONDITION, HIDDEN), "second": nn.Linear(HIDDEN, HIDDEN)})
        conv = lambda i, o, stride=1: nn.Conv2d(i, o, 3, stride=stride, padding=1)
        self.inlet = conv(1, a)
        self.down1, self.down2, self.down3 = conv(a, b, 2), conv(b, c, 2), conv(c, d, 2)
        self.fall1, self.fall2, self.deep1, self.deep2 = Block(b), Block(c), Block(d), Block(d)
        self.up3, self.up2, self.up1 = conv(d, c), conv(c, b), conv(b, a)
        self.rise2, self.rise1, self.rise0 = Block(c), Block(b), Block(a)
        self.outlet = conv(a, 1)
        nn.init.zeros_(self.outlet.weight)
        nn.init.zeros_(self.outlet.bias)

    def raw(self, x, e):
        e = F.silu(self.embed["second"](F.silu(self.embed["first"](e))))
        up = lambda y: F.interpolate(y, scale_factor=2, mode="nearest")
        h0 = self.inlet(x)
        h1 = self.fall1(self.down1(F.silu(h0)), e)
        h2 = self.fall2(self.down2(F.silu(h1)), e)
        h = self.deep2(self.deep1(self.down3(F.silu(h2)), e), e)
        h = self.rise2(up(self.up3(F.silu(h))) + h2, e)
        h = self.rise1(up(self.up2(F.silu(h))) + h1, e)
        h = self.rise0(up(self.up1(F.silu(h))) + h0, e)
        return self.outlet(F.silu(h))

    def forward(self, x, sigma, condition):
        """E[x0 | x] with the preconditioning of Karras et al. 2022, Table 1. x is n x 1 x 64 x 64."""
        s = sigma[:, None, None, None]
        total = torch.sqrt(s**2 + SIGMA_DATA**2)
        residual = self.raw(x / total, torch.cat([fourier(sigma), condition], 1))
        return SIGMA_DATA**2 / total**2 * x + s * SIGMA_DATA / total * residual


def loss_weight(sigma):
    return (sigma**2 + SIGMA_DATA**2) / (sigma * SIGMA_DATA) ** 2
