import { BackedUpLoras, type BackupManifest } from '#core/schema/backup.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { LoraShelf } from '../lora-shelf.ts';
import { checkType, STILL_TYPE } from './believable.ts';
import { parseJson, unreadable } from './json-part.ts';

const PART = 'loras.json';

/** What backups need of the library of LoRAs. */
export type ShelfOfLoras = Pick<LoraShelf, 'all' | 'put' | 'remove'>;

export interface LoraComparison {
  readonly fresh: readonly KeptLora[];
  /** How many are here already; what is here of them stays as it is. */
  readonly same: number;
}

/** All that the library says, as a backup takes it; nothing where it cannot be read. */
export async function lorasToWrite(shelf: Pick<ShelfOfLoras, 'all'>): Promise<readonly KeptLora[]> {
  try {
    return (await shelf.all()).toSorted((a, b) => (a.file.asset < b.file.asset ? -1 : 1));
  } catch (error) {
    if (error instanceof FaultError) return [];
    throw error;
  }
}

/** The part that holds them; none for an empty library. */
export const loraParts = (loras: readonly KeptLora[]) => (loras.length > 0 ? [{ kind: 'loras', path: PART, text: JSON.stringify({ loras }, undefined, 1) }] : []);

/** The pictures that they are shown with. */
export const picturesOf = (loras: readonly KeptLora[]): Sha256[] => loras.flatMap(({ picture }) => (picture ? [picture.asset] : []));

/** Reads what the library said. `text`: the bytes of `loras.json`; undefined where there is none. Throws FaultError `backup-damaged` or `backup-unsafe`. */
export function readLoras({ counts }: BackupManifest, text: Uint8Array<ArrayBuffer> | undefined): readonly KeptLora[] {
  const parsed = BackedUpLoras.safeParse(text ? parseJson(PART, text) : { loras: [] });
  if (!parsed.success) throw new FaultError('backup-damaged', { part: PART, problem: unreadable(parsed.error) });
  const { loras } = parsed.data;
  if (loras.length !== counts.loras || new Set(loras.map(({ file }) => file.asset)).size < loras.length) {
    throw new FaultError('backup-damaged', { part: PART, problem: 'holds other LoRAs than it says' });
  }
  for (const { picture } of loras) if (picture) checkType(PART, picture.type, STILL_TYPE);
  return loras;
}

/** A LoRA is known by the bytes of its file, so its file says whether it is here, in the bin or out of it. */
export function compareLoras(mine: readonly KeptLora[], coming: readonly KeptLora[]): LoraComparison {
  const here = new Set(mine.flatMap(({ file, low }) => [file.asset, ...(low ? [low.asset] : [])]));
  const fresh = coming.filter(({ file }) => !here.has(file.asset));
  return { fresh, same: coming.length - fresh.length };
}

/** Puts them into the library, all of them or none. Throws FaultError `no-room-on-disk` or `storage-refused`. */
export async function importLoras(shelf: ShelfOfLoras, loras: readonly KeptLora[]): Promise<readonly KeptLora[]> {
  const came: KeptLora[] = [];
  try {
    for (const lora of loras) {
      await shelf.put(lora);
      came.push(lora);
    }
    return came;
  } catch (error) {
    await removeLoras(shelf, came);
    throw error;
  }
}

export async function removeLoras(shelf: Pick<ShelfOfLoras, 'remove'>, loras: readonly KeptLora[]): Promise<void> {
  for (const { file } of loras) await shelf.remove(file.asset);
}
