/** What a term of film and picture making says to a model, by what it sets. */
export interface FilmTerm {
  readonly aspect: Aspect;
  /** Ways to say it, lower case; the longest that stands in a prompt counts. */
  readonly words: readonly string[];
  /** A sentence for a person. */
  readonly does: string;
  /** Names its aspect without saying more: passed over where another term of it stands there. */
  readonly isBroad?: true;
}

/** What a prompt can set beside its subject. In this order a prompt gains most. */
export const ASPECTS = ['light', 'camera', 'shot', 'composition', 'lens', 'colour', 'quality'] as const;
export type Aspect = (typeof ASPECTS)[number];

const term = (aspect: Aspect, words: string, does: string): FilmTerm => ({ aspect, words: words.split(', '), does });
const broad = (aspect: Aspect, words: string, does: string): FilmTerm => ({ ...term(aspect, words, does), isBroad: true });

/**
 * The dimensions and terms are those of the published prompt guides for Wan 2.x: light source and quality, time of day,
 * shot size, composition, lens, camera angle and movement, colour tone.
 */
export const FILM_TERMS: readonly FilmTerm[] = [
  term('light', 'golden hour, golden light, low sun', 'Light shortly before sunset: warm, low, with long shadows.'),
  term('light', 'blue hour', 'Light shortly after sunset: cool and even, lamps begin to glow.'),
  term('light', 'moonlight, moonlit', 'Cool, weak light from above; most of the picture stays dark.'),
  term('light', 'rim light, rim lighting, backlight, backlit, back light, back lighting', 'Light from behind draws a bright edge around the subject and parts it from the background.'),
  term('light', 'soft light, soft lighting, softbox, diffused light, diffused daylight', 'A large source: shadows with soft edges, friendly to faces and products.'),
  term('light', 'hard light, hard lighting', 'A small source: sharp shadows and strong contrast.'),
  term('light', 'side light, side lighting, sidelight, window light, light from the side', 'Light from one side shows shape and surface.'),
  term('light', 'practical light, practical lights, lamplight, lamp light, candlelight, firelight, neon light, neon lights, neon', 'A lamp, fire or sign that is seen in the picture lights the scene.'),
  term('light', 'overcast, overcast light, cloudy light', 'An even sky: no hard shadows, calm colours.'),
  term('light', 'high contrast lighting, low key, low-key, chiaroscuro, silhouette', 'Deep shadows with little light: tension and drama.'),
  term('light', 'high key, high-key, bright daylight, daylight, sunlight, sunny', 'Bright light with few shadows: open and cheerful.'),
  broad('light', 'sunset, sunrise, dusk, dawn, twilight, at night, night, morning light, noon, studio light, studio lighting, lit by, lighting, light', 'Tells when it is or where the light comes from; colours and shadows follow.'),
  term('camera', 'push in, pushes in, dolly in, dollies in, pushing in', 'The camera comes nearer: what is seen grows in weight.'),
  term('camera', 'pull back, pulls back, pull out, pulls out, dolly out, dollies out', 'The camera moves away and shows what is around.'),
  term('camera', 'zoom in, zooms in, zoom out, zooms out, zoom', 'The picture changes its size without the camera moving.'),
  term('camera', 'pan left, pan right, pans left, pans right, pan, pans, panning', 'The camera turns to the side from where it stands.'),
  term('camera', 'tilt up, tilt down, tilts up, tilts down, tilt, tilts', 'The camera turns up or down from where it stands.'),
  term('camera', 'tracking shot, tracks, tracking, follows, truck left, truck right', 'The camera goes along with the subject and keeps its size.'),
  term('camera', 'orbit, orbits, arc shot, circles around', 'The camera goes around the subject and shows it from all sides.'),
  term('camera', 'crane up, crane down, crane shot, aerial, drone', 'The camera rises or sinks, or looks from far above.'),
  term('camera', 'handheld, handheld camera', 'The camera sways a little, as if somebody carried it.'),
  term('camera', 'static camera, fixed camera, static shot, locked-off, tripod, camera is still, camera stays still', 'The camera stands still: only what happens moves.'),
  broad('camera', 'the camera, camera', 'Says that the camera does something.'),
  term('shot', 'extreme close-up, extreme close up, macro', 'A detail fills the picture.'),
  term('shot', 'close-up, close up, closeup, medium close-up', 'A face or a thing fills the picture: near and personal.'),
  term('shot', 'medium shot', 'A person from the waist up: gesture and face together.'),
  term('shot', 'full shot', 'A person from head to foot.'),
  term('shot', 'wide shot, extreme wide shot, establishing shot, long shot', 'The place is seen with the subject small in it.'),
  term('composition', 'rule of thirds, centered composition, centred composition, center composition, symmetrical composition, symmetrical, balanced composition, leading lines, off-centre, off-center, composition', 'Tells where the subject stands in the picture, so that it is no accident.'),
  term('composition', 'low angle', 'Seen from below: it looks large and mighty.'),
  term('composition', 'high angle, bird’s eye view, overhead', 'Seen from above: it looks small, the place is clear.'),
  term('composition', 'over the shoulder, dutch angle, eye level', 'Tells how high the camera stands and how it is held.'),
  term('lens', 'shallow depth of field, bokeh', 'Only the subject is sharp; the background melts away.'),
  term('lens', 'deep focus', 'All is sharp, near and far.'),
  term('lens', 'wide-angle lens, wide angle lens, ultra-wide, fisheye', 'More of the place is seen, and near things look larger.'),
  term('lens', 'telephoto lens, long-focus lens, long lens', 'Near and far move together; the background comes close.'),
  term('lens', '35mm, 50mm, 85mm, 35mm lens, 50mm lens, 85mm lens, anamorphic', 'Names a lens and with it the view and the blur that people know from films.'),
  broad('lens', 'lens', 'Says through what lens it is seen.'),
  term('colour', 'warm tones, warm colours, warm colors, cool tones, cool colours, cool colors, saturated colours, saturated colors, desaturated, muted colours, muted colors, pastel colours, pastel colors, teal and orange, monochrome, black and white, colour grading, color grading', 'Sets the mood of all colours together.'),
  term('quality', 'fine detail, highly detailed, detailed, sharp focus, film grain, cinematic, photorealistic, realistic, natural motion, smooth motion, best quality, masterpiece', 'Says how carefully the picture is to be made, and whether it looks filmed.'),
];

/** The terms that stand in a text, in the order of the table. */
export function termsIn(text: string): { readonly term: FilmTerm; readonly word: string }[] {
  const spaced = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}’'-]+/gu, ' ')} `;
  const found = FILM_TERMS.flatMap((term) => {
    const word = [...term.words].sort((a, b) => b.length - a.length).find((phrase) => spaced.includes(` ${phrase} `));
    return word === undefined ? [] : [{ term, word }];
  });
  return found.filter(({ term }) => !term.isBroad || !found.some((other) => other.term.aspect === term.aspect && !other.term.isBroad));
}

/** What a prompt says already beside its subject. */
export const aspectsIn = (text: string): ReadonlySet<Aspect> => new Set(termsIn(text).map(({ term }) => term.aspect));
