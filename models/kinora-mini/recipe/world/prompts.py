"""English prompts for labels: many shapes of sentence, random synonyms, stray words."""

from __future__ import annotations

import numpy as np

from .vocabulary import FILLERS, PHRASES, SAID_AS, SLOTS, WAY

NOUNS = ("thing", "object", "shape", "one", "something", "subject")
"""What stands for a subject that is not named."""

DISTRACTORS = ("with a blue sky", "with white clouds", "with green leaves around", "on green land",
               "beside a grey wall", "with a golden glow", "near brown rocks")

STRANGE = ("bokeh", "ghibli", "octane", "render", "hyperreal", "zorb", "fluffy", "ancient",
           "trending", "wallpaper", "sleek", "award-winning", "8k", "moody", "retro", "cosy")

_UNARTICLED = {
    "at home", "indoors", "inside", "outer space", "space", "downtown", "by the window", "snowy",
    "sandy", "urban", "icy", "alpine", "cosmic", "indoor", "deep space", "winter", "orbit",
    "among the trees", "between the trees", "through the trees", "among the stars", "the moon",
    "the water", "among the stars", "underwater", "deep sea", "under water", "snow", "grass", "grassland", "ice", "sand", "countryside"}
_LEADING = ("at", "by", "among", "between", "through", "inside", "indoors", "underwater", "under",
            "beneath", "above", "over", "in", "high")
_WHERE = ("in the", "over the", "at the", "on the", "in a", "near the", "across the", "through the",
          "above the")
_TOGETHER = ("and", "and", "with", "next to", "beside", "near", "by")
"""Between two of whom nothing is said of how they stand: then the first is on the left."""
_LEADS = ("", "", "", "", "", "a video of ", "a clip of ", "a shot of ", "an animation of ",
          "a short film: ", "illustration of ", "show ", "make ", "create ", "i want ",
          "paper-cut style, ", "please draw ")


def _pick(rng: np.random.Generator, options):
    return options[int(rng.integers(len(options)))]


def _said(labels: np.ndarray, rng: np.random.Generator) -> dict[str, str]:
    """A phrase for each slot that is not 0; the plain value half of the time if it is one."""
    said = {}
    for (slot, names), label in zip(SLOTS.items(), labels):
        if label:
            name = names[int(label)]
            name = name.removesuffix("_left") if name in WAY else name
            phrases = PHRASES[SAID_AS.get(slot, slot)][name]
            plain = rng.uniform() < 0.4 and name in phrases
            said[slot] = name if plain else _pick(rng, phrases)
    return said


def _article(rng: np.random.Generator, words: str) -> str:
    roll = rng.uniform()
    if roll < 0.12:
        return words
    if roll < 0.24:
        return "the " + words
    return ("an " if words[0] in "aeiou" else "a ") + words


def _pair(said: dict[str, str], rng: np.random.Generator) -> str:
    """"a red ball to the left of a blue box", with what they do between them or after."""
    motion = _motion(said["motion"], rng) if "motion" in said else ""
    relation = said.get("relation") or _pick(rng, _TOGETHER)
    if relation in PHRASES["relation"]["chasing"][:1] + PHRASES["relation"]["chased_by"] and rng.uniform() < 0.3:
        relation = f"is {relation}"
    elif rng.uniform() < 0.1 and not motion:
        relation = f"is {relation}" if "relation" in said else relation
    second = _subject({first: said[second] for second, first in SAID_AS.items() if second in said}
                      | ({"size": said["size"]} if "size" in said and rng.uniform() < 0.15 else {}), rng)
    first = _subject(said, rng)
    if not motion:
        return f"{first} {relation} {second}"
    if rng.uniform() < 0.5:
        return f"{first} {motion} {relation} {second}"
    return f"{first} {relation} {second}{_pick(rng, (', ', ' ', ', both ', ' and '))}{motion}"


