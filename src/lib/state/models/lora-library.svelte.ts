import { joined, otherHalf } from '#core/domain/lora/lora-pairs.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import { LoraShelf } from '#lib/storage/lora-shelf.ts';
import { keepPicture } from '../project/cast-files.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { keepLoraFile, type OwnModel, recordOf } from './lora-files.ts';

/** What became of a file that was handed in. */
export interface LoraOutcome {
  readonly file: string;
  /** `known`: it is in the library already; `joined`: it is the other half of one that is. */
  readonly became: 'kept' | 'joined' | 'known' | 'refused';
  readonly fault?: Fault;
}

export interface LibraryParts {
  readonly blobs: Pick<BlobStore, 'putFile' | 'get'>;
  readonly shell: Pick<ShellState, 'announce' | 'toast'>;
  /** Kinora's own model, by whose layers LoRAs for it are known; null until it is here. */
  readonly own: () => OwnModel | null;
  readonly shelf?: LoraShelf;
  /** Tabs that share a library. */
  readonly channel?: string;
}

/** What a person says of a LoRA. */
export type LoraWords = Partial<Pick<KeptLora, 'name' | 'triggerWords' | 'baseModel' | 'licence' | 'notes' | 'weight' | 'trial'>>;

/** The LoRAs of this browser. What is changed is kept at once, and seen by other tabs. */
export class LoraLibrary {
  #loras = $state.raw<readonly KeptLora[]>([]);
  #isKnown = $state(false);
  #fault = $state.raw<Fault>();
  readonly #parts: LibraryParts;
  readonly #shelf: LoraShelf;
  readonly #channel: BroadcastChannel;
  readonly #changed = new Set<Sha256>();
  #work: Promise<unknown> = Promise.resolve();

  constructor(parts: LibraryParts) {
    this.#parts = parts;
    this.#shelf = parts.shelf ?? new LoraShelf();
    this.#channel = new BroadcastChannel(parts.channel ?? 'kinora-loras');
    this.#channel.onmessage = () => void this.look();
  }

  /** Those outside the bin. */
  get all(): readonly KeptLora[] {
    return this.#loras.filter(({ deletedAt }) => deletedAt === undefined);
  }

  get bin(): readonly KeptLora[] {
    return this.#loras.filter(({ deletedAt }) => deletedAt !== undefined);
  }

  /** Whether it has been read. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Why it cannot be read. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  get(asset: Sha256): KeptLora | undefined {
    return this.#loras.find(({ file, low }) => file.asset === asset || low?.asset === asset);
  }

  look(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        const read = await this.#shelf.all();
        // What is still to be written here goes before what was read.
        this.#loras = read.map((lora) => (this.#changed.has(lora.file.asset) ? (this.get(lora.file.asset) ?? lora) : lora));
        this.#isKnown = true;
        this.#fault = undefined;
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        this.#fault = error.fault;
      }
    });
  }

  /** Takes files one after the other; `told` hears of each as it is done. */
  async keep(files: readonly File[], told: (outcome: LoraOutcome) => void = () => {}): Promise<readonly LoraOutcome[]> {
    const outcomes: LoraOutcome[] = [];
    for (const file of files) {
      const outcome = await this.#inTurn(() => this.#keep(file));
      outcomes.push(outcome);
      told(outcome);
    }
    return outcomes;
  }

  /** Has a LoRA that lies here already, from a cast or a pool, in the library as well. One that is or was there stays as it is. */
  async adopt({ asset, name, weight = 1 }: Pick<LoraUse, 'asset' | 'name'> & { readonly weight?: number }): Promise<void> {
    await this.#inTurn(async () => {
      const bytes = this.get(asset) ? undefined : await this.#parts.blobs.get(asset).catch(() => undefined);
      const record = bytes && (await recordOf(bytes, name, asset, this.#parts.own()));
      if (record?.ok) await this.#put({ ...record.value, weight }).catch(() => undefined);
    });
  }

  /** Looks again at those whose file told nothing of what they are for: Kinora's own model may have come since, or have more layers. */
  async review(): Promise<void> {
    await this.#inTurn(async () => {
      for (const lora of this.#loras.filter(({ facts }) => facts.family === 'unknown' && facts.base === undefined)) {
        const bytes = await this.#parts.blobs.get(lora.file.asset).catch(() => undefined);
        const seen = bytes && (await recordOf(bytes, lora.file.name, lora.file.asset, this.#parts.own()));
        if (!seen?.ok || seen.value.facts.base === undefined) continue;
        const { facts, baseModel } = seen.value;
        await this.#put({ ...(this.get(lora.file.asset) ?? lora), facts, baseModel: lora.baseModel || baseModel }).catch(() => undefined);
      }
    });
  }

