import { openMemoryStorage } from '#lib/storage/memory.ts';
import { meetArchives } from '../fixtures/meet-archives.ts';

/** Hands hostile archives to the import, prints the seed and what came of them; true when all were refused in good order. */
export async function soakHostileArchives({ count = 1_000, seed = Date.now() >>> 0 } = {}): Promise<boolean> {
  console.log(`hostile archives: seed ${seed}`);
  const { reasons, harmless, films, wrongs } = await meetArchives(openMemoryStorage(), count, seed);
  const said = Object.entries(reasons).map(([reason, times]) => `${reason} ${times}`);
  console.log(`${count} hostile archives: ${[...said, `harmless ${harmless}`, `without a spoiled project ${films['left out']}`, `with it ${films['taken in']}`].join(', ')}; ${wrongs.length} went wrong`);
  for (const wrong of wrongs) console.log(`  ${wrong}`);
  return wrongs.length === 0;
}
