"""Give a trained transformer slots that it did not know, so that it begins no worse than it was.

A new slot's token and the meanings of its values begin at nothing, and the mean over all slots
stays what it was; values that came to an older slot have a row of the table already.
"""

import torch


def widen(state, slots):
    """A checkpoint of the transformer stage, of as many ``slots``; its optimiser starts anew."""
    before = state["config"]["slots"]
    if before == slots:
        return state
    widened = {**state, "config": {**state["config"], "slots": slots}, "optimiser": None}
    for name in ("weights", "average"):
        weights = dict(state[name])
        table = weights["table.weight"]
        weights["table.weight"] = torch.cat([table, torch.zeros(slots - before, *table.shape[1:])])
        token = -weights["transformer.text.bias"].expand(slots - before, -1)
        weights["transformer.slot"] = torch.cat([weights["transformer.slot"], token])
        weights["transformer.pooled.weight"] = weights["transformer.pooled.weight"] * (slots / before)
        widened[name] = weights
    return widened
