import type { HubSource } from '../../schema/catalogue.ts';
import { FaultError } from '../../schema/fault.ts';
import { fromUtf8 } from '../bytes/text-bytes.ts';
import type { FileAnswer } from './fetch-model.ts';
import { HUB, type HubListing, LONGEST_LISTING, listingAddress, readListing } from './hub.ts';

/** Lists a repository of the hub. Throws FaultError `model-not-found`, `model-not-allowed`, `model-hub-away`. */
export async function listRepository(ask: (url: string) => Promise<FileAnswer>, source: HubSource, hub = HUB): Promise<HubListing> {
  const { repository: file } = source;
  const away = (error: unknown) => (error instanceof FaultError ? error : new FaultError('model-hub-away', { file, detail: error instanceof Error ? error.message : '' }, { cause: error }));
  const answer = await ask(listingAddress(source, hub)).catch((error: unknown) => {
    throw away(error);
  });
  const { status } = answer;
  try {
    if (status === 200) return readListing(fromUtf8(await wholeOf(answer, file)), source);
  } catch (error) {
    throw away(error);
  } finally {
    answer.leave();
  }
  if (status === 401 || status === 403) throw new FaultError('model-not-allowed', { file });
  throw status === 404 ? new FaultError('model-not-found', { model: file }) : new FaultError('model-hub-away', { file, status });
}

async function wholeOf({ body }: FileAnswer, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LONGEST_LISTING) throw new FaultError('model-hub-away', { file, detail: 'Its list of files has no end' });
    chunks.push(chunk);
  }
  const whole = new Uint8Array(bytes);
  chunks.reduce((at, chunk) => (whole.set(chunk, at), at + chunk.length), 0);
  return whole;
}
