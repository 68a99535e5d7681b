import { placedCut } from '#core/domain/timeline/cut.ts';
import { hardness } from '#core/domain/measure/measure-seam.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { Take } from '#core/schema/take.ts';
import type { Measurer } from '#lib/engine/browser/measurer.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import { seamKey, SeamReader, type SeamSides, sidesOf } from './seam-sides.ts';

interface Parts {
  readonly gallery: Pick<GalleryState, 'get' | 'media'>;
  readonly measurer: Pick<Measurer, 'seam' | 'match'>;
}

/** How hard each take of a clip would be cut to the clip's neighbours, if it were the one that is shown. */
export class TakeSeams {
  /** 0 smooth to 1 hard, by what meets; undefined for what cannot be measured. */
  #known = $state.raw<ReadonlyMap<string, number | undefined>>(new Map());
  readonly #parts: Parts;
  readonly #reader: SeamReader;
  #latest = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#reader = new SeamReader(parts);
  }

  /** The mean over both neighbours; undefined where it meets none, or before it is measured. */
  of(film: Project, clip: ClipId, take: TakeId): number | undefined {
    const known = this.#seams(film, clip, take).map((sides) => this.#known.get(seamKey(sides)));
    return known.length > 0 && known.every((one) => one !== undefined) ? known.reduce((sum, one) => sum + one, 0) / known.length : undefined;
  }

  /** Measures what is not known yet, until something else is looked at. */
  async look(film: Project, clip: ClipId, takes: readonly Take[]): Promise<void> {
    const own = (this.#latest += 1);
    for (const { id } of takes) {
      for (const sides of this.#seams(film, clip, id)) {
        if (this.#latest !== own) return;
        const key = seamKey(sides);
        if (this.#known.has(key)) continue;
        const result = await this.#reader.measure(sides);
        this.#known = new Map(this.#known).set(key, result.ok ? hardness(result.value.measures) : undefined);
      }
    }
  }

  #seams(film: Project, id: ClipId, take: TakeId): SeamSides[] {
    const cut = placedCut(film);
    const at = cut.findIndex(({ clip }) => clip.id === id);
    const found = cut[at];
    if (!found) return [];
    const { selected, grade } = found.clip;
    // A grade was made for the take that is shown.
    const own = { ...found.clip, selected: take, grade: selected === take ? grade : null };
    const { frameRate } = film.settings;
    const takeOf = (one: TakeId) => this.#parts.gallery.get(one);
    const after = cut[at + 1]?.clip;
    return [sidesOf(cut[at - 1]?.clip, own, frameRate, takeOf), after && sidesOf(own, after, frameRate, takeOf)].filter((sides) => sides !== undefined);
  }
}