def _subject(said: dict[str, str], rng: np.random.Generator) -> str:
    """"a small red ball", with a stray adjective now and then, or "a ball that is red"."""
    noun = said.get("subject") or _pick(rng, NOUNS)
    adjectives = [said[slot] for slot in ("size", "colour") if slot in said]
    if len(adjectives) == 2 and rng.uniform() < 0.12:
        adjectives.reverse()
    if rng.uniform() < 0.22:
        spot = int(rng.integers(len(adjectives) + 1))
        adjectives.insert(spot, _pick(rng, FILLERS + list(STRANGE)))
    if "colour" in said and rng.uniform() < 0.07:
        adjectives.remove(said["colour"])
        return _article(rng, " ".join(adjectives + [noun])) + _pick(rng, (
            f" that is {said['colour']}", f" in {said['colour']}", f", {said['colour']} coloured,"))
    return _article(rng, " ".join(adjectives + [noun]))


def _motion(phrase: str, rng: np.random.Generator) -> str:
    roll = rng.uniform()
    if roll < 0.14:
        phrase = f"slowly {phrase}"
    elif roll < 0.24:
        phrase = f"{phrase} {_pick(rng, ('slowly', 'gently', 'quickly', 'smoothly', 'softly'))}"
    if phrase.endswith("ing") and rng.uniform() < 0.4:
        phrase = f"is {phrase}"
    return phrase


def _place(phrase: str, rng: np.random.Generator) -> str:
    if phrase in _UNARTICLED or phrase.split()[0] in _LEADING:
        if phrase.split()[0] in _LEADING:
            return phrase
        return f"{_pick(rng, ('in', 'over', 'on', 'at', 'through'))} {phrase}"
    return f"{_pick(rng, _WHERE)} {phrase}"


def _time(phrase: str, rng: np.random.Generator) -> str:
    if phrase.split()[0] in ("at", "by", "late") or " " in phrase and rng.uniform() < 0.3:
        return phrase
    return _pick(rng, ("at {}", "at {}", "in the {}", "during {}", "{}", "{} light", "on a {}",
                       "it is {}")).format(phrase)


def _weather(phrase: str, rng: np.random.Generator) -> str:
    if phrase.startswith("in "):
        return phrase
    if phrase.endswith(("ing", "y", "s")):
        return _pick(rng, ("it is {}", "{}", "{} weather", "on a {} hour", "and {}")
                     ).format(phrase)
    return _pick(rng, ("in the {}", "with {}", "{}", "in {}", "{} all around", "through {}")
                 ).format(phrase)


def _camera(phrase: str, rng: np.random.Generator) -> str:
    roll = rng.uniform()
    if "camera" in phrase or "shot" in phrase:
        return f"the {phrase}" if roll < 0.3 and phrase.startswith("camera") else phrase
    if roll < 0.12:
        return f"camera: {phrase}"
    if roll < 0.22 and phrase.split()[0].endswith("s") and "pan" not in phrase.split()[-1]:
        return f"the camera {phrase}"
    return f"slow {phrase}" if roll < 0.28 and not phrase.startswith("slow") else phrase


_OWN_LEAD = ("in ", "seen ", "from ", "far ")


def _shot(phrase: str, rng: np.random.Generator) -> str:
    """As a clause after the sentence."""
    if phrase.startswith(_OWN_LEAD):
        return phrase
    return _pick(rng, ("{}", "{}", "{}", "in a {}", "as a {}")).format(phrase)


def _lead(said: dict[str, str], rng: np.random.Generator) -> str:
    """How the sentence begins; mostly the shot says so, where it is said."""
    phrase = said.get("shot", "")
    if not phrase or phrase.startswith(_OWN_LEAD) or rng.uniform() > 0.6:
        return _pick(rng, _LEADS)
    del said["shot"]
    return _pick(rng, ("{} of ", "a {} of ", "{}: ", "{}, ", "{}. ")).format(phrase)


_CLAUSES = {"place": _place, "time": _time, "weather": _weather, "camera": _camera, "shot": _shot}


