"""Generate clips with the newest checkpoints and lay them out on a contact sheet.

    python3 sample.py OUT.png [--prompt TEXT ...] [--pictures] [--size 160x96] [--mode t2v|i2v|flf2v] [--frames 17]

Without prompts it takes random scenes of the test split and shows, for i2v and
flf2v, the drawn clip in the row above. Needs Pillow.
"""

import argparse

import numpy as np
import torch

import common
import export
import tokenizer
from networks.text_encoder import TextEncoder
from world.draw import draw
from world.prompts import describe
from world.scene import sample_scene
from world.vocabulary import SLOTS

STEPS, GUIDANCE, SHIFT = 24, 5.0, export.SHIFT


def times(steps=STEPS, shift=SHIFT):
    """Shifted noise shares from 1 to 0, steps + 1 of them."""
    even = np.linspace(1, 0, steps + 1)
    return shift * even / (1 + (shift - 1) * even)


@torch.no_grad()
def generate(transformer, text, null, shape, given=None, guidance=GUIDANCE, steps=STEPS, seed=0):
    """Latents [B, C, T, h, w]; ``given`` is (mask, latents) of known groups or None."""
    torch.manual_seed(seed)
    x = torch.randn(shape)
    mask, known = given or (torch.zeros_like(x[:, :1]), torch.zeros_like(x))
    schedule = times(steps)
    both = torch.cat([text, null])
    for now, after in zip(schedule[:-1], schedule[1:]):
        seen = torch.cat([x, mask, known], dim=1)
        with common.autocast():
            velocity = transformer(torch.cat([seen, seen]), torch.full((2 * shape[0],), 1000.0 * now), both).float()
        said, unsaid = velocity.chunk(2)
        x = x + (after - now) * (unsaid + guidance * (said - unsaid))
    first = mask[:, :, :1]
    x[:, :, :1] = x[:, :, :1] * (1 - first) + known[:, :, :1] * first
    return x


def conditions(vae, clips, mode):
    """(mask, latents) for clips [B, 3, F, H, W] by mode: first, or first and last picture given."""
    found = vae.encode(clips)
    mask, known = torch.zeros_like(found[:, :1]), torch.zeros_like(found)
    mask[:, :, 0], known[:, :, 0] = 1, found[:, :, 0]
    if mode == "flf2v":
        still = clips[:, :, -1:].repeat(1, 1, 5, 1, 1)
        mask[:, :, -1], known[:, :, -1] = 1, vae.encode(still)[:, :, 1]
    return mask, known


def to_pictures(frames):
    """[3, F, H, W] in [-1, 1] -> uint8 [F, H, W, 3]."""
    return ((frames.clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 3, 0).numpy()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out")
    options.add_argument("--prompt", action="append")
    options.add_argument("--pictures", action="store_true")
    options.add_argument("--size", default="160x96")
    options.add_argument("--frames", type=int, default=common.FRAMES)
    options.add_argument("--mode", default="t2v", choices=["t2v", "i2v", "flf2v"])
    options.add_argument("--count", type=int, default=12)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--guidance", type=float, default=GUIDANCE)
    chosen = options.parse_args()
    from PIL import Image

    width, height = (int(side) for side in chosen.size.split("x"))
    vae, transformer, parser, table = (part.eval() for part in export.trained_parts())
    rng = np.random.default_rng(chosen.seed)
    drawn = None
    if chosen.prompt:
        prompts = chosen.prompt
    else:
        scenes = [sample_scene(rng, width, height, split="test") for _ in range(chosen.count)]
        prompts = [describe(scene.labels(), rng) for scene in scenes]
        drawn = np.stack([draw(scene, frames=chosen.frames) for scene in scenes])
    encoder = TextEncoder(parser, table).eval()
    words = tokenizer.vocabulary()
    tokens = []
    with torch.no_grad():
        for number, prompt in enumerate(prompts):
            ids = torch.tensor([tokenizer.encode(prompt, words) or [tokenizer.PAD]])
            said = parser(ids, (ids > 0).long()).argmax(-1)[0].tolist()
            names = " ".join(values[value] for values, value in zip(SLOTS.values(), said) if value)
            print(f"{number}: {prompt} -> {names}")
            tokens.append(encoder(ids, (ids > 0).long()))
        null = encoder(torch.tensor([[tokenizer.PAD]]), torch.tensor([[0]])).repeat(len(prompts), 1, 1)
        groups = 1 if chosen.pictures else (chosen.frames + 3) // 4
        shape = (len(prompts), vae.config["channels"], groups, height // 8, width // 8)
        given = None
        if chosen.mode != "t2v":
            given = conditions(vae, torch.from_numpy(drawn).permute(0, 4, 1, 2, 3).float() / 127.5 - 1, chosen.mode)
        latents = generate(transformer, torch.cat(tokens), null, shape, given, chosen.guidance, seed=chosen.seed)
        clips = [to_pictures(vae.decode(latent[None])[0]) for latent in latents]
    rows = []
    for number, clip in enumerate(clips):
        picks = [0] if chosen.pictures else np.linspace(0, chosen.frames - 1, 4).astype(int).tolist()
        if given is not None:
            rows.append(np.concatenate([drawn[number][pick] for pick in picks], axis=1))
        rows.append(np.concatenate([clip[pick] for pick in picks], axis=1))
    columns = 6 if chosen.pictures else 2
    rows += [np.zeros_like(rows[0])] * (-len(rows) % columns)
    per = len(rows) // columns
    sheet = np.concatenate([np.concatenate(rows[c * per : (c + 1) * per]) for c in range(columns)], axis=1)
    Image.fromarray(sheet).save(chosen.out)


if __name__ == "__main__":
    main()
