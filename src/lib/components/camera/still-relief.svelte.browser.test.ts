import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { someHash } from '../../../../tests/contract/samples.ts';
import StudioHouse from '../../../../tests/fixtures/StudioHouse.svelte';
import { setDepth } from '#core/document/commands/depth.ts';
import type { Command } from '#core/document/project-document.ts';
import { sampleFilm } from '#core/document/sample-film.test-support.ts';
import { allClips } from '#core/domain/timeline/cut.ts';
import type { ClipDepth } from '#core/schema/clip-depth.ts';
import { Assets } from '#lib/state/store/assets.svelte.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import StillRelief from './StillRelief.svelte';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const PICTURE = { asset: someHash('a'), type: 'image/png' };

/** What stands beside a still of a film whose other clip knows its depth, or nobody. */
async function shown(own: Partial<ClipDepth> | null, other: boolean, { hasMap = true, disabled = false } = {}) {
  const { document, clips: [a, b] } = sampleFilm();
  const assets = new Assets(openMemoryStorage().blobs, { toast: vi.fn() });
  const map = hasMap ? await assets.put(new Uint8Array([1, 2, 3])) : someHash('b');
  const depth: ClipDepth = { picture: PICTURE.asset, map, strength: 0.5, model: 'Depth Anything V2 small', licence: 'Apache-2.0' };
  if (own) document.run(setDepth(a, { ...depth, ...own }));
  if (other) document.run(setDepth(b, depth));
  const said: string[] = [];
  const studio = { assets, engine: { choice: 'wasm' }, accelerator: { standing: 'unpaired', line: { state: { kind: 'unpaired' } } }, shell: { announce: (words: string) => said.push(words) } };
  const clip = () => allClips(document.project).find((one) => one.clip.id === a)!.clip;
  const props = $state({ film: document.project, clip: clip(), still: PICTURE, disabled, run });
  function run(command: Command<void>): boolean {
    const { ok } = document.run(command);
    [props.film, props.clip] = [document.project, clip()];
    return ok;
  }
  const target = window.document.createElement('main');
  window.document.body.append(target);
  const house = mount(StudioHouse, { target, props: { studio: studio as unknown as Studio, part: StillRelief as never, props } });
  closers.push(() => target.remove(), () => document.dispose(), () => unmount(house));
  await vi.waitFor(() => expect(target.querySelector('button, a')).not.toBeNull());
  flushSync();
  return { target, said, document, clip, button: () => target.querySelector<HTMLButtonElement>('button[aria-pressed]') };
}

describe('the depth of a still', () => {
  it('says what it needs where there is no model, and where one is to be had', async () => {
    const { target, button } = await shown(null, false);
    expect(button()).toBeNull();
    expect(target.textContent).toContain('Neither this browser nor an accelerator has one yet');
    expect(target.querySelector('a')?.getAttribute('href')).toContain('/models');
  });

  it('is switched on from what another clip knows, set by keys and switched off, each to be undone by its name', async () => {
    const { target, said, document, clip, button } = await shown(null, true);
    expect(button()?.getAttribute('aria-pressed')).toBe('false');
    button()!.focus();
    await userEvent.keyboard('{Enter}');
    expect(clip().depth).toMatchObject({ picture: PICTURE.asset, strength: 0.5 });
    expect(button()?.getAttribute('aria-pressed')).toBe('true');
    expect(window.document.activeElement).toBe(button());
    target.querySelector<HTMLInputElement>('input[type=range]')!.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(clip().depth?.strength).toBeCloseTo(0.6);
    expect(target.textContent).toContain('Told by Depth Anything V2 small, Apache-2.0');
    button()!.focus();
    await userEvent.keyboard(' ');
    expect(clip().depth).toBeNull();
    expect(said).toEqual(['The still has depth now, as told before. Undo takes it back.', 'The still is flat again. Undo brings its depth back.']);
    expect([document.undo(), document.undo(), document.undo()]).toEqual(['take the depth off clip 1', 'change the depth of clip 1', 'give depth to clip 1']);
  });

  it('says when its file is gone, and when it was told of another picture', async () => {
    const gone = await shown({}, false, { hasMap: false });
    await vi.waitFor(() => expect(gone.target.textContent).toContain('The file of its depth map is not in this browser'));
    const other = await shown({ picture: someHash('c') }, true);
    expect(other.target.textContent).toContain('told of another picture');
    expect(other.button()?.getAttribute('aria-pressed')).toBe('false');
  });

  it('is only looked at where the film can only be looked at', async () => {
    const { target, button } = await shown({}, false, { disabled: true });
    expect([button()!.disabled, target.querySelector('input')]).toEqual([true, null]);
  });
});
