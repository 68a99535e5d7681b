"""Train the transformer on latents with flow matching (Lipman et al. 2023).

Single pictures come first, since they are cheap and teach places, colours and
shapes; then clips, with some pictures kept in. Times follow a logit-normal
distribution shifted towards noise (Esser et al. 2024). Slots are dropped one by one
and all together, for classifier-free guidance and for prompts that say little. Patches
that hold the subject weigh more, the more so the less noise there is: the subject
covers little of a picture and matters most. For the same reason many steps look at
windows around the subject only, each told where in its picture it lies (as in Patch
Diffusion, Wang et al. 2023): a third of the work for each subject seen.
"""

import numpy as np
import torch

import common
from muon import Muon
from networks.text_encoder import SlotTable
from networks.transformer import PATCH, VideoTransformer
from stages import clips, latents
from stages.widen import widen
from world.scene import turned
from world.vocabulary import SLOTS

SIZES = [len(values) for values in SLOTS.values()]
MOVING = [list(SLOTS).index(slot) for slot in ("motion", "camera")]
NOT_MUON = ("patch", "spread", "text", "position", "time", "pooled", "modulation", "final", "table", "stand")

ROUTED = 0.6  # of the time on clips: half of the patches skip the inner blocks

WINDOW = 8  # latent cells along a side of a window around the subject
SHARES = {"windows": 0.25, "pictures": 0.3}  # of the steps once clips are trained on; the rest are clips

SHOT = list(SLOTS).index("shot")
PAIR = [list(SLOTS).index(slot) for slot in ("second", "relation")]
PLAIN = SLOTS["shot"].index("medium")

SUBJECT = 4  # added to the weight of the subject's cells, times the share of clean signal


