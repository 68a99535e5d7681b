"""Shapes, causality, conditions and positions of the networks. Run: python3 -m unittest."""

import unittest

import torch

import common
import muon
import tokenizer
from networks import vae as vae_module
from networks.text_encoder import Parser, SlotTable, TextEncoder
from networks.transformer import FIRST, RELATION, SECOND, VideoTransformer, rotate
from networks.vae import VideoVAE, from_groups, to_groups
from stages.transformer import half_of_tokens

SIZES = [16, 11, 4, 10, 13, 5, 5, 8, 4, 16, 11, 11]
SLOTS = len(SIZES)


def filled(network):
    """The network with its zero weights replaced, so that every path matters."""
    for weight in network.parameters():
        if not weight.any():
            torch.nn.init.normal_(weight, std=0.05)
    return network.eval()


class VaeTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        settings = dict(encoder_widths=(8, 16), encoder_blocks=(1, 1), decoder_widths=(8, 8, 16))
        self.vae = filled(VideoVAE(channels=4, decoder_blocks=(1, 1, 1), **settings))

    def test_shapes_of_clip_and_picture(self):
        for frames, groups in ((17, 5), (9, 3), (1, 1)):
            latents = self.vae.encode(torch.zeros(2, 3, frames, 32, 48))
            self.assertEqual(latents.shape, (2, 4, groups, 4, 6))
            self.assertEqual(self.vae.decode(latents).shape, (2, 3, frames, 32, 48))

    def test_groups_there_and_back(self):
        frames = torch.randn(2, 3, 9, 4, 6)
        self.assertTrue(torch.equal(from_groups(to_groups(frames)), frames))

    def test_later_frames_leave_earlier_latents_and_pictures_alone(self):
        frames = torch.randn(1, 3, 13, 32, 32)
        changed = frames.clone()
        changed[:, :, 9:] += 1
        with torch.no_grad():
            one, two = self.vae.encode(frames), self.vae.encode(changed)
            self.assertTrue(torch.allclose(one[:, :, :3], two[:, :, :3], atol=1e-5))
            self.assertFalse(torch.allclose(one[:, :, 3], two[:, :, 3], atol=1e-3))
            seen, other = self.vae.decode(one), self.vae.decode(two)
        self.assertTrue(torch.allclose(seen[:, :, :9], other[:, :, :9], atol=1e-4))

    def test_decoder_sees_one_group_back(self):
        latents = torch.randn(1, 4, 4, 4, 4)
        changed = latents.clone()
        changed[:, :, 0] += 1
        with torch.no_grad():
            moved = (self.vae.decode(latents) - self.vae.decode(changed)).abs().amax(dim=(0, 1, 3, 4))
        self.assertGreater(moved[:5].min().item(), 0)
        self.assertEqual(moved[5:].max().item(), 0)

    def test_still_group_is_the_first_group_of_its_picture(self):
        picture = torch.randn(1, 3, 1, 32, 32)
        with torch.no_grad():
            still = self.vae.encode(picture.repeat(1, 1, 5, 1, 1))
            alone = self.vae.encode(picture)
        self.assertTrue(torch.allclose(still[:, :, 1], alone[:, :, 0], atol=1e-5))
        self.assertEqual(vae_module.GROUP, 4)


class TransformerTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.network = filled(VideoTransformer(channels=4, width=32, depth=3, heads=2, text=16))
        self.text = torch.randn(2, SLOTS, 16)

    def run_on(self, states, **more):
        with torch.no_grad():
            return self.network(states, torch.tensor([900.0, 100.0]), self.text, **more)

    def test_tokens_of_two_stand_where_the_relation_says_and_others_in_the_middle(self):
        torch.nn.init.zeros_(self.network.stand.weight)
        self.network.stand.weight.data[:, 0] = torch.tensor([0.0, -0.25, 0.0, 0.25])
        text = torch.zeros(2, SLOTS, 16)
        text[1, RELATION, 0] = 1
        angles = self.network.standing(text, 6, 8)
        self.assertFalse(angles[0].any())
        self.assertTrue(torch.allclose(angles[1, FIRST[0]], -2 * self.network.rates[2]))
        self.assertTrue(torch.allclose(angles[1, SECOND[1]], 2 * self.network.rates[2]))
        others = [slot for slot in range(SLOTS) if slot not in (*FIRST, *SECOND)]
        self.assertFalse(angles[1, others].any())

    def test_a_window_is_of_a_picture_of_the_size_that_is_told(self):
        torch.nn.init.normal_(self.network.stand.weight)
        states, origin = torch.randn(2, 9, 1, 4, 4), torch.zeros(2, 2)
        made = [self.run_on(states, origin=origin, whole=whole) for whole in ((2, 2), (6, 10))]
        self.assertTrue(torch.allclose(made[0], self.run_on(states), atol=1e-5))
        self.assertFalse(torch.allclose(*made, atol=1e-5))

    def test_any_size_and_length(self):
        for groups, rows, columns in ((1, 12, 20), (5, 12, 20), (3, 20, 12), (2, 16, 16)):
            made = self.run_on(torch.randn(2, 9, groups, rows, columns))
            self.assertEqual(made.shape, (2, 4, groups, rows, columns))
            self.assertTrue(torch.isfinite(made).all())

    def test_mask_and_given_latents_matter(self):
        states = torch.randn(2, 9, 2, 4, 4)
        states[:, 4:] = 0
        masked, given = states.clone(), states.clone()
        masked[:, 4, 0] = 1
        given[:, 5:, 0] = 1
        plain = self.run_on(states)
        self.assertFalse(torch.allclose(plain, self.run_on(masked), atol=1e-4))
        self.assertFalse(torch.allclose(plain, self.run_on(given), atol=1e-4))

    def test_middle_of_any_size_has_the_same_position(self):
        small = self.network.angles(1, 3, 3, "cpu")[SLOTS:].reshape(3, 3, -1)
        large = self.network.angles(1, 5, 7, "cpu")[SLOTS:].reshape(5, 7, -1)
        self.assertTrue(torch.allclose(small, large[1:4, 2:5], atol=1e-6))

    def test_a_long_clip_goes_over_the_same_positions_in_smaller_steps(self):
        clip, long, short = (self.network.angles(groups, 1, 1, "cpu")[SLOTS:] for groups in (5, 9, 3))
        self.assertTrue(torch.allclose(long[::2], clip, atol=1e-6))
        self.assertTrue(torch.allclose(short, clip[:3], atol=1e-6))

    def test_a_window_is_turned_as_its_part_of_the_picture(self):
        rows, columns, y, x = 6, 10, 1, 3
        whole = self.network.angles(1, rows, columns, "cpu")[SLOTS:].reshape(rows, columns, -1)
        origin = torch.tensor([[y + 2 - rows / 2, x + 2 - columns / 2]])
        window = self.network.angles(1, 4, 4, "cpu", origin)[0, SLOTS:].reshape(4, 4, -1)
        self.assertTrue(torch.allclose(window, whole[y : y + 4, x : x + 4], atol=1e-6))

    def test_rotation_keeps_length_and_relative_angle(self):
        x, y = torch.randn(1, 8), torch.randn(1, 8)
        rates = torch.tensor([0.3, 0.7, 1.1, 0.1])

        def product(a, b):
            turned = [rotate(v, torch.cos(rates * p), torch.sin(rates * p)) for v, p in ((x, a), (y, b))]
            return (turned[0] * turned[1]).sum()

        self.assertAlmostEqual(product(2, 5).item(), product(7, 10).item(), places=4)

    def test_routing_keeps_slots_and_half_of_the_patches(self):
        import numpy as np

        kept = half_of_tokens((2, 4, 2, 4, 4), SLOTS, np.random.default_rng(0))
        self.assertEqual(kept.tolist()[:SLOTS], list(range(SLOTS)))
        self.assertEqual(len(kept), SLOTS + 4)
        self.assertTrue(torch.isfinite(self.run_on(torch.randn(2, 9, 2, 4, 4), kept=kept)).all())


class TextTest(unittest.TestCase):
    def test_nothing_to_read_is_finite_and_unlike_padding_length(self):
        torch.manual_seed(0)
        encoder = TextEncoder(Parser(50, SIZES, width=32), SlotTable(SIZES, 16)).eval()
        with torch.no_grad():
            one = encoder(torch.zeros(1, 1, dtype=torch.int64), torch.zeros(1, 1, dtype=torch.int64))
            many = encoder(torch.zeros(1, 9, dtype=torch.int64), torch.zeros(1, 9, dtype=torch.int64))
        self.assertEqual(one.shape, (1, SLOTS, 16))
        self.assertTrue(torch.isfinite(one).all())
        self.assertTrue(torch.allclose(one, many, atol=1e-5))

    def test_padding_changes_nothing(self):
        torch.manual_seed(0)
        encoder = TextEncoder(Parser(50, SIZES, width=32), SlotTable(SIZES, 16)).eval()
        with torch.no_grad():
            short = encoder(torch.tensor([[5, 6]]), torch.tensor([[1, 1]]))
            padded = encoder(torch.tensor([[5, 6, 0]]), torch.tensor([[1, 1, 0]]))
        self.assertTrue(torch.allclose(short, padded, atol=1e-5))

    def test_tokenizer_drops_unknown_words(self):
        words = tokenizer.vocabulary()
        self.assertEqual(words["[PAD]"], 0)
        ids = tokenizer.encode("A RED ball, qwertyish close-up!", words)
        self.assertEqual([list(words)[i] for i in ids], ["a", "red", "ball", "close", "up"])


class MuonTest(unittest.TestCase):
    def test_orthogonal(self):
        torch.manual_seed(0)
        made = muon.orthogonal(torch.randn(2, 16, 48))
        values = torch.linalg.svdvals(made)
        self.assertGreater(values.min().item(), 0.4)
        self.assertLess(values.max().item(), 1.4)

    def test_schedule_ends_low(self):
        self.assertLess(common.ramp_and_fall(0.0), 0.1)
        self.assertEqual(common.ramp_and_fall(0.3), 1.0)
        self.assertLess(common.ramp_and_fall(1.0), 0.05)


if __name__ == "__main__":
    unittest.main()
