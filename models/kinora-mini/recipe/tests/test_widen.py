"""A transformer that gains a slot says what it said before. Run: python3 -m unittest."""

import unittest

import torch

from networks.text_encoder import SlotTable
from networks.transformer import VideoTransformer
from stages.widen import widen
from world.vocabulary import SLOTS

CONFIG = dict(channels=4, width=32, depth=2, heads=2, text=16)


class WidenTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.before = VideoTransformer(**CONFIG, slots=3).eval()
        for weight in self.before.parameters():
            if not weight.any():
                torch.nn.init.normal_(weight, std=0.05)
        self.table = SlotTable([4, 4, 4], 16)
        both = torch.nn.ModuleDict({"transformer": self.before, "table": self.table}).state_dict()
        self.state = {"config": self.before.config, "weights": both, "average": both, "optimiser": {}, "counts": {}}

    def test_a_new_slot_changes_little_whatever_its_value(self):
        widened = widen(self.state, 4)
        after = VideoTransformer(**widened["config"]).eval()
        table = SlotTable([4, 4, 4, 4], 16)
        torch.nn.ModuleDict({"transformer": after, "table": table}).load_state_dict(widened["average"])
        states, times = torch.randn(2, 9, 5, 8, 8), torch.tensor([900.0, 100.0])
        labels = torch.tensor([[1, 2, 3], [0, 1, 0]])
        with torch.no_grad():
            made = self.before(states, times, self.table(labels))
            for value in range(4):
                again = after(states, times, table(torch.cat([labels, torch.full((2, 1), value)], dim=1)))
                self.assertLess((again - made).square().mean() / made.square().mean(), 0.01)
        self.assertIsNone(widened["optimiser"])

    def test_a_second_subject_means_what_the_first_one_does(self):
        sizes = [len(names) for names in list(SLOTS.values())[:9]]
        both = torch.nn.ModuleDict({"transformer": VideoTransformer(**CONFIG, slots=9), "table": SlotTable(sizes, 16)})
        state = {"config": both["transformer"].config, "weights": both.state_dict(), "average": both.state_dict()}
        widened = widen(state, 12)
        after = VideoTransformer(**widened["config"])
        table = SlotTable([len(names) for names in SLOTS.values()], 16)
        torch.nn.ModuleDict({"transformer": after, "table": table}).load_state_dict(widened["average"])
        labels = torch.zeros(1, 12, dtype=torch.int64)
        labels[0, [0, 1, 9, 10, 11]] = torch.tensor([3, 4, 3, 4, list(SLOTS["relation"]).index("left_of")])
        with torch.no_grad():
            tokens = (after.text(table(labels)) + after.slot)[0]
            angles = after.standing(table(labels), 6, 10)[0]
            unsaid = (after.text(table(torch.zeros_like(labels))) + after.slot)[0]
        self.assertTrue(torch.allclose(tokens[9], tokens[0], atol=0.2), (tokens[9] - tokens[0]).abs().max())
        self.assertTrue(torch.allclose(angles[9], -angles[0], atol=1e-5))
        self.assertTrue(angles[9].any())
        self.assertFalse(unsaid[9:].any())

    def test_as_many_slots_are_left_alone(self):
        self.assertIs(widen(self.state, 3), self.state)


if __name__ == "__main__":
    unittest.main()