class Latents:
    """All shards of latents in memory, by length and picture size."""

    def __init__(self, rng):
        self.rng = rng
        self.sizes = {}
        self.known = set()

    def refresh(self, most=40):
        """Load up to ``most`` shards that are new since the last call."""
        fresh = [number for number in latents.training_shards() if number not in self.known]
        for number in fresh[:most]:
            with np.load(latents.path(number)) as shard:
                values, labels = shard["latents"], shard["labels"]
            self.known.add(number)
            labels = np.stack([turned(row) if row[PAIR[0]] and self.rng.random() < 0.5 else row for row in labels])
            inside = subject_cells(np.load(clips.positions_path(number)).astype(np.float32), *values.shape[-2:])
            self.sizes.setdefault((values.shape[1], *values.shape[-2:]), []).append((values, labels.astype(np.int64), inside))

    def pick(self, count, whole=False):
        """(latents float32 [count, T+1, C, h, w], labels [count, 12], subject cells [count, T+1, h, w]).

        ``whole``: clips alone, as many groups as ``count`` clips of common.FRAMES have, so fewer of long ones.
        """
        sizes = [size for size in self.sizes if size[0] > 2 or not whole]
        share = np.array([len(self.sizes[size]) for size in sizes], float)
        shards = self.sizes[sizes[self.rng.choice(len(sizes), p=share / share.sum())]]
        if whole:
            groups = shards[0][0].shape[1] - 1
            count = max(1, round(count * (common.FRAMES + 3) // 4 / groups))
        rows = [(self.rng.integers(len(shards)), self.rng.integers(clips.SHARD)) for _ in range(count)]
        values = np.stack([shards[shard][0][row] for shard, row in rows]).astype(np.float32)
        labels = np.stack([shards[shard][1][row] for shard, row in rows])
        inside = np.stack([shards[shard][2][row] for shard, row in rows])
        return torch.from_numpy(values), torch.from_numpy(labels), torch.from_numpy(inside)


def subject_cells(positions, rows, columns):
    """Positions [N, F, 2, 3] in pixels -> uint8 [N, T+1, rows, columns]: cells touched by the first subject (1), the second (2) or both (3).

    The last entry is for the last picture as a still group.
    """
    groups = [[0], *(range(start, start + 4) for start in range(1, positions.shape[1], 4)), [positions.shape[1] - 1]]
    y = (np.arange(rows) + 0.5)[:, None] * 8
    x = (np.arange(columns) + 0.5)[None, :] * 8
    found = []
    for frames in groups:
        at = positions[:, list(frames), :, :, None, None]
        reach = at[:, :, :, 2] * 1.15 + 5
        near = (np.abs(x - at[:, :, :, 0]) < reach) & (np.abs(y - at[:, :, :, 1]) < reach) & (at[:, :, :, 2] > 0)
        near = near.any(axis=1)
        found.append(near[:, 0].astype(np.uint8) + 2 * near[:, 1].astype(np.uint8))
    return np.stack(found, axis=1)


def drop(labels, rng, one=0.08, every=0.1):
    """Replace labels by "any": each alone, and all of a sample together.

    A medium shot goes unsaid half of the time and other shots never alone, so that a prompt
    that says nothing of the shot is of a medium one. A second subject and how two stand never go
    unsaid alone either: the tokens of both stand where they are drawn.
    """
    gone = rng.random(labels.shape) < one
    shot = labels[:, SHOT].numpy()
    gone[:, SHOT] = (shot == PLAIN) & (rng.random(len(labels)) < 0.5)
    gone[:, PAIR] = False
    gone |= rng.random((len(labels), 1)) < every
    return torch.where(torch.from_numpy(gone), torch.zeros_like(labels), labels)


def pictures(data, count, rng):
    """T = 1: first pictures with their labels, last pictures without motion and camera."""
    values, labels, inside = data.pick(count)
    last = torch.from_numpy(rng.random(count) < 0.3)
    clean = torch.where(last[:, None, None, None], values[:, -1], values[:, 0])[:, :, None]
    labels[last.nonzero()[:, 0][:, None], torch.tensor(MOVING)] = 0
    inside = torch.where(last[:, None, None], inside[:, -1], inside[:, 0])[:, None, None]
    return clean, torch.zeros_like(clean[:, :1]), torch.zeros_like(clean), labels, inside


def windows(data, count, rng):
    """T = 1: windows of pictures around a subject, of two either of them, where they lie [count, 2] in patches, and of what size [2]."""
    clean, mask, given, labels, inside = pictures(data, count, rng)
    rows, columns = clean.shape[-2:]
    second = ((inside & 2) > 0).flatten(1).any(dim=1) & torch.from_numpy(rng.random(count) < 0.5)
    around = torch.where(second, 2, 1).to(inside.dtype)[:, None, None]
    weight = ((inside[:, 0, 0] & around) > 0).float() + 1e-6
    found = []
    for axis, length in ((1, rows), (2, columns)):
        cells = torch.arange(length).float() + 0.5
        along = weight.sum(dim=3 - axis)
        middle = (along * cells).sum(dim=1) / along.sum(dim=1)
        middle = middle + torch.from_numpy(rng.uniform(-1.5, 1.5, count)).float()
        start = ((middle - WINDOW / 2) / PATCH).round().clamp(0, (length - WINDOW) // PATCH) * PATCH
        found.append(start.long())
    cut = [
        torch.stack([whole[i, ..., y : y + WINDOW, x : x + WINDOW] for i, (y, x) in enumerate(zip(*found))])
        for whole in (clean, mask, given, inside)
    ]
    middle_of = [(start.float() + WINDOW / 2 - length / 2) / PATCH for start, length in zip(found, (rows, columns))]
    return cut[0], cut[1], cut[2], labels, cut[3], torch.stack(middle_of, dim=1), (rows // PATCH, columns // PATCH)


def videos(data, count, rng):
    """Clips, 30 % with the first picture given, 15 % with first and last; textures always."""
    values, labels, inside = data.pick(count, whole=True)
    count = len(values)
    texture = labels[:, 0] == 0
    clean = values[:, :-1].transpose(1, 2)
    mode = torch.from_numpy(rng.random(count))
    last = torch.where(texture, mode < 0.4, mode < 0.15)
    first = texture | (mode < 0.45)
    mask = torch.zeros_like(clean[:, :1])
    mask[:, :, 0] = first[:, None, None, None].float()
    mask[:, :, -1] = last[:, None, None, None].float()
    given = torch.zeros_like(clean)
    given[:, :, 0] = clean[:, :, 0]
    given[:, :, -1] = values[:, -1]
    return clean, mask, given * mask, labels, inside[:, None, :-1]


def half_of_tokens(shape, slots, rng):
    """Numbers of the tokens that take the inner blocks: all slots, half of the patches."""
    patches = shape[2] * (shape[3] // PATCH) * (shape[4] // PATCH)
    chosen = np.sort(rng.choice(patches, patches // 2, replace=False)) + slots
    return torch.from_numpy(np.concatenate([np.arange(slots), chosen]))


def step_loss(model, table, batch, rng, device, route=False):
    """Weighted mean squared error of the velocity for one batch at random times."""
    clean, mask, given, labels, inside = (part.to(device) for part in (*batch[:3], drop(batch[3], rng), batch[4]))
    origin, whole = (batch[5].to(device), batch[6]) if len(batch) > 5 else (None, None)
    sigma = torch.sigmoid(torch.randn(len(clean), device=device) * 1.1 + 0.5)
    noise = torch.randn_like(clean)
    share = sigma[:, None, None, None, None]
    noisy = (1 - share) * clean + share * noise
    kept = half_of_tokens(clean.shape, len(SIZES), rng).to(device) if route else None
    with common.autocast():
        velocity = model(torch.cat([noisy, mask, given], dim=1), sigma * 1000, table(labels), kept, origin, whole)
    weight = 1 + SUBJECT * (inside > 0) * (1 - share)
    error = (velocity.float() - (noise - clean)).square()
    return (error * weight).mean() / weight.mean()


def build(config, device):
    """Transformer and slot table in one module, so that they are saved and averaged together."""
    model = VideoTransformer(**config)
    table = SlotTable(SIZES, model.config["text"])
    return torch.nn.ModuleDict({"transformer": model, "table": table}).to(device)


def run(minutes, picture_minutes, config=None, batch=(64, 16), lr=0.02, adam_lr=1.5e-3, seed=0):
    """Train until ``minutes`` are on the clock, the first ``picture_minutes`` on pictures only."""
    device = common.device()
    torch.manual_seed(seed)
    path = common.CACHE / "transformer.pt"
    state = common.load(path)
    state = state and widen(state, len(SIZES))
    both = build(state["config"] if state else config or {}, device)
    optimiser = Muon(Muon.split(both, lr, adam_lr, skip=NOT_MUON))
    counts = {"steps": 0, "windows": 0, "pictures": 0, "clips": 0}
    if state:
        both.load_state_dict(state["weights"])
        if state["optimiser"]:
            optimiser.load_state_dict(state["optimiser"])
        counts = {**counts, **state["counts"]}
    average = common.Average(both, 0.995, state["average"] if state else None)
    clock = common.Clock(state["minutes"] if state else 0.0)
    rng = np.random.default_rng([seed, counts["steps"]])
    data = Latents(rng)
    data.refresh()
    told, saved, losses = clock.minutes(), clock.minutes(), {"windows": [], "pictures": [], "clips": []}
    while True:
        now = clock.minutes()
        if counts["steps"] % 20 == 0:
            data.refresh(most=8)
        kind = "pictures" if now < picture_minutes else rng.choice([*SHARES, "clips"], p=[*SHARES.values(), 1 - sum(SHARES.values())])
        route = kind == "clips" and now < picture_minutes + (minutes - picture_minutes) * ROUTED
        count = {"windows": batch[0] * 2, "pictures": batch[0], "clips": batch[1] * 3 // 2 if route else batch[1]}[kind]
        chosen = {"windows": windows, "pictures": pictures, "clips": videos}[kind](data, count, rng)
        loss = step_loss(both["transformer"], both["table"], chosen, rng, device, route)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.scale(common.ramp_and_fall(min(now / minutes, 1.0), fall=0.65))
        optimiser.step()
        counts["steps"] += 1
        counts[kind] += count
        average.update(both, counts["steps"])
        losses[kind].append(loss.item())
        now = clock.minutes()
        if now - told > 1:
            told = now
            means = {key: float(np.mean(found)) for key, found in losses.items() if found}
            common.report("transformer", minutes=now, loss=means, shards=len(data.known), seen=dict(counts))
            losses = {"windows": [], "pictures": [], "clips": []}
        if now - saved > 4 or now >= minutes:
            saved = now
            common.save(
                path,
                {
                    "config": both["transformer"].config,
                    "weights": both.state_dict(),
                    "average": average.state,
                    "optimiser": optimiser.state_dict(),
                    "counts": counts,
                    "minutes": now,
                },
            )
        if now >= minutes:
            return
