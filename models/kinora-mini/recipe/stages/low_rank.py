"""Training of low-rank factors beside the trained transformer, which stays as it is: begun, gone on with, and kept."""

import torch

import common
from networks import lora
from stages import transformer


class Training:
    """The transformer with its slot table, the factors beside it, their optimiser, and what is on the clock so far.

    Without a checkpoint the factors begin as those in the file ``onward``, if one is named and there.
    """

    def __init__(self, name, rank, lr, betas, seed, device, onward=None):
        torch.manual_seed(seed)
        state = common.load(common.CACHE / "transformer.pt")
        self.both = transformer.build(state["config"], device)
        self.both.load_state_dict(state["average"])
        self.both.requires_grad_(False)
        self.layers = lora.adapt(self.both["transformer"], rank)
        self.factors = [factor for layer in self.layers.values() for factor in (layer.down, layer.up)]
        self.both.to(device)
        self.optimiser = torch.optim.Adam(self.factors, lr=lr, betas=betas)
        self.lr = lr
        self.path = common.CACHE / f"{name}.pt"
        kept = common.load(self.path)
        self.steps = kept["steps"] if kept else 0
        self.minutes = kept["minutes"] if kept else 0.0
        if onward and onward.exists() and not kept:
            lora.read(onward, self.layers)
        if kept:
            self.optimiser.load_state_dict(kept["optimiser"])
            for factor, value in zip(self.factors, kept["factors"]):
                factor.data.copy_(value)

    def step(self, loss, share):
        """One step of the optimiser; ``share`` is how fast, 0 to 1."""
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.factors, 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = self.lr * share
        self.optimiser.step()
        self.steps += 1

    def keep(self, minutes, target, about):
        """Save the state, and write the factors to ``target``; ``about`` is the file's metadata."""
        moment = {"factors": [factor.detach().cpu() for factor in self.factors], "optimiser": self.optimiser.state_dict()}
        common.save(self.path, {**moment, "steps": self.steps, "minutes": minutes})
        lora.write(target, self.layers, about)
