"""Train a LoRA (Hu et al. 2021) that gives Kinora Mini another look, and write it as safetensors.

The look is a filter on drawn clips: a print in two inks and their overlay. The transformer stays as it
is; each block's two matrices get two small factors, trained with flow matching on the filtered clips'
latents. Tensors are named as PEFT names them, so that any program for LoRAs reads the file.
"""

import numpy as np
import torch

import common
from stages import clips, latents, transformer
from stages.low_rank import Training

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
            self.sizes.setdefault((values.shape[1], *values.shape[-2:]), []).append((values, labels, inside))


def run(minutes, target, batch=8, lr=2e-3, seed=0):
    """Train until ``minutes`` are on the clock; ``target`` is the file it is written to."""
    device = common.device()
    training = Training("lora", RANK, lr, (0.9, 0.95), seed, device)
    rng = np.random.default_rng([seed, training.steps])
    data = Filtered(rng)
    data.refresh()
    clock = common.Clock(training.minutes)
    told, losses = clock.minutes(), []
    while True:
        kind = rng.choice(["windows", "pictures", "videos"], p=[0.2, 0.3, 0.5])
        count = batch if kind == "videos" else batch * 4
        chosen = getattr(transformer, kind)(data, count, rng)
        loss = transformer.step_loss(training.both["transformer"], training.both["table"], chosen, rng, device)
        training.step(loss, common.ramp_and_fall(min(clock.minutes() / minutes, 1.0), fall=0.6))
        losses.append(loss.item())
        now = clock.minutes()
        if now - told > 1 or now >= minutes:
            told = now
            common.report("lora", minutes=now, steps=training.steps, loss=float(np.mean(losses)))
            losses = []
            training.keep(now, target, {"name": "Kinora Riso"})
        if now >= minutes:
            return
