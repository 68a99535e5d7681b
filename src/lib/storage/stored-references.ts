import { loadPart } from '#core/domain/load-part.ts';
import type { Connection } from './connection.ts';
import { countReferences, type References } from './references.ts';

/** Who names which bytes, from one look at the whole database. Throws FaultError `part-missing`: nothing may then be taken for nobody's. */
export async function readReferences(connection: Connection): Promise<References> {
  const { LoraShelf } = await loadPart(() => import('./lora-shelf.ts'));
  const loras = await new LoraShelf().named();
  return connection.read(async (db) => {
    const transaction = db.transaction(['takes', 'projects', 'jobs', 'singles', 'aside']);
    const [takes, projects, jobs, draft, aside] = await Promise.all([
      transaction.objectStore('takes').getAll(),
      transaction.objectStore('projects').getAll(),
      transaction.objectStore('jobs').getAll(),
      transaction.objectStore('singles').get('draft'),
      transaction.objectStore('aside').getAll(),
    ]);
    return countReferences({ takes, projects, jobs, draft, loras, aside });
  });
}

/** What tells this database from any other; made when it is first asked for. */
export async function readIdentity(connection: Connection): Promise<string> {
  const kept = await connection.read((db) => db.get('singles', 'identity'));
  if (typeof kept === 'string') return kept;
  return connection.write(['singles'], async (transaction) => {
    const store = transaction.objectStore('singles');
    const other = await store.get('identity');
    if (typeof other === 'string') return other;
    const fresh = crypto.randomUUID();
    await store.put(fresh, 'identity');
    return fresh;
  });
}
