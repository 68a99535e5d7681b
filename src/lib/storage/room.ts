import { MODEL_CACHE } from './cache-names.ts';
import { FilmShelf } from './film-shelf.ts';
import { bytesOfModels } from './models-folder.ts';
import type { StudioStorage } from './ports.ts';
import type { Holder } from './references.ts';

/** What takes up room, in bytes. What several hold counts for the first of them in this order. */
export interface RoomUse {
  readonly takes: number;
  readonly bin: number;
  /** What projects name beside takes. */
  readonly projects: number;
  /** Pictures of jobs and of the Create form. */
  readonly pictures: number;
  /** LoRAs of the library that nothing else names, and their pictures. */
  readonly loras: number;
  /** Media of records that could not be read. */
  readonly aside: number;
  readonly unreferenced: number;
  /** Films that were made into files. */
  readonly films: number;
  /** The model that comes with Kinora, which can be fetched again. */
  readonly models: number;
  /** Models that a person has fetched or brought. */
  readonly shelf: number;
  /** The app itself, kept for a time without network. */
  readonly app: number;
  /** Records, and what the browser needs to keep order; as far as it says. */
  readonly records: number;
}

const FIRST: readonly (readonly [Holder, keyof RoomUse])[] = [
  ['takes', 'takes'],
  ['bin', 'bin'],
  ['projects', 'projects'],
  ['jobs', 'pictures'],
  ['draft', 'pictures'],
  ['loras', 'loras'],
  ['aside', 'aside'],
];

/** Measures what takes up room. `usage` is what the browser says of all of it together, where it says. */
export async function measureRoom(
  { blobs, references }: Pick<StudioStorage, 'blobs' | 'references'>,
  usage: number | null,
): Promise<RoomUse> {
  const [kept, named, caches, films, shelf] = await Promise.all([blobs.list(), references(), measureCaches(), new FilmShelf().all(), bytesOfModels()]);
  const use = { takes: 0, bin: 0, projects: 0, pictures: 0, loras: 0, aside: 0, unreferenced: 0 };
  for (const { sha256, bytes } of kept) {
    const holders = named.get(sha256);
    const part = FIRST.find(([holder]) => holders?.has(holder))?.[1] ?? 'unreferenced';
    use[part as keyof typeof use] += bytes;
  }
  const made = { ...use, ...caches, shelf, films: films.reduce((sum, { bytes }) => sum + bytes, 0) };
  const known = Object.values(made).reduce((sum, bytes) => sum + bytes, 0);
  return { ...made, records: Math.max(0, (usage ?? 0) - known) };
}

/** Throws away the files of models, which can be fetched again; for when not even the studio can be opened. */
export async function dropModelFiles(): Promise<void> {
  await caches.delete(MODEL_CACHE);
}

async function measureCaches(): Promise<{ models: number; app: number }> {
  const sizes = { models: 0, app: 0 };
  try {
    for (const name of await caches.keys()) {
      sizes[name === MODEL_CACHE ? 'models' : 'app'] += await cacheBytes(await caches.open(name));
    }
  } catch {
    // Where the browser keeps no caches there is nothing in them.
  }
  return sizes;
}

async function cacheBytes(cache: Cache): Promise<number> {
  let bytes = 0;
  for (const request of await cache.keys()) {
    bytes += (await (await cache.match(request))?.blob())?.size ?? 0;
  }
  return bytes;
}
