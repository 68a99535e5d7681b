import type { z } from 'zod';
import type { Database, StoreName } from './database.ts';

/** A record as its schema says, or undefined when it cannot be read; then it is moved aside, so that it stops nothing else. */
export async function parseRecord<Schema extends z.ZodType>(
  db: Database,
  store: StoreName,
  key: IDBValidKey,
  record: unknown,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  if (record === undefined) return undefined;
  const parsed = schema.safeParse(record);
  if (parsed.success) return parsed.data;
  const transaction = db.transaction([store, 'aside'], 'readwrite');
  await Promise.all([
    transaction.objectStore('aside').add({ store, record, problem: parsed.error.message, at: Date.now() }),
    transaction.objectStore(store).delete(IDBKeyRange.only(key)),
    transaction.done,
  ]);
  return undefined;
}
