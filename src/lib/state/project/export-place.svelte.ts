import type { FilmVideoCodec } from '#core/film/export/film-codecs.ts';
import type { FilmOrder } from '#core/film/export/film-order.ts';
import { type PlaceChoice, whereToMake } from '#core/film/export/where-to-make.ts';
import type { FilmOffer } from '#core/schema/accelerator/offer.ts';
import type { LaneWish } from '#core/schema/lane-wish.ts';
import type { FilmExports } from '../gallery/film-exports.svelte.ts';
import type { AcceleratorState } from '../engines/accelerator.svelte.ts';

interface Parts {
  readonly accelerator: Pick<AcceleratorState, 'link' | 'offers'>;
  readonly films: Pick<FilmExports, 'speeds' | 'tryHere' | 'work'>;
  readonly order: () => FilmOrder;
  /** What this browser encodes the picture with; null where it does not write the format at this size, or has not said yet. */
  readonly own: () => readonly FilmVideoCodec[] | null;
}

/** Where a film is made: as a person wishes, else where it is faster. */
export class ExportPlace {
  wish = $state<LaneWish>('auto');
  /** Counts what was found out of speeds. */
  #known = $state(0);
  readonly #parts: Parts;
  readonly #offer: FilmOffer | undefined = $derived.by(() => {
    const { link, offers } = this.#parts.accelerator;
    return link.kind === 'connected' ? offers.find(({ films, fault }) => films && !fault)?.films : undefined;
  });
  readonly #choice: PlaceChoice = $derived.by(() => {
    const { accelerator, films, order, own } = this.#parts;
    // A film that was made has told how fast.
    void [this.#known, films.work];
    const { link } = accelerator;
    const can = own();
    const { video: asked, enhance } = order();
    const speed = { here: films.speeds.at('here', enhance), there: link.kind === 'connected' ? films.speeds.at(link.address, enhance) : undefined };
    return whereToMake({ order: order(), wish: this.wish, canHere: can !== null && (asked === undefined || can.includes(asked)), offer: this.#offer, speed });
  });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** How the connected accelerator makes films; undefined where none does. */
  get offer(): FilmOffer | undefined {
    return this.#offer;
  }

  get choice(): PlaceChoice {
    return this.#choice;
  }

  /** What the accelerator goes by here. */
  get name(): string {
    const { link } = this.#parts.accelerator;
    return link.kind === 'unpaired' ? '' : link.name;
  }

  /** Counts what was found out of how fast this browser is. */
  get known(): number {
    return this.#known;
  }

  /** Finds out how fast this browser is, where nothing is known of it. */
  async tryHere(): Promise<void> {
    await this.#parts.films.tryHere();
    this.#known += 1;
  }
}
