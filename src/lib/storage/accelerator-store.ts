import { z } from 'zod';
import { PairingWords, PublicKey } from '#core/schema/accelerator/pairing.ts';
import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';

/** The accelerator that this browser is paired with. */
export const KeptAccelerator = z.object({
  schema: z.literal(1),
  address: z.string(),
  name: z.string(),
  /** Its public key: whatever answers at its address and has another is not it. */
  key: PublicKey,
  words: PairingWords,
  /** Milliseconds since 1970. */
  pairedAt: z.int().nonnegative(),
});
export type KeptAccelerator = z.infer<typeof KeptAccelerator>;

/** What pairing leaves here. It is this browser's alone: no backup has it. */
export interface AcceleratorStore {
  /** The key pair of this browser; kept as soon as it is made, and the same for all tabs from then on. */
  keys(make: () => Promise<CryptoKeyPair>): Promise<CryptoKeyPair>;
  read(): Promise<KeptAccelerator | undefined>;
  /** Keeps another, or none. */
  write(accelerator: KeptAccelerator | undefined): Promise<void>;
}

/** In IndexedDB, which keeps keys that nobody can take out of it. */
export class IdbAcceleratorStore implements AcceleratorStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async keys(make: () => Promise<CryptoKeyPair>): Promise<CryptoKeyPair> {
    const kept = await this.#connection.read((db) => db.get('singles', 'accelerator-keys'));
    if (isKeyPair(kept)) return kept;
    // A transaction does not wait for keys to be made; another tab may be quicker.
    const { publicKey, privateKey } = await make();
    return this.#connection.write(['singles'], async (transaction) => {
      const store = transaction.objectStore('singles');
      const now: unknown = await store.get('accelerator-keys');
      if (isKeyPair(now)) return now;
      await store.put({ publicKey, privateKey }, 'accelerator-keys');
      return { publicKey, privateKey };
    });
  }

  async read(): Promise<KeptAccelerator | undefined> {
    const record = await this.#connection.read((db) => db.get('singles', 'accelerator'));
    return parseRecord(this.#connection, 'singles', 'accelerator', record, KeptAccelerator);
  }

  write(accelerator: KeptAccelerator | undefined): Promise<void> {
    return this.#connection.write(['singles'], async (transaction) => {
      const store = transaction.objectStore('singles');
      if (accelerator) await store.put(accelerator, 'accelerator');
      else await store.delete('accelerator');
    });
  }
}

export class MemoryAcceleratorStore implements AcceleratorStore {
  #keys: Promise<CryptoKeyPair> | undefined;
  #kept: KeptAccelerator | undefined;

  keys(make: () => Promise<CryptoKeyPair>): Promise<CryptoKeyPair> {
    return (this.#keys ??= make());
  }

  async read(): Promise<KeptAccelerator | undefined> {
    return structuredClone(this.#kept);
  }

  async write(accelerator: KeptAccelerator | undefined): Promise<void> {
    this.#kept = structuredClone(accelerator);
  }
}

function isKeyPair(kept: unknown): kept is CryptoKeyPair {
  const { publicKey, privateKey } = (kept ?? {}) as Partial<CryptoKeyPair>;
  return publicKey instanceof CryptoKey && privateKey instanceof CryptoKey;
}
