import { beforeEach, describe, expect, it } from 'vitest';
import type { Press } from '#core/domain/keys/press.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Settings } from '#lib/storage/records.ts';
import { HeldSettings } from '../create/held-settings.ts';
import { KeyMap } from './key-map.svelte.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';

const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
const G = press('g', 'KeyG');

function made(initial: Partial<Settings> = {}) {
  const { settings } = openMemoryStorage();
  return { settings, keys: new KeyMap(settings, Settings.parse(initial)) };
}

beforeEach(() => localStorage.removeItem('kinora.single-keys'));

describe('the keys of this browser', () => {
  it('mean at each place what they mean there', () => {
    const { keys } = made();
    expect([keys.commandAt('board', G), keys.commandAt('create', G), keys.commandAt('queue', G)]).toEqual(['board.generate', 'create.generate-single', undefined]);
    expect(keys.commandAt('board', press('п', 'KeyG'))).toBe('board.generate');
  });

  it('are given, cleared, reset and kept', async () => {
    const { keys, settings } = made();
    keys.give('board.swap', 'G');
    expect([keys.commandAt('board', G), keys.keysOf('board.generate'), keys.hint('board.swap')]).toEqual(['board.swap', [], 'G']);
    expect((await settings.read()).keys).toEqual({ 'board.swap': ['G'], 'board.generate': [] });
    keys.reset('board.generate');
    expect([keys.commandAt('board', G), keys.hint('board.swap')]).toEqual(['board.generate', undefined]);
    keys.clear('board.generate');
    expect(keys.commandAt('board', G)).toBeUndefined();
    keys.replace({});
    expect((await settings.read()).keys).toEqual({});
  });

  it('lose their single letters where these are switched off, and say so in no hint', async () => {
    const { keys, settings } = made();
    keys.singles = false;
    expect([keys.commandAt('board', G), keys.hint('board.generate')]).toEqual([undefined, undefined]);
    expect(keys.commandAt('board', press('F2', 'F2'))).toBe('board.details');
    expect(keys.hint('project.undo')).toBe('Ctrl Z');
    expect((await settings.read()).singleKeys).toBe(false);
  });

  it('take over what was switched off before settings knew of it, once', async () => {
    localStorage.setItem('kinora.single-keys', 'off');
    const { keys, settings } = made();
    expect([keys.singles, (await settings.read()).singleKeys, localStorage.getItem('kinora.single-keys')]).toEqual([false, false, null]);
  });

  it('follow another tab', async () => {
    const { settings } = openMemoryStorage();
    const scope = crypto.randomUUID();
    const [here, there] = [new HeldSettings(settings, new Unwritten(), scope), new HeldSettings(settings, new Unwritten(), scope)];
    const keys = new KeyMap(here, await here.read());
    here.subscribe((changed) => keys.follow(changed));
    new KeyMap(there, await there.read()).give('board.generate', 'Y');
    await expect.poll(() => keys.commandAt('board', press('y', 'KeyY'))).toBe('board.generate');
    here.dispose();
    there.dispose();
  });
});
