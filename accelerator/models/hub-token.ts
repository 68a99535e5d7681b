import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { HubToken } from '#core/schema/accelerator/shelf.ts';
import { keepPrivate, writeFileWhole } from '../pairing/write-file.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const CIPHER = 'aes-256-gcm';
/** Bound to what it is for: the same bytes in another file are no token. */
const PURPOSE = Buffer.from('kinora hub token 1');

const Sealed = z.object({ schema: z.literal(1), nonce: z.base64(), tag: z.base64(), sealed: z.base64() });

/**
 * The hub's token that a person has entered, sealed (AES-256-GCM) with a key in a file of its own, both for this user
 * alone. That keeps it out of copies of the one file and out of searches; whoever may read the whole folder as this
 * user can read it.
 */
export class HubTokenFile {
  readonly #file: string;
  readonly #keyFile: string;
  #token: string | undefined;

  /** `file`: where the token is kept; its key lies beside it. What cannot be opened is no token: `onDamaged` hears of it. */
  constructor(file: string, onDamaged: () => void) {
    this.#file = file;
    this.#keyFile = `${file}.key`;
    if (!existsSync(file)) return;
    keepPrivate(file);
    this.#token = this.#open();
    if (this.#token === undefined) onDamaged();
  }

  get token(): string | undefined {
    return this.#token;
  }

  /** Throws FaultError `no-room-on-disk` or `output-not-writable`; then it is as before. */
  set(token: string): void {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key() ?? this.#newKey(), nonce).setAAD(PURPOSE);
    const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
    const base64 = (bytes: Buffer) => bytes.toString('base64');
    writeFileWhole(this.#file, `${JSON.stringify({ schema: 1, nonce: base64(nonce), tag: base64(cipher.getAuthTag()), sealed: base64(sealed) })}\n`);
    this.#token = token;
  }

  /** Deletes it together with its key. False where there was none. */
  forget(): boolean {
    const was = this.#token !== undefined || existsSync(this.#file);
    this.#token = undefined;
    for (const file of [this.#keyFile, this.#file]) rmSync(file, { force: true });
    return was;
  }

  #open(): string | undefined {
    try {
      const { nonce, tag, sealed } = Sealed.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
      const key = this.#key();
      if (!key) return undefined;
      const bytes = (text: string) => Buffer.from(text, 'base64');
      const decipher = createDecipheriv(CIPHER, key, bytes(nonce), { authTagLength: 16 }).setAAD(PURPOSE).setAuthTag(bytes(tag));
      return HubToken.parse(Buffer.concat([decipher.update(bytes(sealed)), decipher.final()]).toString('utf8'));
    } catch {
      // Another key, another file, or bytes that are neither: it is entered again.
      return undefined;
    }
  }

  #key(): Buffer | undefined {
    if (!existsSync(this.#keyFile)) return undefined;
    keepPrivate(this.#keyFile);
    const key = Buffer.from(readFileSync(this.#keyFile, 'utf8').trim(), 'base64');
    return key.length === KEY_BYTES ? key : undefined;
  }

  #newKey(): Buffer {
    const key = randomBytes(KEY_BYTES);
    writeFileWhole(this.#keyFile, `${key.toString('base64')}\n`);
    return key;
  }
}
