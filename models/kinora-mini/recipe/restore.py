"""Write checkpoints from the exported graphs, so that training can go on from them elsewhere.

    python3 restore.py

Fills what is missing of vae.pt, transformer.pt and text.pt in the cache. What was exported are
averaged weights stored as float16: clocks, optimisers and the weights they were averaged from start
anew.
"""

import inspect
import json

import onnx
import torch
from onnx import numpy_helper

import common
import export
import tokenizer
from networks.text_encoder import Parser, SlotTable, TextEncoder
from networks.transformer import VideoTransformer
from networks.vae import VideoVAE


def read(module, *files, prefix=""):
    """Fill ``module`` from the weights of exported graphs, ``prefix`` before its names there.

    The exporter keeps the names of most weights; matrices it turned over and scales it folded are
    taken in their order, by their shape.
    """
    named, unnamed = {}, []
    for file in files:
        for weight in onnx.load(file).graph.initializer:
            name = weight.name.removesuffix(".half")
            values = torch.from_numpy(numpy_helper.to_array(weight).astype("float32"))
            if name.startswith("onnx::"):
                unnamed.append((int(name.split("_")[-1]), values))
            else:
                named[name] = values
    unnamed = [values for _, values in sorted(unnamed, key=lambda entry: entry[0])]
    wanted = module.state_dict()
    for name, value in wanted.items():
        if prefix + name in named:
            found = named[prefix + name].reshape(value.shape)
        elif value.ndim == 0:
            continue
        else:
            found = _first(unnamed, value)
        wanted[name] = found
    module.load_state_dict(wanted)
    return module


def _first(unnamed, like):
    """Take out the first of ``unnamed`` that is ``like`` turned over, or holds as much."""
    for number, values in enumerate(unnamed):
        turned = like.ndim == 2 and values.shape == like.shape[::-1]
        if turned or (values.numel() == like.numel() and values.ndim > 2):
            del unnamed[number]
            return values.t().clone() if turned else values.reshape(like.shape).clone()
    raise SystemExit(f"no weight of shape {tuple(like.shape)} is left in the graph")


def networks(folder):
    """(VAE, transformer, parser, table) as exported into ``folder``."""
    settings = {part: json.loads((folder / part / "config.json").read_text()) for part in ("vae_encoder", "transformer")}
    vae = VideoVAE(**_known(settings["vae_encoder"], VideoVAE))
    read(vae, folder / export.PARTS["vae_encoder"], folder / export.PARTS["vae_decoder"], prefix="vae.")
    transformer = VideoTransformer(**_known(settings["transformer"], VideoTransformer))
    read(transformer, folder / export.PARTS["transformer"])
    encoder = TextEncoder(
        Parser(len(tokenizer.vocabulary()), export.SIZES), SlotTable(export.SIZES, transformer.config["text"])
    )
    read(encoder, folder / export.PARTS["text_encoder"])
    return vae, transformer, encoder.parser, encoder.table


def _known(settings, network):
    """Those of the settings that the network is made with."""
    return {name: settings[name] for name in inspect.signature(network).parameters if name in settings}


def main():
    vae, transformer, parser, table = networks(export.HERE.parent)
    both = torch.nn.ModuleDict({"transformer": transformer, "table": table}).state_dict()
    start = {"optimiser": None, "steps": 0, "minutes": 0.0}
    states = {
        "vae.pt": {"config": vae.config, "weights": vae.state_dict(), "average": vae.state_dict(), **start},
        "transformer.pt": {"config": transformer.config, "weights": both, "average": both, "counts": {}, **start},
        "text.pt": {"config": {}, "words": tokenizer.vocabulary(), "weights": parser.state_dict(), **start},
    }
    for name, state in states.items():
        path = common.CACHE / name
        if path.exists():
            print(f"{path}: there already, left as it is")
        else:
            common.save(path, state)
            print(f"{path}: written")


if __name__ == "__main__":
    main()
