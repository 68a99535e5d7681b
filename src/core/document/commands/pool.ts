import { PoolItem } from '../../schema/pool-item.ts';
import type { PoolItemId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound } from './done.ts';
import { rankAtEnd } from './shelf.ts';

const NewItem = PoolItem.omit({ id: true, addedAt: true });
type NewItem = Omit<PoolItem, 'id' | 'addedAt'>;
const Editable = PoolItem.pick({ name: true, description: true, tags: true });
type Editable = Pick<PoolItem, 'name' | 'description' | 'tags'>;

/** Puts an asset on the shelf. */
export const addPoolItem =
  (item: NewItem): Command<PoolItemId> =>
  (edit) => {
    const fields = checkChanges(NewItem, item);
    if (!fields.ok) return fields;
    const id = edit.newId<PoolItemId>();
    const tags = tagChanges([], item.tags);
    edit.add('pool', id, { ...fields.value, tags, addedAt: edit.now(), rank: rankAtEnd(edit, 'pool') });
    return done(id, 'add to the pool');
  };

export const editPoolItem =
  (id: PoolItemId, changes: Changes<Editable>): Command<void> =>
  (edit) => {
    const item = edit.project.pool.find((one) => one.id === id);
    if (!item) return notFound('pool item');
    const fields = checkChanges(Editable, changes);
    if (!fields.ok) return fields;
    edit.set('pool', id, { ...fields.value, tags: changes.tags && tagChanges(item.tags, changes.tags) });
    return done(undefined, 'edit pool item', typedField('pool', id, fields.value));
  };

const tagChanges = (present: readonly string[], wanted: readonly string[]): Record<string, true | undefined> =>
  Object.fromEntries([...present.map((tag) => [tag, undefined] as const), ...wanted.map((tag) => [tag, true] as const)]);
