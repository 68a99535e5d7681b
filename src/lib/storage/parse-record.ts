import type { z } from 'zod';
import { FaultError } from '#core/schema/fault.ts';
import type { Connection } from './connection.ts';
import type { StoreName } from './database.ts';

/**
 * A record as its schema says, or undefined when it cannot be read; then it is moved aside, so that it
 * stops nothing else. With no room to move it, it stays where it lies.
 */
export async function parseRecord<Schema extends z.ZodType>(
  connection: Connection,
  store: Exclude<StoreName, 'aside' | 'project-log'>,
  key: string,
  record: unknown,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  if (record === undefined) return undefined;
  const parsed = schema.safeParse(record);
  if (parsed.success) return parsed.data;
  try {
    await setAside(connection, store, key, schema);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
  }
  return undefined;
}

function setAside(connection: Connection, store: Exclude<StoreName, 'aside' | 'project-log'>, key: string, schema: z.ZodType): Promise<void> {
  return connection.write([store, 'aside'], async (transaction) => {
    // Another tab may have put it right, or aside, since it was read.
    const records = transaction.objectStore(store);
    const range = IDBKeyRange.only(key);
    const record: unknown = await records.get(range);
    const parsed = schema.safeParse(record);
    if (record === undefined || parsed.success) return;
    await transaction.objectStore('aside').add({ store, record, problem: parsed.error.message, at: Date.now() });
    await records.delete(range);
  });
}
