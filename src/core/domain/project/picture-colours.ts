/** So much of what is seen, beside its other colours, makes a colour worth naming. */
const WORTH_NAMING = 0.1;
const MOST = 3;

const GREYS: ReadonlySet<string> = new Set(['white', 'black', 'grey']);
/** A background is mostly grey of some kind, and seldom what a picture is remembered by. */
const GREY_WEIGHT = 0.4;

/** What a picture shows stands in its middle: so much of each side, and the rest is mostly what is behind. */
const MIDDLE = 0.5;
/** What is behind counts so much beside what stands before it. */
const BEHIND = 0.15;

/**
 * The colours that a picture is remembered by, by name: those of what stands in its middle first, those of its edge last.
 * `rgba`: 8 bits each, rows of `width` pixels; transparent pixels are not seen.
 */
export function coloursOf(rgba: Uint8ClampedArray, width: number): readonly string[] {
  const height = Math.floor(rgba.length / 4 / width);
  const [middle, edge] = [new Shares(), new Shares()];
  for (let at = 0; at < width * height; at += 1) {
    if (rgba[at * 4 + 3]! < 128) continue;
    const [x, y] = [((at % width) + 0.5) / width, (Math.floor(at / width) + 0.5) / height];
    const part = Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5)) * 2 <= MIDDLE ? middle : edge;
    part.see(colourName(rgba[at * 4]!, rgba[at * 4 + 1]!, rgba[at * 4 + 2]!));
  }
  // A colour of the edge is behind in the middle, too.
  const seen = [...new Set([...middle.names, ...edge.names])].map((name) => [name, middle.of(name) * (1 - edge.of(name)) + BEHIND * edge.of(name)] as const);
  const all = seen.reduce((sum, [, weight]) => sum + weight, 0);
  return seen.filter(([, weight]) => weight / all >= WORTH_NAMING).toSorted(([, a], [, b]) => b - a).slice(0, MOST).map(([name]) => name);
}

/** How much of a part of a picture has which colour. */
class Shares {
  readonly #seen = new Map<string, number>();
  #all = 0;

  see(name: string): void {
    const weight = GREYS.has(name) ? GREY_WEIGHT : 1;
    this.#seen.set(name, (this.#seen.get(name) ?? 0) + weight);
    this.#all += weight;
  }

  get names(): Iterable<string> {
    return this.#seen.keys();
  }

  of(name: string): number {
    return (this.#seen.get(name) ?? 0) / Math.max(1, this.#all);
  }
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
