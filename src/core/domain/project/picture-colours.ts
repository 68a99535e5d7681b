/** So much of what is seen, beside its other colours, makes a colour worth naming. */
const WORTH_NAMING = 0.1;
const MOST = 3;

const GREYS: ReadonlySet<string> = new Set(['white', 'black', 'grey']);
/** A background is mostly grey of some kind, and seldom what a picture is remembered by. */
const GREY_WEIGHT = 0.4;

/** The colours that a picture is remembered by, by name, most seen first. `rgba`: 8 bits each; transparent pixels are not seen. */
export function coloursOf(rgba: Uint8ClampedArray): readonly string[] {
  const seen = new Map<string, number>();
  let all = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    if (rgba[at + 3]! < 128) continue;
    const name = colourName(rgba[at]!, rgba[at + 1]!, rgba[at + 2]!);
    const weight = GREYS.has(name) ? GREY_WEIGHT : 1;
    seen.set(name, (seen.get(name) ?? 0) + weight);
    all += weight;
  }
  return [...seen].filter(([, weight]) => weight / all >= WORTH_NAMING).toSorted(([, a], [, b]) => b - a).slice(0, MOST).map(([name]) => name);
}

/** What people call a colour. Each part 0 to 255. */
export function colourName(red: number, green: number, blue: number): string {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const light = (most + least) / 510;
  const chroma = (most - least) / 255;
  if (most < 40) return 'black';
  if (chroma < 0.12) return light > 0.82 ? 'white' : light < 0.18 ? 'black' : 'grey';
  return hueName(hue(red, green, blue, most, most - least), light, chroma);
}

function hueName(degrees: number, light: number, chroma: number): string {
  const isDull = chroma < 0.45;
  if (degrees < 15 || degrees >= 340) return light > 0.68 ? 'pink' : light < 0.3 && isDull ? 'brown' : 'red';
  if (degrees < 45) return light < 0.42 && chroma < 0.75 ? 'brown' : isDull && light > 0.6 ? 'beige' : 'orange';
  if (degrees < 68) return light < 0.3 ? 'brown' : isDull && light > 0.6 ? 'beige' : 'yellow';
  if (degrees < 160) return 'green';
  if (degrees < 190) return 'turquoise';
  if (degrees < 250) return 'blue';
  if (degrees < 295) return 'purple';
  return light < 0.35 ? 'purple' : 'pink';
}

/** Degrees of the colour wheel, from red over green and blue. */
function hue(red: number, green: number, blue: number, most: number, range: number): number {
  const sixth = most === red ? ((green - blue) / range + 6) % 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4;
  return sixth * 60;
}
