"""What training makes of the labels and places of two subjects. Run: python3 -m unittest."""

import unittest

import numpy as np
import torch

from stages import text, transformer
from world.vocabulary import SLOTS

NAMES = list(SLOTS)
SUBJECT, SECOND, COLOUR, RELATION = (NAMES.index(slot) for slot in ("subject", "second", "second_colour", "relation"))


class LabelsTest(unittest.TestCase):
    def test_neither_a_second_subject_nor_how_two_stand_is_dropped_alone(self):
        labels = torch.ones(2000, len(SLOTS), dtype=torch.int64)
        kept = transformer.drop(labels, np.random.default_rng(0))
        for label in kept[(kept[:, SECOND] == 0) | (kept[:, RELATION] == 0)]:
            self.assertFalse(label.any())
        self.assertTrue(((kept[:, COLOUR] == 0) & (kept[:, SECOND] > 0)).any())

    def test_prompts_name_both_subjects_or_say_nothing_of_a_second(self):
        rng = np.random.default_rng(1)
        pairs = 0
        for _ in range(500):
            labels = text.random_labels(rng)
            if labels[SECOND]:
                pairs += 1
                self.assertGreater(labels[SUBJECT], 0)
            else:
                self.assertFalse(labels[text.COMPANY].any())
        self.assertTrue(150 < pairs < 250)

    def test_cells_tell_one_subject_from_the_other(self):
        positions = np.zeros((2, 5, 2, 3), np.float32)
        positions[0, :, 0], positions[0, :, 1] = (16, 48, 10), (144, 48, 10)
        positions[1, :, 0] = (80, 48, 10)
        cells = transformer.subject_cells(positions, 12, 20)
        self.assertEqual(cells.shape, (2, 3, 12, 20))
        self.assertEqual((cells[0, 0, 6, 2], cells[0, 0, 6, 17], cells[0, 0, 6, 10]), (1, 2, 0))
        self.assertEqual(set(np.unique(cells[1])), {0, 1})

    def test_windows_look_at_either_of_two(self):
        positions = np.zeros((8, 1, 2, 3), np.float32)
        positions[:, :, 0], positions[:, :, 1] = (16, 48, 10), (144, 48, 10)
        inside = transformer.subject_cells(positions, 12, 20)

        class Data:
            def pick(self, count, whole=False):
                values = np.zeros((count, 2, 16, 12, 20), np.float32)
                return torch.from_numpy(values), torch.ones(count, len(SLOTS), dtype=torch.int64), torch.from_numpy(inside)

        origin = transformer.windows(Data(), 8, np.random.default_rng(3))[5]
        self.assertEqual({-1.0, 1.0}, set(origin[:, 1].sign().tolist()))


if __name__ == "__main__":
    unittest.main()
