import { expectedFilm, type ExpectedFilm } from '#core/film/export/expected-film.ts';
import type { FilmCodecs } from '#core/film/export/film-codecs.ts';
import type { FilmOrder } from '#core/film/export/film-order.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import { FILM_TYPES } from '../gallery/exported-film-facts.ts';
import type { FilmExports } from '../gallery/film-exports.svelte.ts';
import { roomLeft } from '../store/room-left.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

interface Parts {
  readonly films: Pick<FilmExports, 'speeds' | 'work' | 'of'>;
  readonly shell: Pick<ShellState, 'refreshStorage' | 'storage'>;
  readonly project: () => ProjectId;
  readonly order: () => FilmOrder;
  /** What it would be encoded with here; undefined where that is not known, or nothing to be chosen. */
  readonly codecs: () => FilmCodecs | undefined;
  /** Counts what was found out of speeds. */
  readonly known: () => number;
}

/** Bytes of memory that the browser says the machine has, as far as it says. */
const memoryOf = ({ deviceMemory }: { readonly deviceMemory?: number }): number | undefined => (deviceMemory === undefined ? undefined : deviceMemory * 2 ** 30);

/** What a film will take to be made in this browser. Made in an effect's reach. */
export class ExportCost {
  #room = $state<number | null>(null);
  readonly #expected: ExpectedFilm;

  constructor({ films, shell, project, order, codecs, known }: Parts) {
    // Looked up anew when a film was made or removed.
    $effect(() => {
      void [films.work, films.of(project()).length];
      void roomLeft(shell).then((room) => (this.#room = room));
    });
    this.#expected = $derived.by(() => {
      void [known(), films.work];
      const asked = codecs();
      const earlier = films.of(project()).find(({ type, video }) => type === FILM_TYPES[order().format] && video === (asked?.video ?? null));
      return expectedFilm(order(), { codecs: asked, speed: films.speeds.at('here', order().enhance), earlier, room: this.#room, memory: memoryOf(navigator as { deviceMemory?: number }) });
    });
  }

  get expected(): ExpectedFilm {
    return this.#expected;
  }

  /** Bytes that still find room; null where nobody says. */
  get room(): number | null {
    return this.#room;
  }
}
