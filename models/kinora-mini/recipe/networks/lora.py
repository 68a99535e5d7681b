"""Low-rank factors (Hu et al. 2021) beside the matrices of a transformer, and their file."""

import json
import struct

import numpy as np
import torch
from torch import nn


class Layer(nn.Module):
    """A linear layer that stays, and two factors beside it."""

    def __init__(self, layer, rank):
        super().__init__()
        self.layer = layer
        self.down = nn.Parameter(torch.randn(rank, layer.in_features) / layer.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, x):
        """[..., in] -> [..., out]."""
        return self.layer(x) + (x @ self.down.t()) @ self.up.t()


def adapt(model, rank):
    """Put factors beside the matrices of every block; answers them by the layer's name."""
    found = {}
    for number, block in enumerate(model.blocks):
        for name in ("into", "out"):
            layer = Layer(getattr(block, name), rank)
            setattr(block, name, layer)
            found[f"blocks.{number}.{name}"] = layer
    return found


def read(path, layers):
    """Fill the factors of every layer from a file that ``write`` wrote for as large ones."""
    raw = path.read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    for name, layer in layers.items():
        for factor, letter in ((layer.down, "A"), (layer.up, "B")):
            about = header[f"transformer.{name}.lora_{letter}.weight"]
            values = np.frombuffer(data[slice(*about["data_offsets"])], "<f2").astype(np.float32)
            factor.data.copy_(torch.from_numpy(values.reshape(about["shape"])))


def write(path, layers, about):
    """Both factors of every layer as float16 safetensors, under PEFT's names; ``about`` is its metadata."""
    tensors = {}
    for name, layer in layers.items():
        tensors[f"transformer.{name}.lora_A.weight"] = layer.down
        tensors[f"transformer.{name}.lora_B.weight"] = layer.up
    header = {"__metadata__": {"format": "pt", "base_model": "kinora-mini", "license": "Apache-2.0", **about}}
    data = b""
    for name, tensor in tensors.items():
        raw = tensor.detach().cpu().numpy().astype("<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(struct.pack("<Q", len(text)) + text + data)
    part.replace(path)
