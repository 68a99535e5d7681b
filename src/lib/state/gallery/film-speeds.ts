import type { FilmOrder } from '#core/schema/film-sheet.ts';

type Marks = Pick<Storage, 'getItem' | 'setItem'>;

/** Where this browser's own speed is noted. */
export const HERE = 'here';

const NAME = 'kinora-film-speeds';
/** What is known of more places than this is forgotten, the oldest first. */
const MOST = 8;

/** How fast films were made at each place, the latest time: pixels of finished frames a second, the way there and back included. */
export class FilmSpeeds {
  readonly #marks: Marks;

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  /** `place`: `HERE`, or an accelerator's address. `enhance`: what was done to takes, which takes time of its own. */
  at(place: string, enhance: FilmOrder['enhance'] = []): number | undefined {
    const named = nameOf(place, enhance);
    return this.#read().find(([name]) => name === named)?.[1];
  }

  note(place: string, speed: number, enhance: FilmOrder['enhance'] = []): void {
    const named = nameOf(place, enhance);
    if (!Number.isFinite(speed) || speed <= 0) return;
    const known = [...this.#read().filter(([name]) => name !== named), [named, speed]].slice(-MOST);
    try {
      this.#marks.setItem(NAME, JSON.stringify(known));
    } catch (error) {
      // Where nothing fits any more it is found out again the next time.
      if (!(error instanceof DOMException)) throw error;
    }
  }

  #read(): (readonly [string, number])[] {
    try {
      const known: unknown = JSON.parse(this.#marks.getItem(NAME) ?? '[]');
      return Array.isArray(known) ? known.filter((one): one is [string, number] => Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'number') : [];
    } catch {
      return [];
    }
  }
}

const nameOf = (place: string, enhance: NonNullable<FilmOrder['enhance']>): string => [place, ...[...enhance].sort()].join(' ');
