"""Muon (Jordan et al. 2024) for matrices and convolutions, AdamW for the rest.

A step of Muon moves a weight matrix by its momentum made orthogonal with five
Newton-Schulz iterations. Weights named in ``parts`` hold several matrices of the
same size side by side (along dimension 0 or 1); each is made orthogonal alone.
"""

import torch

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonal(batch, steps=5):
    """[N, rows, columns] -> matrices with all singular values near 1."""
    a, b, c = _COEFFICIENTS
    x = batch.bfloat16()
    turned = x.shape[1] > x.shape[2]
    if turned:
        x = x.transpose(1, 2)
    x = (x / (x.float().norm(dim=(1, 2), keepdim=True) + 1e-7)).bfloat16()
    for _ in range(steps):
        square = torch.bmm(x, x.transpose(1, 2))
        x = a * x + torch.bmm(b * square + c * torch.bmm(square, square), x)
    return (x.transpose(1, 2) if turned else x).float()


class Muon(torch.optim.Optimizer):
    """Both optimisers in one; ``split`` sorts the weights of a module into groups."""

    def __init__(self, groups):
        super().__init__(groups, {})

    @staticmethod
    def split(module, lr, adam_lr, skip=(), decay=0.0, momentum=0.95):
        """Groups for a module: weights of two or more dimensions to Muon, except ``skip``."""
        matrices, rest = [], []
        for name, weight in module.named_parameters():
            if not weight.requires_grad:
                continue
            plain = weight.ndim >= 2 and name.endswith("weight") and not any(part in name for part in skip)
            (matrices if plain else rest).append(weight)
        return [
            {"params": matrices, "muon": True, "lr": lr, "base": lr, "momentum": momentum, "decay": decay},
            {"params": rest, "muon": False, "lr": adam_lr, "base": adam_lr, "betas": (0.9, 0.98), "decay": 0.0},
        ]

    def scale(self, factor):
        """Set every learning rate to its base times ``factor``."""
        for group in self.param_groups:
            group["lr"] = group["base"] * factor

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (self._muon if group["muon"] else self._adam)(group)

    def _muon(self, group):
        shapes = {}
        for weight in group["params"]:
            if weight.grad is None:
                continue
            state = self.state[weight]
            if not state:
                state["momentum"] = torch.zeros_like(weight)
            state["momentum"].lerp_(weight.grad, 1 - group["momentum"])
            wanted = weight.grad.lerp(state["momentum"], group["momentum"]).contiguous()
            for matrix, target in zip(_matrices(wanted), _matrices(weight.data)):
                shapes.setdefault(matrix.shape, []).append((matrix, target))
        for shape, pairs in shapes.items():
            updates = orthogonal(torch.stack([matrix for matrix, _ in pairs]))
            size = max(1.0, shape[0] / shape[1]) ** 0.5
            for (_, target), update in zip(pairs, updates):
                target.mul_(1 - group["lr"] * group["decay"])
                target.sub_(update, alpha=group["lr"] * size)

    def _adam(self, group):
        first, second = group["betas"]
        for weight in group["params"]:
            if weight.grad is None:
                continue
            state = self.state[weight]
            if not state:
                state.update(step=0, mean=torch.zeros_like(weight), square=torch.zeros_like(weight))
            state["step"] += 1
            state["mean"].lerp_(weight.grad, 1 - first)
            state["square"].mul_(second).addcmul_(weight.grad, weight.grad, value=1 - second)
            mean = state["mean"] / (1 - first ** state["step"])
            square = state["square"] / (1 - second ** state["step"])
            weight.sub_(mean / (square.sqrt() + 1e-8), alpha=group["lr"])


def _matrices(tensor):
    """A weight as matrices: convolutions flattened, long ones cut into squares."""
    rows, columns = tensor.shape[0], tensor[0].numel()
    if tensor.ndim == 2 and rows > columns and rows % columns == 0:
        return tensor.split(columns, dim=0)
    if tensor.ndim == 2 and columns > rows and columns % rows == 0:
        return tensor.split(rows, dim=1)
    return (tensor.view(rows, columns),)
