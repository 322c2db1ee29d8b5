"""Writes the shipped weights as an ONNX graph, to time other engines with `npm run bench -- tensor`.

    python3 scripts/train-prior/to_onnx.py generators/image/neural/thorax-denoiser.safetensors out.onnx

Inputs: x, n x 2 x 64 x 64, the noisy film over sqrt(1 + sigma^2) and its Wiener filtering; condition, n x 20, as `conditionVector` has it.
"""
import json
import struct
import sys

import numpy as np
import torch

from model import CONDITION, Denoiser


def weights(path):
    raw = open(path, "rb").read()
    at = 8 + struct.unpack("<Q", raw[:8])[0]
    found = {}
    for name, entry in json.loads(raw[8:at]).items():
        a, b = entry["data_offsets"]
        values = np.frombuffer(raw[at + a:at + b], "<f2").astype(np.float32).reshape(entry["shape"])
        tensor = torch.from_numpy(values)
        found[name] = tensor.permute(3, 2, 0, 1).contiguous() if tensor.dim() == 4 else tensor
    return found


class Raw(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x, condition):
        return self.model.raw(x, condition)


if __name__ == "__main__":
    model = Denoiser()
    model.load_state_dict(weights(sys.argv[1]))
    example = (torch.zeros(1, 2, 64, 64), torch.zeros(1, CONDITION))
    torch.onnx.export(Raw(model.eval()), example, sys.argv[2], input_names=["x", "condition"], output_names=["y"],
                      opset_version=14)
