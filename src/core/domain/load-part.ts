import { FaultError } from '../schema/fault.ts';

/**
 * Loads a part of the program that is not needed before it is asked for. Throws FaultError `part-missing` where it
 * cannot be had: the network broke off, or a newer version has replaced it.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new FaultError('part-missing', {}, { cause });
  }
}
