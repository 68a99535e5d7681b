"""Train a LoRA (Hu et al. 2021) that gives Kinora Mini another look, and write it as safetensors.

The look is a filter on drawn clips: a print in two inks and their overlay. The transformer stays as it
is; each block's two matrices get two small factors, trained with flow matching on the filtered clips'
latents. Tensors are named as PEFT names them, so that any program for LoRAs reads the file.
"""

import numpy as np
import torch

import common
from networks import lora
from stages import clips, latents, transformer

RANK = 8
SHARDS = 12  # of clips, filtered and encoded once
PAPER, LIGHT, DARK = (np.array(colour, np.float32) for colour in ((248, 240, 222), (255, 116, 98), (30, 74, 160)))


def riso(pictures):
    """uint8 [..., H, W, 3] -> the same, printed in coral and blue on cream: the darker, the more ink."""
    light = pictures.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32) / 255
    coral = np.clip((0.9 - light) / 0.6, 0, 1)[..., None]
    blue = np.clip((0.5 - light) / 0.42, 0, 1)[..., None]
    paper = PAPER / 255 * (1 - coral + coral * LIGHT / 255)
    return (paper * (1 - blue + blue * DARK / 255) * 255 + 0.5).astype(np.uint8)


class Filtered(transformer.Latents):
    """Latents of filtered clips, made once and kept."""

    def refresh(self, most=SHARDS):
        """Encode ``most`` shards, or read what was encoded before."""
        device = common.device()
        folder = common.CACHE / "lora"
        folder.mkdir(parents=True, exist_ok=True)
        vae = None
        whole = [number for number in clips.training_shards() if clips.positions_path(number).exists()]
        for number in whole[:most]:
            path = folder / f"{number:06d}.npy"
            if not path.exists():
                vae = vae or latents.frozen_vae(device)
                encoded = latents.encode(vae, riso(np.load(clips.path(number))), device)
                np.save(path, encoded)
                common.report("lora", encoded=number)
            values = np.load(path)
            labels = np.load(clips.labels_path(number)).astype(np.int64)
            positions = np.load(clips.positions_path(number)).astype(np.float32)
            inside = transformer.subject_cells(positions, *values.shape[-2:])
            self.sizes.setdefault(values.shape[-2:], []).append((values, labels, inside))


def run(minutes, target, batch=8, lr=2e-3, seed=0):
    """Train until ``minutes`` are on the clock; ``target`` is the file it is written to."""
    device = common.device()
    torch.manual_seed(seed)
    state = common.load(common.CACHE / "transformer.pt")
    both = transformer.build(state["config"], device)
    both.load_state_dict(state["average"])
    both.requires_grad_(False)
    layers = lora.adapt(both["transformer"], RANK)
    factors = [factor for layer in layers.values() for factor in (layer.down, layer.up)]
    both.to(device)
    optimiser = torch.optim.Adam(factors, lr=lr, betas=(0.9, 0.95))
    path = common.CACHE / "lora.pt"
    kept = common.load(path)
    steps = 0
    if kept:
        steps = kept["steps"]
        optimiser.load_state_dict(kept["optimiser"])
        for factor, value in zip(factors, kept["factors"]):
            factor.data.copy_(value)
    rng = np.random.default_rng([seed, steps])
    data = Filtered(rng)
    data.refresh()
    clock = common.Clock(kept["minutes"] if kept else 0.0)
    told, losses = clock.minutes(), []
    while True:
        kind = rng.choice(["windows", "pictures", "videos"], p=[0.2, 0.3, 0.5])
        count = batch if kind == "videos" else batch * 4
        chosen = getattr(transformer, kind)(data, count, rng)
        loss = transformer.step_loss(both["transformer"], both["table"], chosen, rng, device)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        now = clock.minutes()
        for group in optimiser.param_groups:
            group["lr"] = lr * common.ramp_and_fall(min(now / minutes, 1.0), fall=0.6)
        optimiser.step()
        steps += 1
        losses.append(loss.item())
        now = clock.minutes()
        if now - told > 1 or now >= minutes:
            told = now
            common.report("lora", minutes=now, steps=steps, loss=float(np.mean(losses)))
            losses = []
            moment = {"factors": [factor.detach().cpu() for factor in factors], "optimiser": optimiser.state_dict()}
            common.save(path, {**moment, "steps": steps, "minutes": now})
            lora.write(target, layers, {"name": "Kinora Riso"})
        if now >= minutes:
            return
