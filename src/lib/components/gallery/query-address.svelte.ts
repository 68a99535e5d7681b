import { goto } from '$app/navigation';
import { page } from '$app/state';
import { readQuery, type TakeQuery, writeQuery } from '#core/domain/takes/take-query.ts';
import type { GalleryList } from '#lib/state/gallery/gallery-list.svelte.ts';

/** How long typing must rest before the address follows, in milliseconds: browsers refuse too many changes. */
const REST_MS = 250;

/** Keeps what a list looks for and the address of the page the same, so that Back works and a link can be kept. */
export class QueryAddress {
  readonly #list: GalleryList;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** Whether the words that are being typed stand in the address already: then they go on in the same entry. */
  #typing = false;

  constructor(list: GalleryList) {
    this.#list = list;
  }

  /** Takes over what the address says, unless something newer is on its way there. To be called when it changes. */
  follow(): void {
    const { searchParams } = page.url;
    if (this.#rest === undefined) this.#list.query = readQuery((name) => searchParams.get(name));
  }

  /** Looks for something else; Back leads to what was looked for before. */
  change(patch: Partial<TakeQuery>): void {
    this.#typing = false;
    this.#list.query = { ...this.#list.query, ...patch };
    this.#write(false);
  }

  /** Looks for words while they are being typed. */
  type(words: string): void {
    this.#list.query = { ...this.#list.query, words };
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#write(this.#typing);
      this.#typing = true;
    }, REST_MS);
  }

  /** The words are typed; the next ones are another search. */
  rest(): void {
    if (this.#rest !== undefined) this.#write(this.#typing);
    this.#typing = false;
  }

  /** Leaves the address as it is. */
  dispose(): void {
    clearTimeout(this.#rest);
  }

  #write(replace: boolean): void {
    clearTimeout(this.#rest);
    this.#rest = undefined;
    const search = new URLSearchParams(writeQuery(this.#list.query)).toString();
    if (`?${search}` === (page.url.search || '?')) return;
    void goto(`${page.url.pathname}${search && `?${search}`}`, { replace, reset: false });
  }
}
