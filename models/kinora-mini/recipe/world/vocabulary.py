"""The words of the drawn world: twelve slots, their values, and how people say them.

``SLOTS`` fixes the order of slots and values; index 0 ("any") means "not said".
``PHRASES[slot][value]`` lists what people type. No phrase has two meanings, so a
reader that looks for the longest phrase first is never in doubt. A second subject and its
colour are said in the words of the first (``SAID_AS``). Of two ways to say how they stand
one is drawn ("left of"), the other turns both round ("right of", ``INVERSE``).
"""

SLOTS: dict[str, list[str]] = {
    "subject": ["any", "ball", "box", "star", "triangle", "heart", "ring", "balloon", "boat",
                "rocket", "bird", "fish", "tree", "house", "car", "person"],
    "colour": ["any", "red", "orange", "yellow", "green", "blue", "purple", "pink", "white",
               "black", "brown"],
    "size": ["any", "small", "medium", "large"],
    "motion": ["any", "still", "left", "right", "up", "down", "bounce", "grow", "shrink", "spin"],
    "place": ["any", "grass", "desert", "snow", "sea", "city", "mountains", "forest", "room",
              "space", "underwater", "clouds", "castle"],
    "time": ["any", "day", "dawn", "sunset", "night"],
    "weather": ["any", "clear", "rain", "snowfall", "fog"],
    "camera": ["any", "static", "pan_left", "pan_right", "tilt_up", "tilt_down", "zoom_in",
               "zoom_out"],
    "shot": ["any", "close_up", "medium", "wide"],
    "second": ["any"],
    "second_colour": ["any"],
    "relation": ["any", "left_of", "above", "behind", "chasing", "chasing_left",
                 "right_of", "below", "in_front_of", "chased_by", "chased_by_left"],
}
SAID_AS = {"second": "subject", "second_colour": "colour"}
"""Slots that are said in the words of another."""
for _slot, _like in SAID_AS.items():
    SLOTS[_slot] += SLOTS[_like][1:]

INVERSE = {"right_of": "left_of", "below": "above", "in_front_of": "behind", "chased_by": "chasing",
           "chased_by_left": "chasing_left"}
"""What the second says of the first, where the first says this of the second."""
DRAWN = SLOTS["relation"][1:6]
"""How two stand in drawn scenes."""
WAY = {"chasing": "right", "chasing_left": "left", "chased_by": "right", "chased_by_left": "left"}
"""Which way two go of whom one chases the other; both ways are said in the same words."""

SUBJECT = {
    "ball": "ball, balls, sphere, spheres, orb, orbs, circle, circles, globe, marble, football",
    "box": "box, boxes, cube, cubes, square, squares, crate, block, parcel, package, present, gift",
    "star": "star, stars, starlet, five-pointed star",
    "triangle": "triangle, triangles, pyramid, pyramids, cone, wedge",
    "heart": "heart, hearts, love heart, valentine",
    "ring": "ring, rings, hoop, hoops, donut, doughnut, torus, lifebuoy, wheel, tyre, tire",
    "balloon": "balloon, balloons, hot-air balloon, party balloon",
    "boat": "boat, boats, sailboat, sailing boat, ship, ships, yacht, vessel, dinghy",
    "rocket": "rocket, rockets, spaceship, spaceships, spacecraft, rocket ship, missile, shuttle",
    "bird": "bird, birds, sparrow, robin, gull, seagull, eagle, dove, pigeon, parrot, crow, birdie",
    "fish": "fish, fishes, goldfish, salmon, trout, koi, tuna",
    "tree": "tree, trees, oak, maple, apple tree",
    "house": "house, houses, home, cottage, hut, cabin, barn, building",
    "car": "car, cars, automobile, taxi, vehicle, sedan, auto, van, jeep",
    "person": "person, people, man, woman, boy, girl, human, child, kid, figure, walker, lady, guy",
}