  /** Called at each keystroke: what is typed last is what is kept. */
  change({ file: { asset } }: KeptLora, words: LoraWords): void {
    this.#show(asset, (lora) => ({ ...lora, ...words }));
    this.#changed.add(asset);
    void this.#inTurn(() => this.#write(asset));
  }

  /** Answers why the picture could not be kept. */
  async setPicture({ file: { asset } }: KeptLora, file: File): Promise<Fault | undefined> {
    const kept = await keepPicture(file, this.#parts.blobs);
    if (!kept.ok) return kept.fault;
    this.#picture(asset, { asset: kept.value.asset, type: kept.value.type });
    return undefined;
  }

  /** Shows a picture that lies here already, as the still of a take; none where absent. */
  showPicture({ file: { asset } }: KeptLora, picture?: KeptLora['picture']): void {
    this.#picture(asset, picture);
  }

  /** Puts it into the bin; its bytes stay until it is deleted from there. */
  remove(lora: KeptLora): void {
    this.#bin(lora, Date.now());
    this.#parts.shell.toast('info', `${quotedName(lora.name)} is in the bin of the library. Films that use it keep it.`, { label: 'Undo', run: () => this.putBack(lora) });
  }

  putBack(lora: KeptLora): void {
    this.#bin(lora, undefined);
    this.#parts.shell.announce(`${quotedName(lora.name)} is back in the library.`);
  }

  /** Deletes it from the bin for good. Bytes that no film names go with the next tidying up. */
  async forget({ file: { asset }, name }: KeptLora): Promise<void> {
    await this.#inTurn(async () => {
      this.#loras = this.#loras.filter(({ file }) => file.asset !== asset);
      this.#changed.delete(asset);
      await this.#shelf.remove(asset);
      this.#channel.postMessage('changed');
    });
    this.#parts.shell.announce(`${quotedName(name)} is deleted for good.`);
  }

  /** Resolves once everything that was changed is kept. */
  settle(): Promise<unknown> {
    return this.#work;
  }

  dispose(): void {
    this.#channel.close();
  }

  async #keep(file: File): Promise<LoraOutcome> {
    const kept = await keepLoraFile(file, this.#parts.blobs, this.#parts.own());
    if (!kept.ok) return { file: file.name, became: 'refused', fault: kept.fault };
    const known = this.get(kept.value.file.asset);
    try {
      if (known) {
        if (known.deletedAt !== undefined) this.putBack(known);
        return { file: file.name, became: 'known' };
      }
      const other = otherHalf(kept.value, this.all);
      if (!other) {
        await this.#put(kept.value);
        return { file: file.name, became: 'kept' };
      }
      const pair = joined(other, kept.value);
      await this.#put(pair);
      if (pair.file.asset !== other.file.asset) await this.#shelf.remove(other.file.asset);
      this.#loras = this.#loras.filter(({ file: { asset } }) => asset === pair.file.asset || asset !== other.file.asset);
      return { file: file.name, became: 'joined' };
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return { file: file.name, became: 'refused', fault: { ...error.fault, facts: { ...error.fault.facts, file: file.name } } };
    }
  }

  #bin({ file: { asset } }: KeptLora, deletedAt: number | undefined): void {
    this.#show(asset, ({ deletedAt: _, ...lora }) => (deletedAt === undefined ? lora : { ...lora, deletedAt }));
    this.#changed.add(asset);
    void this.#inTurn(() => this.#write(asset));
  }

  #picture(asset: Sha256, picture: KeptLora['picture']): void {
    this.#show(asset, ({ picture: _, ...lora }) => (picture ? { ...lora, picture } : lora));
    this.#changed.add(asset);
    void this.#inTurn(() => this.#write(asset));
  }

  #show(asset: Sha256, change: (lora: KeptLora) => KeptLora): void {
    this.#loras = this.#loras.map((lora) => (lora.file.asset === asset ? change(lora) : lora));
  }

  /** Writes what was changed last, once. */
  async #write(asset: Sha256): Promise<void> {
    const lora = this.#changed.delete(asset) ? this.#loras.find(({ file }) => file.asset === asset) : undefined;
    if (!lora) return;
    try {
      await this.#shelf.put(lora);
      this.#channel.postMessage('changed');
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#parts.shell.toast('bad', explainInLine(error.fault));
    }
  }

  async #put(lora: KeptLora): Promise<void> {
    await this.#shelf.put(lora);
    this.#loras = [...this.#loras.filter(({ file }) => file.asset !== lora.file.asset), lora];
    this.#channel.postMessage('changed');
  }

  /** One after the other, so that nothing is read in the middle of what is written. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
