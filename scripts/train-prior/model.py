"""The denoiser of `generators/image/neural/network.ts`, layer by layer under the same names.

The closed-form (Wiener) denoiser of films in the cosine basis, and what a network adds to it: a U-Net without
normalisation or attention, 3 x 3 convolutions, SiLU, nearest up-sampling, additive skips. The condition (noise level,
finding, view, age, sex, film or phantom) adds one bias a channel in every block.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

SIDE = 64
WIDTHS = (16, 32, 64, 128)
CONDITION = 20
HIDDEN = 64
OCTAVES = 4


def fourier(sigma):
    """Noise level as `conditionVector` has it: c = ln(sigma)/4, then sin and cos of 2^j c."""
    level = torch.log(sigma) / 4
    waves = [f(2**j * level) for j in range(OCTAVES) for f in (torch.sin, torch.cos)]
    return torch.stack([level, *waves], 1)


def cosines():
    """Orthonormal cosine transform (DCT-II), a frequency a row."""
    k, n = torch.arange(SIDE)[:, None], torch.arange(SIDE)[None, :]
    rows = torch.cos(math.pi * (2 * n + 1) * k / (2 * SIDE)) * math.sqrt(2 / SIDE)
    rows[0] /= math.sqrt(2)
    return rows


class Wiener(nn.Module):
    """E[x0 | x] if films were Gaussian with this mean and independent cosine coefficients of these variances."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(SIDE, SIDE))
        self.register_buffer("variance", torch.ones(SIDE, SIDE))
        self.register_buffer("basis", cosines(), persistent=False)

    def fit(self, films):
        self.mean = films.mean((0, 1)).half().float()
        coefficients = self.basis @ (films[:, 0] - self.mean) @ self.basis.T
        self.variance = coefficients.square().mean(0).half().float()

    def forward(self, x, sigma):
        noise = sigma[:, None, None] ** 2
        coefficients = self.basis @ (x[:, 0] - self.mean) @ self.basis.T
        kept = coefficients * self.variance / (self.variance + noise)
        return (self.basis.T @ kept @ self.basis + self.mean)[:, None]

    def error(self, sigma):
        """Root mean square of x0 - E[x0 | x] a pixel under that law."""
        noise = sigma[:, None, None] ** 2
        return (self.variance * noise / (self.variance + noise)).mean((1, 2)).sqrt()


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
        self.wiener = Wiener()
        self.inlet = conv(2, a)
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
        """E[x0 | x]: the Wiener filter, plus its expected error times what the network says. x is n x 1 x 64 x 64."""
        closed = self.wiener(x, sigma)
        scaled = x / torch.sqrt(1 + sigma**2)[:, None, None, None]
        added = self.raw(torch.cat([scaled, closed], 1), torch.cat([fourier(sigma), condition], 1))
        return closed + self.wiener.error(sigma)[:, None, None, None] * added