COLOUR = {
    "red": "red, crimson, scarlet, ruby, cherry, vermilion, reddish",
    "orange": "orange, tangerine, amber, apricot, pumpkin",
    "yellow": "yellow, lemon, gold, golden, canary, yellowish",
    "green": "green, emerald, lime, olive, jade, greenish",
    "blue": "blue, azure, navy, cobalt, sapphire, cyan, teal, turquoise, bluish",
    "purple": "purple, violet, lilac, lavender, indigo, plum, mauve",
    "pink": "pink, magenta, rose, fuchsia, salmon pink, pinkish",
    "white": "white, ivory, cream, snow-white, pearl, whitish",
    "black": "black, ebony, jet-black, charcoal, onyx, inky",
    "brown": "brown, chocolate, chestnut, coffee, wooden, tan, brownish",
}

SIZE = {
    "small": "small, little, tiny, mini, miniature, smaller, petite, wee",
    "medium": "medium, medium-sized, mid-sized, middle-sized, average-sized, normal-sized",
    "large": "large, big, huge, giant, enormous, massive, bigger, gigantic, larger",
}


def _verbs(words: str) -> list[str]:
    """"move" -> move, moves, moving; irregular spellings are given as "run/runs/running"."""
    forms = []
    for word in words.split():
        if "/" in word:
            forms += word.split("/")
        else:
            stem = word[:-1] if word.endswith("e") else word
            end = "es" if word.endswith(("sh", "ss", "ch")) else "s"
            forms += [word, word + end, stem + "ing"]
    return forms


_TRAVEL = _verbs("move go/goes/going drift float fly/flies/flying drive sail glide slide roll walk "
                 "run/runs/running travel swim/swims/swimming head pass race cruise soar rush")
_UP = _verbs("rise ascend climb lift") + [
    "takes off", "taking off", "take off", "blast off", "blasts off", "blasting off", "levitates",
    "levitating", "going skyward", "skyward", "upward", "upwards", "lift off", "lifts off",
    "launches", "launching"]
_DOWN = _verbs("fall descend sink drop/drops/dropping land tumble plunge") + [
    "comes down", "coming down", "downward", "downwards"]
_SIDE = {"left": ["left", "to the left", "leftward", "leftwards", "from right to left"],
         "right": ["right", "to the right", "rightward", "rightwards", "from left to right",
                   "across", "past", "along", "by"]}
_PLAIN_RIGHT = [verb for verb in _TRAVEL if verb not in (
    "go", "goes", "going", "float", "floats", "floating", "pass", "passes", "passing",
    "head", "heads", "heading")]

MOTION = {
    "still": ["still", "motionless", "stationary", "standing still", "stands still", "at rest",
              "resting", "not moving", "stays still", "stands", "standing", "sits", "sitting",
              "unmoving", "holds still", "parked", "hovers", "hovering", "waits", "waiting",
              "float", "floats", "floating", "frozen in place"],
    "left": [f"{verb} {side}" for verb in _TRAVEL for side in _SIDE["left"]],
    "right": [f"{verb} {side}" for verb in _TRAVEL for side in _SIDE["right"]] + _PLAIN_RIGHT,
    "up": _UP + [f"{verb} {way}" for verb in _TRAVEL for way in ("up", "upward", "upwards", "away")
                 if not (way == "away" and verb not in ("float", "floats", "floating", "fly",
                                                        "flies", "flying"))],
    "down": _DOWN + [f"{verb} {way}" for verb in _TRAVEL + _verbs("fall")
                     for way in ("down", "downward", "downwards")],
    "bounce": _verbs("bounce jump hop/hops/hopping leap") + [
        "bouncing up and down", "bounces up and down", "jumping up and down", "up and down",
        "bobbing", "bobs", "skipping", "skips"],
    "grow": _verbs("grow expand inflate enlarge swell") + [
        "grows bigger", "growing bigger", "gets bigger", "getting bigger", "gets larger",
        "getting larger", "becomes bigger", "growing larger", "grows larger"],
    "shrink": _verbs("shrink deflate dwindle contract") + [
        "gets smaller", "getting smaller", "becomes smaller", "growing smaller", "shrinks away",
        "shrinking away", "grows smaller"],
    "spin": _verbs("spin/spins/spinning rotate turn twirl whirl revolve pirouette") + [
        "spins around", "spinning around", "turns around", "turning around", "rolls over",
        "tumbling around", "cartwheels", "spins round", "in a spin"],
}

