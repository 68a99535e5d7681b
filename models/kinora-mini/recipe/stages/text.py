"""Train the parser on written prompts with known labels.

Prompts come from ``world.prompts.describe`` on random subsets of random labels, in
random order, with stray words. Further variants: bare lists of phrases without any
grammar, and prompts that lost a word. Unsaid slots are labelled "any".
"""

from concurrent.futures import ProcessPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F

import common
import tokenizer
from networks.text_encoder import Parser
from world.prompts import describe
from world.scene import PAIR
from world.vocabulary import PHRASES, SLOTS, WAY

SIZES = [len(values) for values in SLOTS.values()]
NAMED = [list(SLOTS).index(slot) for slot in ("subject", "second")]
COMPANY = [list(SLOTS).index(slot) for slot in PAIR]
RELATION, MOTION = list(SLOTS).index("relation"), list(SLOTS).index("motion")
TWO = 0.4  # of the prompts name two subjects


def random_labels(rng):
    """Labels with a random number of slots said; of two subjects both are named."""
    share = rng.choice([0.2, 0.5, 0.8, 1.0])
    labels = np.array([rng.integers(1, size) if rng.random() < share else 0 for size in SIZES])
    if rng.random() < TWO:
        labels[NAMED] = [rng.integers(1, SIZES[slot]) for slot in NAMED]
        labels[RELATION] = rng.integers(1, SIZES[RELATION])
        if SLOTS["relation"][labels[RELATION]] in WAY:
            way = SLOTS["motion"].index(WAY[SLOTS["relation"][labels[RELATION]]])
            labels[MOTION] = way if SLOTS["relation"][labels[RELATION]].endswith("_left") or rng.random() < 0.5 else 0
    else:
        labels[COMPANY] = 0
    return labels


def keyword_list(labels, rng):
    """One phrase per said slot, in any order, joined by commas or blanks."""
    said = []
    for slot, value in zip(SLOTS, labels):
        if value:
            phrases = PHRASES[slot][SLOTS[slot][value]]
            said.append(phrases[rng.integers(len(phrases))])
    rng.shuffle(said)
    return (", " if rng.random() < 0.6 else " ").join(said)


def example(rng, words):
    """(ids, labels) of one random prompt."""
    labels = random_labels(rng)
    text = keyword_list(labels, rng) if rng.random() < 0.2 and (labels > 0).sum() < 8 and not labels[COMPANY].any() else describe(labels, rng)
    return tokenizer.encode(text, words), labels


def pack(examples):
    """[(ids, labels)] -> ids [B, L], mask [B, L], labels [B, 12]; an empty prompt is one pad."""
    longest = max(1, max(len(ids) for ids, _ in examples))
    ids = torch.zeros(len(examples), longest, dtype=torch.int64)
    mask = torch.zeros_like(ids)
    for row, (numbers, _) in enumerate(examples):
        ids[row, : len(numbers)] = torch.tensor(numbers, dtype=torch.int64)
        mask[row, : len(numbers)] = 1
    return ids, mask, torch.from_numpy(np.stack([labels for _, labels in examples]))


def packs(seed, count, batch):
    """``count`` batches of random prompts; one seed always gives the same."""
    rng, words = np.random.default_rng([21, seed]), tokenizer.vocabulary()
    return [pack([example(rng, words) for _ in range(batch)]) for _ in range(count)]


def written(pool, seed, count, batch):
    """Batches without end, the next ``count`` of them written by the pool while these are used."""
    waiting = pool.submit(packs, seed, count, batch)
    while True:
        seed += 1
        ready, waiting = waiting.result(), pool.submit(packs, seed, count, batch)
        yield from ready


def loss(logits, labels):
    """Mean cross-entropy over [B, slots, largest] logits."""
    return F.cross_entropy(logits.flatten(0, 1), labels.flatten(), label_smoothing=0.0)


@torch.no_grad()
def accuracy(parser, rng, words, count=2000):
    """Share of right values per slot on fresh prompts, and wrong examples."""
    examples = [example(rng, words) for _ in range(count)]
    ids, mask, labels = pack(examples)
    right = parser(ids, mask).argmax(dim=-1) == labels
    return right.float().mean(dim=0).tolist()


def run(minutes, batch=96, lr=1e-3, seed=0):
    """Train the parser for ``minutes``; resumes from text.pt."""
    torch.manual_seed(seed)
    path = common.CACHE / "text.pt"
    words = tokenizer.vocabulary()
    state = common.load(path)
    if state and state["words"] != words:
        state = None
    parser = Parser(len(words), SIZES)
    optimiser = torch.optim.AdamW(parser.parameters(), lr=lr, weight_decay=0.01, betas=(0.9, 0.98))
    if state:
        parser.load_state_dict(state["weights"])
    clock = common.Clock(state["minutes"] if state else 0.0)
    steps = state["steps"] if state else 0
    pool = ProcessPoolExecutor(1)
    batches = written(pool, steps, 50, batch)
    while clock.minutes() < minutes:
        ids, mask, labels = next(batches)
        with common.autocast():
            logits = parser(ids, mask)
        found = loss(logits.float(), labels)
        optimiser.zero_grad(set_to_none=True)
        found.backward()
        torch.nn.utils.clip_grad_norm_(parser.parameters(), 1.0)
        for group in optimiser.param_groups:
            group["lr"] = lr * common.ramp_and_fall(clock.minutes() / minutes)
        optimiser.step()
        steps += 1
        if steps % 500 == 0:
            common.report("text", minutes=clock.minutes(), steps=steps, loss=found.item())
    pool.shutdown(cancel_futures=True)
    slots = accuracy(parser, np.random.default_rng(22), words)
    common.report("text", minutes=clock.minutes(), steps=steps, worst=min(slots), slots=[round(s, 4) for s in slots])
    common.save(
        path,
        {"config": {}, "words": words, "weights": parser.state_dict(), "steps": steps, "minutes": clock.minutes()},
    )
