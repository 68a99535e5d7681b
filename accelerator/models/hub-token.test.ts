import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenToken } from './hub-access.ts';
import { HubTokenFile } from './hub-token.ts';

const TOKEN = 'hf_nobodyMayReadThis';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-hub-token-'));
  file = path.join(folder, 'hub-token');
});
afterEach(() => rm(folder, { recursive: true }));

/** What a later start finds: the token, or that there is one that cannot be opened. */
function opened(): string | undefined {
  let isDamaged = false;
  const { token } = new HubTokenFile(file, () => (isDamaged = true));
  return isDamaged ? 'damaged' : token;
}

describe('the token of the hub on the disk', () => {
  it('is there again later, sealed, and for this user alone', async () => {
    expect(opened()).toBeUndefined();
    new HubTokenFile(file, () => undefined).set(TOKEN);
    expect(opened()).toBe(TOKEN);
    for (const name of ['hub-token', 'hub-token.key']) {
      expect((await stat(path.join(folder, name))).mode & 0o777, name).toBe(0o600);
      const bytes = await readFile(path.join(folder, name));
      expect(bytes.includes(TOKEN) || bytes.includes(Buffer.from(TOKEN).toString('base64')), name).toBe(false);
    }
  });

  it('looks different each time, and another takes its place', async () => {
    const kept = new HubTokenFile(file, () => undefined);
    kept.set(TOKEN);
    const before = await readFile(file, 'utf8');
    kept.set(TOKEN);
    expect(await readFile(file, 'utf8')).not.toBe(before);
    kept.set('hf_other');
    expect([kept.token, opened()]).toEqual(['hf_other', 'hf_other']);
  });

  it('is gone when it is forgotten, and its key with it', () => {
    const kept = new HubTokenFile(file, () => undefined);
    expect(kept.forget()).toBe(false);
    kept.set(TOKEN);
    expect([kept.forget(), kept.token, opened()]).toEqual([true, undefined, undefined]);
  });

  it('is no token where a byte, the key or the file is another', async () => {
    new HubTokenFile(file, () => undefined).set(TOKEN);
    const whole = await readFile(file, 'utf8');
    const sealed = JSON.parse(whole) as Record<'nonce' | 'tag' | 'sealed', string>;
    for (const part of ['nonce', 'tag', 'sealed'] as const) {
      const bytes = Buffer.from(sealed[part], 'base64');
      bytes[0]! ^= 1;
      await writeFile(file, JSON.stringify({ ...sealed, [part]: bytes.toString('base64') }));
      expect(opened(), part).toBe('damaged');
      // Fewer bytes of the tag would be easier to guess.
      await writeFile(file, JSON.stringify({ ...sealed, tag: Buffer.from(sealed.tag, 'base64').subarray(0, 4).toString('base64') }));
      expect(opened()).toBe('damaged');
    }
    for (const other of ['', 'no JSON', '{}', '{"schema":1,"nonce":"","tag":"","sealed":""}']) {
      await writeFile(file, other);
      expect(opened(), other).toBe('damaged');
    }
    await writeFile(file, whole);
    expect(opened()).toBe(TOKEN);
    await rm(`${file}.key`);
    expect(opened()).toBe('damaged');
    const kept = new HubTokenFile(file, () => undefined);
    kept.set('hf_again');
    expect(opened()).toBe('hf_again');
  });
});

describe('the token that the settings name', () => {
  it('is the one of the file, else of the environment', async () => {
    await writeFile(file, ` ${TOKEN}\n`);
    expect(givenToken(file, 'hf_environment', 'hubTokenFile')).toBe(TOKEN);
    expect(givenToken(undefined, 'hf_environment', 'hubTokenFile')).toBe('hf_environment');
    expect([givenToken(undefined, undefined, 'x'), givenToken(undefined, ' ', 'x')]).toEqual([undefined, undefined]);
  });

  it('is refused where it is none, without a word of it', async () => {
    await writeFile(file, 'a token\nof two lines');
    for (const make of [() => givenToken(file, undefined, 'hubTokenFile'), () => givenToken(undefined, 'two words', 'hubTokenFile'), () => givenToken(path.join(folder, 'none'), undefined, 'hubTokenFile')]) {
      expect(make).toThrow(/option-invalid/);
      expect(make).not.toThrow(/two/);
    }
  });
});
