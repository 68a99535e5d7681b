"""The drawn world keeps its promises: labels, seeds, paths and words. Run with unittest."""

import itertools
import re
import unittest

import numpy as np

from .draw import draw, framing, position, positions
from .pictures import texture, texture_clip
from .prompts import describe
from .scene import CLOSENESS, PAIR, TEST_SEEDS, held_out, sample_scene, turned
from .vocabulary import DRAWN, FILLERS, INVERSE, PHRASES, SLOTS, SMALL_WORDS, WAY

SIZES = ((160, 96), (96, 160), (128, 128))


def scenes(count, seed=0, **fixed):
    rng = np.random.default_rng(seed)
    return [sample_scene(rng, *SIZES[i % 3], **fixed) for i in range(count)]


def read(text):
    """The slots named in ``text``: the longest phrase first, each word used once."""
    owners = {phrase: slot for slot, values in PHRASES.items()
              for said in values.values() for phrase in said}
    found, rest = set(), f" {re.sub(r'[^a-z0-9- ]', ' ', text.lower())} "
    rest = re.sub(" +", "  ", rest)
    for phrase in sorted(owners, key=len, reverse=True):
        spaced = f" {phrase.replace(' ', '  ')} "
        if spaced in rest:
            found.add(owners[phrase])
            rest = rest.replace(spaced, "  /  ")
    return found


class Labels(unittest.TestCase):
    def test_labels_name_the_scene_and_are_any_for_a_second_subject_alone(self):
        for scene in scenes(60) + scenes(60, two=True):
            labels = scene.labels()
            self.assertEqual((labels.dtype, labels.shape), (np.int64, (12,)))
            for (slot, names), label in zip(SLOTS.items(), labels):
                self.assertEqual(label > 0, slot not in PAIR or scene.company() is not None)
                self.assertEqual(names[label], getattr(scene, slot))

    def test_turned_twice_round_is_the_same_scene_told_the_other_way(self):
        for scene in scenes(50, two=True):
            labels, told = scene.labels(), turned(scene.labels())
            self.assertEqual(INVERSE[SLOTS["relation"][told[11]]], scene.relation)
            self.assertEqual((told[0], told[1], told[9], told[10]), (labels[9], labels[10], labels[0], labels[1]))
            self.assertTrue(np.array_equal(told[2:9], labels[2:9]))

    def test_two_are_of_two_kinds_and_colours(self):
        for scene in scenes(200, two=True):
            self.assertNotEqual(scene.subject, scene.second)
            self.assertNotEqual(scene.colour, scene.second_colour)

    def test_a_slot_can_be_fixed(self):
        for slot, names in SLOTS.items():
            for value in DRAWN if slot == "relation" else names[1:]:
                scene = scenes(1, two=slot in PAIR, **{slot: value})[0]
                self.assertEqual(getattr(scene, slot), value)
        with self.assertRaises(ValueError):
            scenes(1, colour="any")

    def test_the_splits_do_not_meet(self):
        for split in ("train", "test"):
            for scene in scenes(40, split=split):
                self.assertEqual(held_out(scene.labels()), split == "test")
                self.assertEqual(scene.seed >= TEST_SEEDS, split == "test")

    def test_about_one_triple_in_twenty_is_held_out(self):
        triples = itertools.product(range(1, 16), range(1, 11), range(1, 13))
        kept = [held_out(np.array((s, c, 1, 1, p))) for s, c, p in triples]
        self.assertTrue(0.035 < np.mean(kept) < 0.065)