PLACE = {
    "grass": "grass, meadow, meadows, field, fields, lawn, grassland, hills, hill, park, pasture, "
             "countryside, garden, prairie, grassy field, grassy hills",
    "desert": "desert, deserts, dunes, dune, sand, sandy, sahara, sand dunes, cactus, arid land",
    "snow": "snow, snowy, snowy field, snowy hills, winter, ice, icy, arctic, frozen land, tundra, "
            "winter landscape, snowfield, snow-covered hills",
    "sea": "sea, seas, ocean, oceans, beach, waves, lake, water, coast, shore, bay, seaside, "
           "harbour, harbor, the water",
    "city": "city, cities, town, skyscrapers, street, streets, downtown, skyline, urban, road, "
            "buildings, metropolis, city street",
    "mountains": "mountains, mountain, peaks, peak, alps, alpine, cliffs, summit, mountain range, "
                 "rocky mountains, valley",
    "forest": "forest, forests, woods, woodland, jungle, among the trees, between the trees, "
              "through the trees, grove, rainforest",
    "room": "room, rooms, bedroom, indoors, living room, inside, kitchen, house interior, interior, "
            "indoor, at home, apartment, by the window",
    "space": "space, outer space, galaxy, cosmos, among the stars, universe, planet, planets, "
             "nebula, cosmic, deep space, orbit, starfield, the moon, milky way",
    "underwater": "underwater, under water, under the sea, under the ocean, beneath the waves, seabed, "
                  "sea floor, ocean floor, coral reef, reef, deep sea, kelp, aquarium",
    "clouds": "above the clouds, in the clouds, among the clouds, over the clouds, between the clouds, "
              "through the clouds, cloudscape, sea of clouds, high in the sky, high above the clouds",
    "castle": "castle, castles, fortress, palace, kingdom, citadel, castle hill, by the castle, "
              "castle towers, old fort, castle garden",
}

TIME = {
    "day": "day, daytime, daylight, midday, noon, afternoon, sunny, by day, sunlight, sunshine, "
           "bright day, sunlit",
    "dawn": "dawn, sunrise, morning, daybreak, early morning, first light, at sunrise, sun rises",
    "sunset": "sunset, dusk, evening, golden hour, twilight, sundown, at dusk, sun sets, "
              "setting sun, nightfall",
    "night": "night, midnight, dark, nighttime, darkness, moonlight, moonlit, starry night, "
             "night sky, at night, nocturnal, late at night",
}

WEATHER = {
    "clear": "clear, cloudless, clear sky, clear skies, fine weather, clear weather, dry, "
             "clear air, good weather",
    "rain": "rain, rainy, raining, rains, storm, stormy, drizzle, drizzling, downpour, pouring, "
            "shower, wet, rainstorm, thunderstorm, rainfall",
    "snowfall": "snowfall, snowing, snows, blizzard, snowflakes, falling snow, snowstorm, "
                "snow falling, snow falls, flurries",
    "fog": "fog, foggy, mist, misty, haze, hazy, in the mist, murky, smog",
}

