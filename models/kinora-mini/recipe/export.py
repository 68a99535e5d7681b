"""Write the model folder: tokenizer, four ONNX graphs, configurations, manifest.

    python3 export.py [--out FOLDER] [--random] [--tiny]

Uses the averaged weights of the newest checkpoints; ``--random`` writes untrained
weights and ``--tiny`` a very small untrained model of the same layout, for tests.
Every file is written beside its place first and then moved into it.
"""

import argparse
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

import torch

import common
import graphs
import tokenizer
from networks.text_encoder import Parser, SlotTable, TextEncoder
from networks.transformer import VideoTransformer
from networks.vae import VideoVAE
from world.vocabulary import SLOTS

HERE = Path(__file__).resolve().parent
SIZES = [len(values) for values in SLOTS.values()]
SHIFT = 3.0
VERSION = "0.7.1"  # what recipes name: a new one whenever weights or graphs change
PARTS = {
    "tokenizer": "tokenizer/tokenizer.json",
    "text_encoder": "text_encoder/model.onnx",
    "transformer": "transformer/model.onnx",
    "vae_encoder": "vae_encoder/model.onnx",
    "vae_decoder": "vae_decoder/model.onnx",
    "scheduler": "scheduler/scheduler_config.json",
}
TINY = {
    "vae": dict(
        channels=12, encoder_widths=(8, 16), encoder_blocks=(1, 1), decoder_widths=(8, 8, 16), decoder_blocks=(1, 1, 1)
    ),
    "transformer": dict(width=32, depth=2, heads=2, text=32),
    "parser": dict(width=32, heads=2, depth=1),
}


def random_parts(tiny):
    """Untrained networks, the same ones every time."""
    torch.manual_seed(1)
    settings = TINY if tiny else {"vae": {}, "transformer": {}, "parser": {}}
    vae = VideoVAE(**settings["vae"])
    transformer = VideoTransformer(channels=vae.config["channels"], **settings["transformer"])
    for network in (vae, transformer):
        for weight in network.parameters():
            if not weight.any():
                torch.nn.init.normal_(weight, std=0.02)
    parser = Parser(len(tokenizer.vocabulary()), SIZES, **settings["parser"])
    table = SlotTable(SIZES, transformer.config["text"])
    return vae, transformer, parser, table


def trained_parts():
    """Networks with the averaged weights of the newest checkpoints."""
    vae_state = common.load(common.CACHE / "vae.pt")
    vae = VideoVAE(**vae_state["config"])
    vae.load_state_dict(vae_state["average"])
    decoder_state = common.load(common.CACHE / "decoder.pt")
    if decoder_state:
        vae.decoder.load_state_dict(decoder_state["average"])
    state = common.load(common.CACHE / "transformer.pt")
    transformer = VideoTransformer(**state["config"])
    table = SlotTable(SIZES, state["config"]["text"])
    both = torch.nn.ModuleDict({"transformer": transformer, "table": table})
    both.load_state_dict(state["average"])
    text_state = common.load(common.CACHE / "text.pt")
    words = tokenizer.vocabulary()
    if text_state["words"] != words:
        raise SystemExit("the vocabulary changed after the text stage: run the text stage again")
    parser = Parser(len(words), SIZES, **text_state["config"])
    parser.load_state_dict(text_state["weights"])
    return vae, transformer, parser, table


def write_graphs(folder, vae, transformer, parser, table):
    """The four ONNX files."""
    channels, text = vae.config["channels"], transformer.config["text"]
    video = {0: "batch", 2: "groups", 3: "rows", 4: "columns"}
    ids = torch.ones(2, 7, dtype=torch.int64)
    graphs.write(
        folder / PARTS["text_encoder"],
        TextEncoder(parser, table),
        (ids, ids),
        ("input_ids", "attention_mask"),
        "last_hidden_state",
        {
            "input_ids": {0: "batch", 1: "length"},
            "attention_mask": {0: "batch", 1: "length"},
            "last_hidden_state": {0: "batch"},
        },
    )
    graphs.write(
        folder / PARTS["transformer"],
        transformer,
        (torch.randn(2, 2 * channels + 1, 3, 6, 8), torch.tensor([900.0, 20.0]), torch.randn(2, len(SIZES), text)),
        ("hidden_states", "timestep", "encoder_hidden_states"),
        "out_sample",
        {
            "hidden_states": video,
            "timestep": {0: "batch"},
            "encoder_hidden_states": {0: "batch"},
            "out_sample": video,
        },
    )
    frames = {0: "batch", 2: "frames", 3: "height", 4: "width"}
    graphs.write(
        folder / PARTS["vae_encoder"],
        graphs.Encode(vae),
        (torch.randn(2, 3, 9, 32, 48),),
        ("sample",),
        "latent_sample",
        {"sample": frames, "latent_sample": video},
    )
    graphs.write(
        folder / PARTS["vae_decoder"],
        graphs.Decode(vae),
        (torch.randn(2, channels, 3, 4, 6),),
        ("latent_sample",),
        "sample",
        {"latent_sample": video, "sample": frames},
    )


