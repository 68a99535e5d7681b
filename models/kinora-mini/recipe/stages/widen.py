"""Give a trained transformer slots that it did not know, so that it begins no worse than it was.

A new slot's token begins at nothing, and the mean over all slots stays what it was. The meanings of its
values begin at nothing too, or, where the slot is said as an older one, at what makes its token the older one's.
How two stand begins at places that the drawn world has for them: a trained transformer draws a subject
around its token, so it can draw two nearly at once. Values that came to an older slot have a row of the table already.
"""

import torch

from networks.transformer import RELATION
from world.vocabulary import INVERSE, SAID_AS, SLOTS

PLACES = {
    "left_of": (0, -0.23, 0, 0.23),
    "above": (-0.23, 0, 0.2, 0),
    "behind": (-0.06, -0.11, 0.07, 0.11),
    "chasing": (0, -0.2, 0, 0.2),
    "chasing_left": (0, 0.2, 0, -0.2),
}  # how far down and right of the middle the first and the second stand, in shares of the picture


def widen(state, slots):
    """A checkpoint of the transformer stage, of as many ``slots``; its optimiser starts anew."""
    before = state["config"]["slots"]
    if before == slots:
        return state
    widened = {**state, "config": {**state["config"], "slots": slots}, "optimiser": None}
    for name in ("weights", "average"):
        weights = dict(state[name])
        weights["transformer.stand.weight"] = torch.zeros(4, state["config"]["text"])
        weights["table.weight"] = _table(weights, before, slots)
        token = -weights["transformer.text.bias"].expand(slots - before, -1)
        weights["transformer.slot"] = torch.cat([weights["transformer.slot"], token])
        weights["transformer.pooled.weight"] = weights["transformer.pooled.weight"] * (slots / before)
        widened[name] = weights
    return widened


def _table(weights, before, slots):
    """The table of values with rows for the new slots; sets ``stand`` where how two stand is among them."""
    table = weights["table.weight"]
    fresh = torch.zeros(slots - before, *table.shape[1:])
    names = list(SLOTS)
    for slot, like in SAID_AS.items():
        if before <= names.index(slot) < slots:
            token = weights["transformer.text.bias"] + weights["transformer.slot"][names.index(like)]
            more = torch.linalg.pinv(weights["transformer.text.weight"]) @ token
            fresh[names.index(slot) - before, 1:] = table[names.index(like), 1:] + more
    if before <= RELATION < slots:
        for number, name in enumerate(SLOTS["relation"][1:]):
            place = torch.tensor(PLACES[INVERSE.get(name, name)])
            fresh[RELATION - before, number + 1, number] = 1
            weights["transformer.stand.weight"][:, number] = place.roll(2) if name in INVERSE else place
    return torch.cat([table, fresh])