def _sentence(said: dict[str, str], rng: np.random.Generator) -> str:
    """Subject and motion together, other clauses around them in a random order."""
    core = _lead(said, rng)
    if "second" in said or "second_colour" in said:
        core += _pair(said, rng)
    elif any(slot in said for slot in ("subject", "colour", "size", "motion")):
        core += _subject(said, rng)
    else:
        core += _pick(rng, ("a scene", "a view", "a picture", "a clip", "something"))
    if "motion" in said and not ("second" in said or "second_colour" in said):
        core += " " + _motion(said["motion"], rng)
    rest = [slot for slot in ("place", "time", "weather", "camera", "shot") if slot in said]
    if rng.uniform() < 0.6:
        rng.shuffle(rest)
    before, text = [], core
    for slot in rest:
        clause = _CLAUSES[slot](said[slot], rng)
        if rng.uniform() < (0.10 if slot not in ("camera", "shot") else 0.08):
            before.append(clause)
        elif slot in ("camera", "shot"):
            text += _pick(rng, (", ", ", ", ". ", " and ", " while ", "; ")) + clause
        else:
            text += _pick(rng, (" ", " ", " ", ", ")) + clause
    return ", ".join(before + [text])


def _tags(said: dict[str, str], rng: np.random.Generator) -> str:
    """"red balloon, sea, sunset, zoom in"."""
    noun = [said[slot] for slot in ("size", "colour", "subject") if slot in said]
    if "second" in said or "second_colour" in said:
        noun.append(said.get("relation") or _pick(rng, _TOGETHER))
        noun += [said[slot] for slot in ("second_colour", "second") if slot in said]
    tags = [" ".join(noun)] if noun else []
    if "motion" in said:
        if tags and rng.uniform() < 0.5:
            tags[0] += " " + said["motion"]
        else:
            tags.append(said["motion"])
    tags += [said[slot] for slot in ("place", "time", "weather", "camera", "shot") if slot in said]
    for _ in range(int(rng.integers(0, 3))):
        tags.append(_pick(rng, FILLERS + list(STRANGE)))
    head, tail = tags[:1], tags[1:]
    rng.shuffle(tail)
    return _pick(rng, (", ", ", ", ", ", " | ", " ")).join(head + tail)


def _drop_letter(text: str, rng: np.random.Generator) -> str:
    """A slip of the finger in a word the world does not depend on."""
    pieces = text.split(" ")
    spots = [i for i, piece in enumerate(pieces) if piece in FILLERS and len(piece) > 5]
    if spots:
        i = _pick(rng, spots)
        cut = int(rng.integers(1, len(pieces[i]) - 1))
        pieces[i] = pieces[i][:cut] + pieces[i][cut + 1:]
    return " ".join(pieces)


def _finish(text: str, rng: np.random.Generator, distractors: float) -> str:
    if rng.uniform() < distractors:
        text += " " + _pick(rng, DISTRACTORS)
    if rng.uniform() < 0.18:
        extra = [_pick(rng, FILLERS + list(STRANGE)) for _ in range(int(rng.integers(1, 4)))]
        text += ", " + ", ".join(extra)
    if rng.uniform() < 0.08:
        text = _drop_letter(text, rng)
    roll = rng.uniform()
    if roll < 0.4:
        text = text[:1].upper() + text[1:]
    elif roll < 0.43:
        text = text.upper()
    elif roll < 0.46:
        text = text.title()
    return text + _pick(rng, ("", "", "", ".", ".", "!"))


def describe(labels: np.ndarray, rng: np.random.Generator, distractors: float = 0.06) -> str:
    """One prompt for ``labels`` (int [12] in SLOTS order; 0 leaves a slot out).

    ``distractors`` is the chance of a phrase about something else's colour.
    """
    said = _said(labels, rng)
    if said.get("relation") in PHRASES["relation"]["left_of"] and rng.uniform() < 0.25:
        del said["relation"]
    if not said:
        return _finish(_pick(rng, ("a scene", "a video", "something nice", "a short film", "")), rng,
                       0.0)
    text = _tags(said, rng) if rng.uniform() < 0.2 else _sentence(said, rng)
    return _finish(text, rng, distractors)