def write_configurations(folder, vae, transformer, parser):
    """Small JSON files in the manner of diffusers."""
    names = {
        "text_encoder": {"_class_name": "KinoraMiniTextEncoder", "slots": list(SLOTS), "longest": tokenizer.LONGEST},
        "transformer": {"_class_name": "KinoraMiniTransformer", "patch_size": 2, **transformer.config},
        "vae_encoder": {"_class_name": "KinoraMiniVAE", "spatial": 8, "temporal": 4, **vae.config},
        "vae_decoder": {"_class_name": "KinoraMiniVAE", "spatial": 8, "temporal": 4, **vae.config},
    }
    for part, values in names.items():
        _json(folder / part / "config.json", values)
    _json(
        folder / "scheduler" / "scheduler_config.json",
        {
            "_class_name": "FlowMatchEulerDiscreteScheduler",
            "num_train_timesteps": 1000,
            "shift": SHIFT,
            "use_dynamic_shifting": False,
        },
    )
    _json(
        folder / "model_index.json",
        {
            "_class_name": "KinoraMiniPipeline",
            "tokenizer": ["transformers", "PreTrainedTokenizerFast"],
            "text_encoder": ["onnx", "KinoraMiniTextEncoder"],
            "transformer": ["onnx", "KinoraMiniTransformer"],
            "vae_encoder": ["onnx", "KinoraMiniVAE"],
            "vae_decoder": ["onnx", "KinoraMiniVAE"],
            "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        },
    )


def manifest(folder, kept, tiny, channels, depth):
    """The manifest with sizes and hashes of the files; ``kept``, an earlier one, if any, goes before all but the version."""
    layers = [f"blocks.{block}.{name}" for block in range(depth) for name in ("into", "out")]
    first = {
        "schema": 1,
        "id": "tiny-model" if tiny else "kinora-mini",
        "name": "Tiny test model" if tiny else "Kinora Mini",
        "version": VERSION,
        "family": "kinora-mini",
        "license": {"spdx": "Apache-2.0"},
        "modes": ["t2i", "t2v", "i2v", "ti2v", "flf2v"],
        "components": {},
        "latent": {"spatial": 8, "temporal": 4},
        "conditioning": {"kind": "mask-and-latent", "keepFirst": True, "last": "still-group"},
        "adapters": {"loras": not tiny, "references": False, "layers": layers},
        "size": {
            "multiple": 16,
            "min": 96,
            "max": 160,
            "default": [160, 96],
            "presets": [[160, 96], [96, 160], [128, 128], [144, 112], [112, 144]],
        },
        "frames": {"multiple": 4, "offset": 1, "default": 17, "max": 33},
        "frameRate": 8,
        "defaults": {"steps": 24, "guidance": 5, "shift": SHIFT},
        "text": {"maxTokens": tokenizer.LONGEST, "dropUnknown": True},
        "trainingData": "Pictures and clips drawn by recipe/world (CC0-1.0)",
    }
    values = {**first, **(kept or {}), "version": VERSION}
    components = values.get("components") or {}
    for part, file in PARTS.items():
        data = (folder / file).read_bytes()
        entry = {**components.get(part, {}), "file": file}
        entry.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        components[part] = entry
    values["components"] = components
    values["latent"] = {**values["latent"], "channels": channels}
    return values


def _json(path, values):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, default=HERE.parent)
    options.add_argument("--random", action="store_true")
    options.add_argument("--tiny", action="store_true")
    chosen = options.parse_args()
    out = chosen.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    parts = random_parts(chosen.tiny) if chosen.random or chosen.tiny else trained_parts()
    vae, transformer, parser, _ = parts
    with tempfile.TemporaryDirectory(dir=out, prefix=".export-") as temporary:
        folder = Path(temporary)
        tokenizer.write(folder / "tokenizer")
        write_graphs(folder, *parts)
        write_configurations(folder, vae, transformer, parser)
        earlier = out / "manifest.json"
        kept = json.loads(earlier.read_text()) if earlier.exists() else None
        _json(folder / "manifest.json", manifest(folder, kept, chosen.tiny, vae.config["channels"], transformer.config["depth"]))
        for source in sorted(path for path in folder.rglob("*") if path.is_file()):
            target = out / source.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copymode(HERE / "export.py", source)
            os.replace(source, target)
    total = sum((out / file).stat().st_size for file in PARTS.values())
    print(f"{out}: {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
