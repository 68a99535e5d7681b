import { afterEach, describe, expect, it, vi } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import expected from '../../../../tests/fixtures/tiny-siglip/expected.json';
import { shelfOf, tinySearch } from '../../../../tests/fixtures/tiny-shelf.ts';
import { EVERY_TAKE } from '#core/domain/takes/take-query.ts';
import { Sha256, TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { BrowserMeaning } from '#lib/engine/assist/browser-meaning.ts';
import { MeaningStore } from '#lib/storage/meaning-store.ts';
import { GalleryList } from './gallery-list.svelte.ts';
import { MeaningSearch } from './meaning-search.svelte.ts';

const CALM = { words: 5, between: 1, again: 20 };
const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

/** A take with a picture of one colour. */
async function takeOf(colour: readonly number[], prompt: string, pictures: Map<string, Blob>): Promise<Take> {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext('2d')!;
  context.fillStyle = `rgb(${colour.join(' ')})`;
  context.fillRect(0, 0, 64, 48);
  const take = someTake();
  const sha256 = Sha256.parse(crypto.randomUUID().replaceAll('-', '').repeat(2));
  pictures.set(sha256, await canvas.convertToBlob({ type: 'image/png' }));
  return { ...take, id: TakeId.parse(take.id), recipe: { ...take.recipe, prompt }, poster: { ...take.poster, sha256 } };
}

async function setting(name = `meaning-${crypto.randomUUID()}`, shelf = [] as Awaited<ReturnType<typeof tinySearch>>[]) {
  const pictures = new Map<string, Blob>();
  const [, green, blue] = expected.pictures.map(({ colour }) => colour);
  const takes = [await takeOf(green!, 'one', pictures), await takeOf(blue!, 'two', pictures), await takeOf(green!, 'the sea of three', pictures), await takeOf(green!, 'four', pictures)];
  const begin = (gallery: readonly Take[] = takes) => {
    const engine = new BrowserMeaning(shelfOf(shelf), () => 'wasm');
    const search = new MeaningSearch({ gallery: { takes: gallery, whenLoaded: Promise.resolve() }, blobs: { get: async (sha256: string) => pictures.get(sha256) }, engine, store: new MeaningStore(name), jobs: { running: null } as never, scope: name, calm: CALM });
    open.push(() => search.dispose());
    return { engine, search };
  };
  return { takes, pictures, begin };
}

describe('the search by meaning', () => {
  it('is off where no model is on the shelf, and on as soon as one is', async () => {
    const shelf: Awaited<ReturnType<typeof tinySearch>>[] = [];
    const { begin } = await setting(undefined, shelf);
    const { search } = begin();
    void search.begin();
    await search.ask('sea');
    expect([search.model, search.near, search.known]).toEqual([undefined, [], 0]);
    shelf.push(await tinySearch());
    await vi.waitFor(() => expect(search.known).toBe(4), { timeout: 50_000, interval: 50 });
    expect(search.model).toBe('tiny-siglip');
  });

  it('looks at every picture once, finds by what it shows behind what has the words, and knows it the next time', async () => {
    const { takes, pictures, begin } = await setting('meaning-kept', [await tinySearch()]);
    const { search, engine } = begin();
    const placed = vi.spyOn(engine, 'ofPicture');
    void search.begin();
    await vi.waitFor(() => expect(search.known).toBe(4), { timeout: 50_000, interval: 50 });
    const list = new GalleryList(() => takes, () => search.near);
    list.query = { ...EVERY_TAKE, words: 'sea' };
    expect(list.found.map(({ recipe }) => recipe.prompt)).toEqual(['the sea of three']);
    await search.ask('sea');
    expect(list.found.map(({ recipe }) => recipe.prompt)).toEqual(['the sea of three', 'two']);
    expect(list.byMeaning).toBe(1);
    list.query = { ...EVERY_TAKE, words: 'sea', favourite: true };
    expect(list.found).toEqual([]);
    await search.ask('');
    expect(search.near).toEqual([]);
    expect(placed).toHaveBeenCalledTimes(4);
    search.dispose();

    // Another visit, with one take gone and one whose picture is none.
    const broken = { ...takes[0]!, id: someTake().id, poster: { ...takes[0]!.poster, sha256: Sha256.parse('b'.repeat(64)) } };
    pictures.set(broken.poster.sha256, new Blob(['no picture']));
    const next = begin([...takes.slice(1), broken]);
    const again = vi.spyOn(next.engine, 'ofPicture');
    void next.search.begin();
    await vi.waitFor(() => expect(again).toHaveBeenCalledTimes(1), { timeout: 50_000, interval: 50 });
    const { id, version } = (await next.engine.find())!;
    await vi.waitFor(async () => expect((await new MeaningStore('meaning-kept').all(`${id}-${version}`)).size).toBe(3), { timeout: 5_000 });
    expect(next.search.known).toBe(3);
    await next.search.ask('forest');
    expect(next.search.near).not.toContain(broken.id);
  });

  it('says why words could not be placed', async () => {
    const tiny = await tinySearch();
    const { begin } = await setting(undefined, [tiny]);
    const { search } = begin();
    await search.look();
    tiny.files.set('onnx/text_model.onnx', new Blob(['no graph']));
    await search.ask('sea');
    expect([search.fault?.reason, search.near]).toEqual(['model-graph-invalid', []]);
  });
});