CAMERA = {
    "static": ["static camera", "static shot", "fixed camera", "still camera", "locked camera",
               "steady camera", "static", "tripod", "camera does not move", "camera stays still",
               "the camera is still", "locked-off shot", "no camera movement", "camera holds"],
    "zoom_in": ["zoom in", "zooms in", "zooming in", "dolly in", "dollies in", "push in",
                "pushes in", "pushing in", "close in", "closes in", "closing in", "camera zooms in",
                "camera moves in", "camera moves closer", "camera moves forward", "slow zoom in",
                "move closer", "zoom", "zooms", "camera approaches"],
    "zoom_out": ["zoom out", "zooms out", "zooming out", "dolly out", "dollies out", "pull back",
                 "pulls back", "pulling back", "pull out", "pulls out", "camera zooms out",
                 "camera moves back", "camera moves away", "camera moves backward", "move back",
                 "slow zoom out", "camera retreats"],
}
SHOT = {
    "close_up": "close-up, close up, closeup, close-up shot, close shot, extreme close-up, tight shot, "
                "detail shot, seen from close by, tight framing, in close-up, medium close-up, macro, "
                "macro shot, portrait shot",
    "medium": "medium shot, full shot, full-length shot, mid shot, mid-shot, waist shot, medium framing, medium view, in medium shot",
    "wide": "wide shot, wide view, wide angle, wide-angle shot, long shot, establishing shot, "
            "extreme wide shot, seen from afar, from far away, in the distance, far away, wide framing",
}
RELATION = {
    "left_of": "left of, to the left of, on the left of, at the left of, on the left side of",
    "right_of": "right of, to the right of, on the right of, at the right of, on the right side of",
    "above": "above, on top of, high above",
    "below": "below, under, underneath, beneath",
    "behind": "behind, half hidden behind, hidden behind, in back of",
    "in_front_of": "in front of, hiding",
    "chasing": "chasing, chases, chase, following, follows, pursuing, pursues, running after, runs after, hunting",
    "chased_by": "chased by, followed by, pursued by, fleeing from, running from, hunted by",
}
for _side in ("left", "right"):
    CAMERA[f"pan_{_side}"] = (
        [f"{pan} {to}{_side}" for pan in ("pan", "pans", "panning", "camera pans", "camera panning",
                                          "camera moves", "camera turns", "camera moving",
                                          "camera slides", "camera tracks", "camera looks")
         for to in ("", "to the ")] + [f"{_side} pan", f"truck {_side}", f"dolly {_side}"])
for _way in ("up", "down"):
    CAMERA[f"tilt_{_way}"] = [
        f"{tilt} {_way}" for tilt in ("tilt", "tilts", "tilting", "looks", "camera tilts",
                                      "camera looks", "camera moves", "camera pans", "pan", "pans",
                                      "panning", "camera turns", "camera tilting", "look")
    ] + [f"{_way}ward tilt", f"camera tilts {_way}wards"]


def _split(slot: str, table: dict) -> dict[str, list[str]]:
    """The slot's phrases, its values first; comma lists become lists, no repeats."""
    values = sorted(table, key=lambda value: SLOTS[slot].index(value) if value in SLOTS[slot] else len(SLOTS[slot]))
    return {value: list(dict.fromkeys(
        table[value].split(", ") if isinstance(table[value], str) else table[value]))
        for value in values}


PHRASES: dict[str, dict[str, list[str]]] = {slot: _split(slot, table) for slot, table in {
    "subject": SUBJECT, "colour": COLOUR, "size": SIZE, "motion": MOTION, "place": PLACE,
    "time": TIME, "weather": WEATHER, "camera": CAMERA, "shot": SHOT, "relation": RELATION}.items()}

FILLERS: list[str] = (
    "beautiful whimsical cinematic 4k hd detailed cute lovely stunning illustration paper-cut "
    "paper cut-out animation artistic charming dreamy magical stylised stylized epic short film "
    "clip video scene realistic colourful colorful simple minimal peaceful quiet calm "
    "handmade storybook vivid soft gentle masterpiece old nice wonderful").split()

SMALL_WORDS: list[str] = (
    "the a an one over in of on at to into with and while as is are it its near "
    "next beside through from for by slowly quickly gently fast smoothly camera view frame sky "
    "left right up down away across along past closer back forward out off around colour color "
    "coloured colored size sized sun moon weather time light then there this that very towards "
    "who which during not no").split()


def words() -> list[str]:
    """Every known single word in a stable order: phrases, then fillers and small words."""
    seen: dict[str, None] = {}
    for values in PHRASES.values():
        for said in values.values():
            for phrase in said:
                seen.update(dict.fromkeys(phrase.split()))
    seen.update(dict.fromkeys(SMALL_WORDS + FILLERS))
    return list(seen)
