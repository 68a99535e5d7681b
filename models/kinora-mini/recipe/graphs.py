"""ONNX graphs: export, halving of stored weights, and a check against PyTorch."""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


class Encode(torch.nn.Module):
    """Graph of the VAE encoder: frames -> normalised latents."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, sample):
        return self.vae.encode(sample)


class Decode(torch.nn.Module):
    """Graph of the VAE decoder: latents -> frames."""

    def __init__(self, vae):
        super().__init__()
        self.vae = vae

    def forward(self, latent_sample):
        return self.vae.decode(latent_sample)


def write(path, module, inputs, names, output, axes):
    """Export a module to a file; weights are stored as float16 and widened on load.

    ``inputs`` is a tuple of example tensors, ``names`` their names, ``axes`` the
    dynamic axes of every input and of the output.
    """
    module.eval()
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        whole = Path(folder) / "model.onnx"
        torch.onnx.export(
            module,
            inputs,
            str(whole),
            input_names=list(names),
            output_names=[output],
            dynamic_axes=axes,
            opset_version=OPSET,
            **({"dynamo": False} if torch.__version__ >= "2.5" else {}),
        )
        model = onnx.load(whole)
    halve(model)
    model.producer_name, model.producer_version = "kinora-mini", ""
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)


def halve(model, smallest=256):
    """Store float32 weights of at least ``smallest`` numbers as float16, with a Cast."""
    graph = model.graph
    casts, kept = [], []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < smallest:
            kept.append(weight)
            continue
        small = numpy_helper.from_array(values.astype(np.float16), weight.name + ".half")
        kept.append(small)
        casts.append(helper.make_node("Cast", [small.name], [weight.name], to=TensorProto.FLOAT))
    nodes = casts + list(graph.node)
    del graph.initializer[:]
    graph.initializer.extend(kept)
    del graph.node[:]
    graph.node.extend(nodes)
    for node in graph.node:
        node.doc_string = ""
