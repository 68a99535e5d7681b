import { FaultError } from '../../schema/fault.ts';
import { fromUtf8 } from '../bytes/text-bytes.ts';

/** Reads so many bytes from a place on; fewer at the end of the file. */
export type ReadBytes = (start: number, length: number) => Promise<Uint8Array>;

/** What makes a file one that is not taken. */
export type Unsafe = 'name' | 'kind' | 'pickle' | 'outside' | 'damaged';

export const unsafe = (file: string, why: Unsafe): FaultError => new FaultError('model-file-unsafe', { file, why });

/** Bytes of a file as text. Throws FaultError `model-file-unsafe` where they are none. */
export function textIn(file: string, bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw unsafe(file, 'damaged');
  }
}
