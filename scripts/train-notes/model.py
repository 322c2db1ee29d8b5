"""The denoiser of notes: `generators/note/denoise/network.ts` names its tensors alike and is the reference for how they are used."""
import torch
from torch import nn

BUCKETS, WIDTH, HIDDEN = 8192, 24, 48
NOTE_SCALE, SECTION_SCALE = 0.2, 0.3
AROUND = ("note", "section", "previous", "next", "own", "context", "site")


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        new = lambda *shape, scale: nn.Parameter(torch.randn(*shape) * scale)
        self.embed_in = new(BUCKETS, WIDTH, scale=0.3)
        self.embed_out = new(BUCKETS, WIDTH, scale=0.1)
        self.embed_bias = nn.Parameter(torch.zeros(BUCKETS, 1))
        self.hidden = nn.ParameterDict({name: new(HIDDEN, WIDTH, scale=WIDTH**-0.5) for name in AROUND})
        self.hidden_bias = nn.Parameter(torch.zeros(HIDDEN))
        self.out_hidden = new(WIDTH, HIDDEN, scale=HIDDEN**-0.5)
        self.out = nn.ParameterDict({name: nn.Parameter(torch.zeros(WIDTH, WIDTH)) for name in ("note", "section", "own")})
        self.echo = nn.Parameter(torch.zeros(3))
        self.quality_hidden = nn.Parameter(torch.zeros(HIDDEN))
        self.quality_pair = nn.Parameter(torch.zeros(HIDDEN, WIDTH))
        self.quality_scalar = nn.Parameter(torch.tensor([1.0, 1.0]))

    def rows(self, table, features, offsets):
        """Sums of rows over the square root of their number."""
        count = torch.diff(offsets, append=torch.tensor([len(features)]))
        sums = nn.functional.embedding_bag(features, table, offsets, mode="sum")
        return sums / count.clamp(min=1).sqrt()[:, None]

    def asked(self, around):
        """Hidden layer of every position and what it asks of the token that is to stand there."""
        hidden = self.hidden_bias + sum(around[name] @ self.hidden[name].T for name in AROUND)
        hidden = torch.relu(hidden)
        asked = hidden @ self.out_hidden.T + sum(around[name] @ self.out[name].T for name in ("note", "section", "own"))
        return hidden, asked

    def quality(self, hidden, rows, log_p):
        pair = self.quality_hidden + rows @ self.quality_pair.T
        return (hidden * pair).sum(-1) + self.quality_scalar[0] * log_p + self.quality_scalar[1]

    def tensors(self):
        named = {"embed.in": self.embed_in, "embed.out": self.embed_out, "embed.bias": self.embed_bias[:, 0]}
        named |= {f"hidden.{name}": value for name, value in self.hidden.items()}
        named |= {"hidden.bias": self.hidden_bias, "out.hidden": self.out_hidden}
        named |= {f"out.{name}": value for name, value in self.out.items()}
        named |= {
            "echo": self.echo,
            "quality.hidden": self.quality_hidden,
            "quality.pair": self.quality_pair,
            "quality.scalar": self.quality_scalar,
        }
        return {name: value.detach() for name, value in named.items()}
