import { afterEach, describe, expect, it, vi } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import expected from '../../../../tests/fixtures/tiny-florence2/expected.json';
import { shelfOf, tinyCaptions, type TinyModel } from '../../../../tests/fixtures/tiny-shelf.ts';
import { describedBy } from '#core/domain/takes/described-take.ts';
import type { Description } from '#core/schema/description.ts';
import { Sha256, TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { BrowserCaptions } from '#lib/engine/assist/browser-captions.ts';
import { DescriptionStore } from '#lib/storage/description-store.ts';
import { PictureWords } from './picture-words.svelte.ts';
import { TakeDescribing } from './take-describing.svelte.ts';

const CALM = { between: 1, again: 20 };
const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

/** A take with a picture of one colour. */
async function takeOf(colour: readonly number[], pictures: Map<string, Blob>, changes: Partial<Take> = {}): Promise<Take> {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext('2d')!;
  context.fillStyle = `rgb(${colour.join(' ')})`;
  context.fillRect(0, 0, 64, 48);
  const take = someTake();
  const sha256 = Sha256.parse(crypto.randomUUID().replaceAll('-', '').repeat(2));
  pictures.set(sha256, await canvas.convertToBlob({ type: 'image/png' }));
  return { ...take, ...changes, id: TakeId.parse(take.id), poster: { ...take.poster, sha256 } };
}

function setting(takes: readonly Take[], pictures: Map<string, Blob>, shelf: readonly TinyModel[], name = `words-${crypto.randomUUID()}`) {
  let all = takes;
  const engine = new BrowserCaptions(shelfOf(shelf), () => 'wasm');
  const asked = vi.spyOn(engine, 'describe');
  const gallery = {
    get takes() {
      return all;
    },
    get: (id: string) => all.find((take) => take.id === id),
    whenLoaded: Promise.resolve(),
    noteDescription: async (id: TakeId, description: Description) => {
      all = all.map((take) => (take.id === id ? describedBy(take, description) : take));
      return true;
    },
  };
  const jobs = { running: null as unknown };
  const words = new PictureWords({ engine, store: new DescriptionStore(name), blobs: { get: async (sha256: string) => pictures.get(sha256) } });
  const describing = new TakeDescribing({ gallery, words, jobs: jobs as never, scope: name, calm: CALM });
  open.push(() => describing.dispose());
  return { describing, words, jobs, asked, told: () => all.map(({ description }) => description), restore: () => (all = takes) };
}

describe('descriptions of takes', () => {
  const [red, green, blue] = expected.pictures;

  it('come by themselves as soon as a model is there, one of each picture, and leave a person’s words alone', async () => {
    const pictures = new Map<string, Blob>();
    const own = { text: 'The boat of my aunt.' };
    const takes = [await takeOf(red!.colour, pictures), await takeOf(green!.colour, pictures, { description: own }), await takeOf(blue!.colour, pictures)];
    const shelf: TinyModel[] = [];
    const { describing, jobs, told, asked, restore } = setting(takes, pictures, shelf);
    jobs.running = {};
    void describing.begin();
    shelf.push(await tinyCaptions());
    await vi.waitFor(() => expect(describing.words.model).toBe('tiny-florence2'), { timeout: 50_000 });
    // What is generated has the machine to itself.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(asked).not.toHaveBeenCalled();
    jobs.running = null;
    const model = 'tiny-florence2';
    const all = [{ text: red!.caption, model }, own, { text: blue!.caption, model }];
    await vi.waitFor(() => expect(told()).toEqual(all), { timeout: 50_000, interval: 50 });
    expect(asked).toHaveBeenCalledTimes(2);
    // What was said of a picture is known.
    restore();
    await vi.waitFor(() => expect(told()).toEqual(all), { timeout: 50_000, interval: 50 });
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('come when a person asks, can be stopped, and say why they do not come', async () => {
    const pictures = new Map<string, Blob>();
    const takes = [await takeOf(red!.colour, pictures), await takeOf(blue!.colour, pictures)];
    pictures.set(takes[1]!.poster.sha256, new Blob(['no picture']));
    const { describing, words, told } = setting(takes, pictures, [await tinyCaptions()]);
    expect(await describing.describe(takes[0]!)).toBe(false);
    expect(describing.faultOf(takes[0]!.id)?.reason).toBe('model-file-missing');
    await words.look();
    const stopped = describing.describe(takes[0]!);
    expect(describing.asked).toBe(takes[0]!.id);
    describing.stop();
    expect([await stopped, describing.asked, describing.faultOf(takes[0]!.id)]).toEqual([false, undefined, undefined]);
    expect(await describing.describe(takes[0]!)).toBe(true);
    expect(await describing.describe(takes[1]!)).toBe(false);
    expect([told().map((said) => said?.text), describing.faultOf(takes[1]!.id)?.reason]).toEqual([[red!.caption, undefined], 'picture-unreadable']);
  });
});
