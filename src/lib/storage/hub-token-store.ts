import { type DBSchema, openDB } from 'idb';
import { z } from 'zod';
import { HubToken } from '#core/schema/accelerator/shelf.ts';
import { reportingFaults } from './faults.ts';

const CIPHER = 'AES-GCM';
const NONCE_BYTES = 12;
const ONLY = 'token';

const Sealed = z.object({ schema: z.literal(1), key: z.instanceof(CryptoKey), nonce: z.instanceof(Uint8Array<ArrayBuffer>), sealed: z.instanceof(ArrayBuffer) });

interface Tokens extends DBSchema {
  tokens: { key: typeof ONLY; value: unknown };
}

/**
 * The hub's token that a person has entered in this browser: sealed (AES-256-GCM) with a key that nobody can take out of
 * the browser, and bound to the hub that it was entered for, so that a mirror that is named later never gets it. It lies
 * in a database of its own, which no backup reads. That keeps it out of copies and searches; what runs in the studio can
 * use it.
 */
export class HubTokenStore {
  readonly #name: string;

  /** `name`: of its database. */
  constructor(name = 'kinora-hub-token') {
    this.#name = name;
  }

  /** `hub`: the address that it is for. Throws FaultError `storage-refused`. */
  async keep(hub: string, token: string): Promise<void> {
    const key = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, ['encrypt', 'decrypt']);
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const sealed = await crypto.subtle.encrypt(sealing(hub, nonce), key, new TextEncoder().encode(token));
    await this.#with((db) => db.put('tokens', { schema: 1, key, nonce, sealed }, ONLY));
  }

  /** The token for this hub; undefined where there is none, or where it is for another. Throws FaultError `storage-refused`. */
  async read(hub: string): Promise<string | undefined> {
    const kept = Sealed.safeParse(await this.#with((db) => db.get('tokens', ONLY)));
    if (!kept.success) return undefined;
    const { key, nonce, sealed } = kept.data;
    try {
      return HubToken.parse(new TextDecoder().decode(await crypto.subtle.decrypt(sealing(hub, nonce), key, sealed)));
    } catch {
      // Sealed for another hub, or damaged: it is entered again.
      return undefined;
    }
  }

  /** Throws FaultError `storage-refused`. */
  async forget(): Promise<void> {
    await this.#with((db) => db.delete('tokens', ONLY));
  }

  #with<Value>(work: (db: Awaited<ReturnType<typeof openDB<Tokens>>>) => Promise<Value>): Promise<Value> {
    return reportingFaults(async () => {
      const db = await openDB<Tokens>(this.#name, 1, { upgrade: (fresh) => void fresh.createObjectStore('tokens') });
      try {
        return await work(db);
      } finally {
        db.close();
      }
    }, 'storage-refused');
  }
}

const sealing = (hub: string, nonce: Uint8Array<ArrayBuffer>) => ({ name: CIPHER, iv: nonce, additionalData: new TextEncoder().encode(`kinora hub token 1 ${new URL(hub).origin}`) });
