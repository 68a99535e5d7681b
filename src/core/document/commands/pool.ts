import type { Description } from '../../schema/description.ts';
import { PoolItem } from '../../schema/pool-item.ts';
import type { PoolItemId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { counted, done, notFound, refuse } from './done.ts';
import { ranksAtEnd } from './shelf.ts';

const NewItem = PoolItem.omit({ id: true, addedAt: true });
export type NewPoolItem = Omit<PoolItem, 'id' | 'addedAt'>;
const Editable = PoolItem.pick({ name: true, description: true, tags: true });
type Editable = Pick<PoolItem, 'name' | 'description' | 'tags'>;

/** What became of things that were to go into the pool. */
export interface AddedToPool {
  readonly added: readonly PoolItemId[];
  /** Those that lay there already: the same bytes. */
  readonly present: readonly PoolItemId[];
}

/** Puts assets into the pool, each once: what lies there already stays as it is. */
export const addToPool =
  (items: readonly NewPoolItem[]): Command<AddedToPool> =>
  (edit) => {
    const here = new Map(edit.project.pool.map(({ asset, id }) => [asset, id]));
    const fresh: { item: NewPoolItem; fields: Record<string, unknown> }[] = [];
    const present = new Set<PoolItemId>();
    for (const item of items) {
      const fields = checkChanges(NewItem, item);
      if (!fields.ok) return fields;
      const known = here.get(item.asset);
      if (known !== undefined) present.add(known);
      else if (!fresh.some((one) => one.item.asset === item.asset)) fresh.push({ item, fields: fields.value });
    }
    const ranks = ranksAtEnd(edit, 'pool', fresh.length);
    const added = fresh.map(({ item, fields }, i) => {
      const id = edit.newId<PoolItemId>();
      edit.add('pool', id, { ...fields, tags: tagChanges([], item.tags), addedAt: edit.now(), rank: ranks[i] });
      return id;
    });
    return done({ added, present: [...present] }, `add ${counted('asset', added.length, 'an asset')} to the pool`);
  };

export const editPoolItem =
  (id: PoolItemId, changes: Changes<Editable>): Command<void> =>
  (edit) => {
    const item = edit.project.pool.find((one) => one.id === id);
    if (!item) return notFound('pool item');
    const fields = checkChanges(Editable, changes);
    if (!fields.ok) return fields;
    // What a person writes is theirs, also where a model wrote before.
    edit.set('pool', id, { ...fields.value, describedBy: changes.description === undefined ? undefined : null, tags: changes.tags && tagChanges(item.tags, changes.tags) });
    return done(undefined, 'edit pool item', typedField('pool', id, fields.value));
  };

/** Keeps what a model says that items show; those that a person has described meanwhile, or that are gone, stay as they are. */
export const describePoolItems =
  (said: ReadonlyMap<PoolItemId, Description>): Command<void> =>
  (edit) => {
    for (const { id } of edit.project.pool.filter(isUndescribed)) {
      const description = said.get(id);
      if (description) edit.set('pool', id, { description: description.text, describedBy: description.model });
    }
    return done(undefined, 'describe pool items');
  };

/** Whether no person has said what an item shows. */
export const isUndescribed = ({ description, describedBy }: Pick<PoolItem, 'description' | 'describedBy'>): boolean => description.trim() === '' || describedBy !== undefined;

/** Puts a tag on all of them, or takes it off, as one change. */
export const tagPoolItems =
  (ids: readonly PoolItemId[], tag: string, wanted: boolean): Command<void> =>
  (edit) => {
    if (tag.trim() === '') return refuse({ reason: 'value-invalid', field: 'tag' });
    if (ids.some((id) => !edit.project.pool.some((one) => one.id === id))) return notFound('pool item');
    for (const id of ids) edit.set('pool', id, { tags: { [tag]: wanted ? true : undefined } });
    const items = counted('pool item', ids.length, 'pool item');
    return done(undefined, `${wanted ? 'tag' : 'take a tag off'} ${items}`);
  };

const tagChanges = (present: readonly string[], wanted: readonly string[]): Record<string, true | undefined> =>
  Object.fromEntries([...present.map((tag) => [tag, undefined] as const), ...wanted.map((tag) => [tag, true] as const)]);
