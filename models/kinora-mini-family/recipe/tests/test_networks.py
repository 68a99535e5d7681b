"""What the networks promise to whoever uses them. Run: python3 -m unittest."""

import unittest

import torch

from networks.interpolator import Interpolator, warp
from networks.upscaler import MARGIN, Upscaler


def filled(network):
    """The network with its zero weights replaced, so that every path matters."""
    torch.manual_seed(0)
    for weight in network.parameters():
        if not weight.any():
            torch.nn.init.normal_(weight, std=0.05)
    return network.eval()


class UpscalerTest(unittest.TestCase):
    def test_begins_as_lanczos(self):
        network, picture = Upscaler(width=8, blocks=1).eval(), torch.rand(1, 3, 9, 11)
        self.assertTrue(torch.equal(network(picture), network.lanczos(picture).clamp(0, 1)))

    def test_lanczos_keeps_a_plain_colour(self):
        plain = torch.full((1, 3, 6, 6), 0.3)
        self.assertTrue(torch.allclose(Upscaler(width=8, blocks=1).lanczos(plain), torch.tensor(0.3), atol=1e-6))

    def test_sees_no_further_than_its_margin(self):
        network = filled(Upscaler(width=16))
        picture = torch.rand(1, 3, 2 * MARGIN + 4, 2 * MARGIN + 4)
        other = picture.clone()
        other[..., 0] = 1 - other[..., 0]
        with torch.no_grad():
            changed = (network(picture) != network(other)).any(dim=1)[0].any(dim=0).nonzero().max().item()
        self.assertLess(changed, 2 * (MARGIN + 1))
        self.assertGreater(changed, MARGIN)


class InterpolatorTest(unittest.TestCase):
    def test_begins_as_blending(self):
        network = Interpolator(widths=(8, 8, 8), blocks=(1, 1, 1), last=4).eval()
        before, after = torch.rand(2, 1, 3, 32, 48)
        with torch.no_grad():
            self.assertTrue(torch.allclose(network(before, after), (before + after) / 2, atol=1e-5))

    def test_warp_reads_where_the_flow_points(self):
        picture = torch.rand(1, 3, 8, 10)
        flow = torch.zeros(1, 4, 8, 10)
        flow[:, 0] = 2
        moved = warp(picture, flow[:, :2])
        self.assertTrue(torch.allclose(moved[..., :8], picture[..., 2:], atol=1e-5))
        self.assertTrue(torch.allclose(moved[..., 8], picture[..., 9], atol=1e-5))


if __name__ == "__main__":
    unittest.main()
