"""Go on training the decoder alone, the encoder being frozen.

Latents get noise of a random size, more than in the first stage at most, so that
the decoder forgives latents that were generated rather than encoded.
"""

import numpy as np
import torch

import common
from muon import Muon
from networks.vae import VideoVAE
from stages import latents
from stages.vae import Crops, pairs, picture_loss, psnr, to_float

MOST_NOISE = 0.2


def run(minutes, batch=8, lr=0.01, adam_lr=5e-4, seed=1):
    """Train until ``minutes`` are on the clock; resumes from decoder.pt."""
    device = common.device()
    torch.manual_seed(seed)
    path = common.CACHE / "decoder.pt"
    vae = latents.frozen_vae(device)
    state = common.load(path)
    decoder = vae.decoder.train().requires_grad_(True)
    ends = ("body.0.", f"body.{len(decoder.body) - 1}.")
    optimiser = Muon(Muon.split(decoder, lr, adam_lr, skip=ends))
    steps = 0
    if state:
        decoder.load_state_dict(state["weights"])
        optimiser.load_state_dict(state["optimiser"])
        steps = state["steps"]
    average = common.Average(decoder, 0.998, state["average"] if state else None)
    clock = common.Clock(state["minutes"] if state else 0.0)
    rng = np.random.default_rng([seed, steps])
    crops = Crops(rng)
    crops.refresh()
    told, losses = clock.minutes(), []
    while True:
        wanted = to_float(crops.batch(batch).flatten(0, 1), device)
        noise = torch.rand(len(wanted), 1, 1, 1, device=device) * MOST_NOISE
        with common.autocast():
            with torch.no_grad():
                found = vae.encoder(wanted)
            made = decoder(pairs(found + noise * torch.randn_like(found)))
        loss = picture_loss(made.float(), wanted)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.scale(common.ramp_and_fall(min(clock.minutes() / minutes, 1.0), fall=0.6))
        optimiser.step()
        steps += 1
        average.update(decoder, steps)
        losses.append(loss.item())
        if clock.minutes() - told > 5 or clock.minutes() >= minutes:
            told = clock.minutes()
            common.save(
                path,
                {
                    "weights": decoder.state_dict(),
                    "average": average.state,
                    "optimiser": optimiser.state_dict(),
                    "steps": steps,
                    "minutes": told,
                },
            )
            judged = VideoVAE(**vae.config).to(device)
            judged.encoder.load_state_dict(vae.encoder.state_dict())
            judged.decoder.load_state_dict(average.state)
            drawn, textures = psnr(judged, device, range(1))
            means = float(np.mean(losses))
            common.report("decoder", minutes=told, steps=steps, loss=means, psnr=drawn, psnr_textures=textures)
            losses = []
            if told >= minutes:
                return
