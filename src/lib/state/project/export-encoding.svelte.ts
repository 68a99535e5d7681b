import { untrack } from 'svelte';
import { type FilmFormat, type FilmOrder, sizeOf } from '#core/film/export/film-order.ts';
import type { SoundPlan } from '#core/film/sound/sound-plan.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Encoding } from '#lib/workers/export.worker.ts';
import type { FilmExports } from '../gallery/film-exports.svelte.ts';

interface Parts {
  readonly films: Pick<FilmExports, 'codecs'>;
  readonly order: () => FilmOrder;
  readonly sound: () => SoundPlan;
}

/**
 * What this browser would encode a film with. Made in an effect's reach. While a format is looked at for the first
 * time nothing is known of it: what was found for another one says nothing here.
 */
export class ExportEncoding {
  readonly #parts: Parts;
  #answer = $state.raw<{ readonly format: FilmFormat; readonly encoding: Encoding | null; readonly fault: Fault | null } | null>(null);
  readonly #current = $derived.by(() => (this.#answer?.format === this.#parts.order().format ? this.#answer : null));

  constructor(parts: Parts) {
    this.#parts = parts;
    const question = $derived.by(() => {
      const order = parts.order();
      return JSON.stringify([order.format, order.video, sizeOf(order), order.rate, order.quality, parts.sound().pieces.length === 0]);
    });
    // Asked again only where an answer could be another.
    $effect(() => {
      void question;
      let isOld = false;
      const order = untrack(parts.order);
      void parts.films.codecs(order, untrack(parts.sound)).then((answer) => {
        if (isOld) return;
        this.#answer = { format: order.format, encoding: answer.ok ? answer.value : null, fault: answer.ok ? null : answer.fault };
      });
      return () => (isOld = true);
    });
  }

  /** Null while it is looked at, and where nothing can be encoded. */
  get encoding(): Encoding | null {
    return this.#current?.encoding ?? null;
  }

  /** Why it cannot be encoded here. */
  get fault(): Fault | null {
    return this.#current?.fault ?? null;
  }
}