class Drawing(unittest.TestCase):
    def test_a_seed_draws_the_same_clip(self):
        first, again = (draw(scenes(1, seed=4)[0], 3) for _ in range(2))
        self.assertEqual((first.dtype, first.shape), (np.uint8, (3, 96, 160, 3)))
        self.assertTrue(np.array_equal(first, again))

    def test_every_value_draws_at_every_size(self):
        for slot, names in SLOTS.items():
            for value in DRAWN if slot == "relation" else names[1:]:
                for scene in scenes(3, seed=len(value), two=slot in PAIR, **{slot: value}):
                    clip = draw(scene, 2)
                    self.assertEqual(clip.shape, (2, scene.height, scene.width, 3))

    def test_subjects_stay_on_screen(self):
        both = scenes(200, two=True)
        for scene in scenes(400) + both + [scene.company() for scene in both]:
            for frame in range(17):
                x, y, radius = position(scene, frame)
                self.assertTrue(0.9 * radius <= x <= scene.width - 0.9 * radius, scene)
                self.assertTrue(0.9 * radius <= y <= scene.height - 0.9 * radius, scene)

    def test_the_path_goes_where_the_label_says(self):
        for scene in scenes(400, seed=2):
            (x0, y0, r0), (x1, y1, r1) = position(scene, 0), position(scene, 16)
            across, down = (x1 - x0) / scene.width, (y1 - y0) / scene.height
            if scene.motion in ("left", "right"):
                self.assertGreater(across * scene.facing, 0.3, scene)
            elif scene.motion in ("up", "down"):
                self.assertGreater(down * (1 if scene.motion == "down" else -1), 0.3, scene)
            elif scene.motion in ("grow", "shrink") and not scene.camera.startswith("zoom"):
                self.assertAlmostEqual(r1 / r0, 2 if scene.motion == "grow" else 0.5, 3)

    def test_two_stand_as_the_label_says_all_the_way(self):
        for scene in scenes(400, seed=6, two=True):
            for (x, y, radius), (second_x, second_y, _) in positions(scene).astype(float):
                apart = np.hypot(x - second_x, y - second_y)
                if scene.relation == "left_of":
                    self.assertLess(x, second_x - 0.5 * radius, scene)
                elif scene.relation == "above":
                    self.assertLess(y, second_y - 0.5 * radius, scene)
                elif scene.relation == "behind":
                    self.assertTrue(0.3 * radius < apart < 2 * radius, scene)
                    self.assertLess(x, second_x, scene)
                else:
                    self.assertGreater((second_x - x) * scene.facing, 0.5 * radius, scene)

    def test_the_one_behind_is_covered(self):
        scene = scenes(1, two=True, relation="behind", subject="ball", second="box", colour="red", second_colour="blue",
                       weather="clear", time="day", camera="static", motion="still")[0]
        x, y, _ = position(scene.company(), 0)
        red, _, blue = draw(scene, 1)[0, round(y), round(x - 0.35 * scene.radius)].astype(int)
        self.assertGreater(blue, red)

    def test_a_shot_shows_things_larger_or_smaller_and_keeps_the_ground(self):
        radii = {}
        for shot in CLOSENESS:
            drawn = scenes(40, seed=5, shot=shot, size="medium", motion="still", camera="static")
            radii[shot] = np.mean([scene.radius / min(scene.width, scene.height) for scene in drawn])
            self.assertEqual(framing(drawn[0]).y, 0.8 * drawn[0].height)
        for shot, closeness in CLOSENESS.items():
            self.assertAlmostEqual(radii[shot] / radii["medium"], closeness, 1)

    def test_pan_left_moves_the_land_right(self):
        scene = scenes(1, camera="pan_left", motion="right", place="city", weather="clear",
                       subject="ball", size="small", time="day", shot="medium")[0]
        clip = draw(scene, 17)[:, -12:].astype(float).mean(axis=3)
        errors = {shift: np.abs(np.roll(clip[8], shift, 1)[:, 8:-8] - clip[9][:, 8:-8]).mean()
                  for shift in (-2, 0, 2)}
        self.assertEqual(min(errors, key=errors.get), 2)


class Pictures(unittest.TestCase):
    def test_shapes_and_stillness(self):
        rng = np.random.default_rng(0)
        self.assertEqual(texture(rng, 96, 160).shape, (160, 96, 3))
        for camera in SLOTS["camera"][1:]:
            clip = texture_clip(rng, 128, 96, camera, 5)
            self.assertEqual((clip.dtype, clip.shape), (np.uint8, (5, 96, 128, 3)))
            self.assertEqual(np.array_equal(clip[0], clip[-1]), camera == "static")


class Words(unittest.TestCase):
    def test_no_phrase_has_two_meanings(self):
        said = [phrase for values in PHRASES.values() for list_ in values.values()
                for phrase in list_]
        self.assertEqual(len(said), len(set(said)))
        self.assertFalse(set(FILLERS) & set(said))
        self.assertFalse(set(SMALL_WORDS) & set(said))

    def test_prompts_speak_only_of_the_given_slots(self):
        rng = np.random.default_rng(1)
        for scene in scenes(600, seed=3):
            labels = scene.labels() * (rng.uniform(size=12) < 0.6)
            text = describe(labels, rng, distractors=0.0)
            given = {slot for slot, label in zip(SLOTS, labels) if label} | {"relation"}
            self.assertEqual(read(text) - given, set(), text)

    def test_two_are_named_in_the_order_of_what_is_said_between_them(self):
        rng = np.random.default_rng(2)
        for scene in scenes(300, seed=4, two=True):
            labels = np.zeros(12, np.int64)
            for slot in ("subject", "second", "relation"):
                labels[list(SLOTS).index(slot)] = SLOTS[slot].index(getattr(scene, slot))
            told = rng.uniform() < 0.5
            labels = turned(labels) if told else labels
            text = f" {re.sub('[^a-z0-9-]+', ' ', describe(labels, rng, distractors=0.0).lower())} "
            said = {value for value, phrases in PHRASES["relation"].items()
                    if any(f" {phrase} " in text for phrase in phrases)}
            relation = SLOTS["relation"][labels[-1]]
            relation = relation.removesuffix("_left") if relation in WAY else relation
            self.assertTrue(relation in said or relation == "left_of" and not said, text)
            where = [min(text.find(f" {phrase} ") for phrase in PHRASES["subject"][value] if f" {phrase} " in text)
                     for value in ((scene.second, scene.subject) if told else (scene.subject, scene.second))]
            self.assertLess(*where, text)


if __name__ == "__main__":
    unittest.main()
