import * as Y from 'yjs';
import { wellFormed, writeText } from './text.ts';
import { type Entity, entityOf, type SingleName, SINGLES, singleOf, type TableName, tableOf, TABLES } from './layout.ts';
import { byRank, type Ranked } from './rank.ts';
import { isRecord, sameValue } from './same-value.ts';
import type { ProjectReader } from './read/project-reader.ts';

/** Where ids and times come from. */
export interface Origin {
  /** A new UUID. */
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An entity's fields by name; a set field as an object from key to value. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * What a command may write with. It lives for one transaction. What it reads is the project as it was
 * before the command.
 */
export class Edit {
  readonly #doc: Y.Doc;
  readonly #reader: ProjectReader;
  readonly #origin: Origin;
  readonly project;

  constructor(doc: Y.Doc, reader: ProjectReader, origin: Origin) {
    this.#doc = doc;
    this.#reader = reader;
    this.#origin = origin;
    this.project = reader.read();
  }

  newId<Id extends string>(): Id {
    return this.#origin.newId() as Id;
  }

  now(): number {
    return this.#origin.now();
  }

  /** Scenes and clips with their ranks and families, bin included. */
  get sceneFamilies() {
    return this.#reader.sceneFamilies();
  }

  get clipFamilies() {
    return this.#reader.clipFamilies();
  }

  has(table: TableName, id: string): boolean {
    return entityOf(this.#doc, table, id) !== undefined;
  }

  /** A plain field as it stands in the document. */
  field(table: TableName, id: string, field: string): unknown {
    return entityOf(this.#doc, table, id)?.get(field);
  }

  /** The keys of an entity's set. */
  keys(table: TableName, id: string, field: string): string[] {
    return this.entries(table, id, field).map(([key]) => key);
  }

  /** The keys of an entity's set with what the document says of each. */
  entries(table: TableName, id: string, field: string): [string, unknown][] {
    const set = this.field(table, id, field);
    return set instanceof Y.Map ? [...set.entries()] : [];
  }

  /** This moment, before the command. */
  snapshot(): Uint8Array {
    return Y.encodeSnapshot(Y.snapshot(this.#doc));
  }

  /** The keys of a set whose values have ranks, in order. */
  ranks(table: TableName, id: string, field: string): Ranked[] {
    return ranksIn(this.field(table, id, field));
  }

  briefRanks(field: string): Ranked[] {
    return ranksIn(singleOf(this.#doc, 'brief').get(field));
  }

  /** Makes an entity. Every text and set that its table has is there from the beginning. */
  add(table: TableName, id: string, fields: Fields): void {
    const { texts, sets } = TABLES[table];
    const entity: Entity = new Y.Map();
    for (const field of texts) entity.set(field, new Y.Text());
    for (const field of sets) entity.set(field, new Y.Map());
    tableOf(this.#doc, table).set(id, entity);
    this.#write(entity, TABLES[table], fields);
  }

  /** Makes an entity that says all that another says, also what this version does not know, but for `fields`. */
  copy(table: TableName, from: string, id: string, fields: Fields): void {
    const source = entityOf(this.#doc, table, from);
    if (!source) throw new Error(`nothing to copy in ${table}`);
    const entity = source.clone();
    tableOf(this.#doc, table).set(id, entity);
    this.#write(entity, TABLES[table], fields);
  }

  /** Writes the fields that differ. Fields that are undefined are left alone. */
  set(table: TableName, id: string, fields: Fields): void {
    const entity = entityOf(this.#doc, table, id);
    if (!entity) throw new Error(`nothing to change in ${table}`);
    this.#write(entity, TABLES[table], fields);
  }

  setSingle(name: SingleName, fields: Fields): void {
    this.#write(singleOf(this.#doc, name), SINGLES[name], fields);
  }

  #write(entity: Entity, shape: { texts: readonly string[]; sets: readonly string[] }, fields: Fields): void {
    for (const [field, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      if (shape.texts.includes(field)) writeText(textField(entity, field), value as string);
      else if (shape.sets.includes(field)) writeSet(setField(entity, field), value as Fields);
      else writeValue(entity, field, value);
    }
  }
}

function ranksIn(set: unknown): Ranked[] {
  if (!(set instanceof Y.Map)) return [];
  const entries = [...(set as Y.Map<unknown>).entries()];
  return entries.map(([id, value]) => ({ id, rank: rankIn(value) })).sort(byRank);
}

const rankIn = (value: unknown): string => (isRecord(value) && typeof value['rank'] === 'string' ? value['rank'] : '');

/** A text of the entity; made where an older version, or none, left it out. */
function textField(entity: Entity, field: string): Y.Text {
  const present = entity.get(field);
  if (present instanceof Y.Text) return present;
  const text = new Y.Text();
  entity.set(field, text);
  return text;
}

function setField(entity: Entity, field: string): Y.Map<unknown> {
  const present = entity.get(field);
  if (present instanceof Y.Map) return present;
  const set = new Y.Map<unknown>();
  entity.set(field, set);
  return set;
}

/** Puts the keys in; `undefined` takes one out. Keys that are not named stay. */
function writeSet(set: Y.Map<unknown>, changes: Fields): void {
  for (const [key, value] of Object.entries(changes)) {
    if (value !== undefined) writeValue(set, key, value);
    else if (set.has(key)) set.delete(key);
  }
}

function writeValue(map: Y.Map<unknown>, field: string, value: unknown): void {
  const before = map.get(field);
  const next = keepUnknown(before, clean(value));
  if (!map.has(field) || !sameValue(before, next)) map.set(field, next);
}

/** What a newer version put beside the parts that this one knows stays, while the value is of the same kind. */
function keepUnknown(before: unknown, next: unknown): unknown {
  if (!isRecord(before) || !isRecord(next) || before['kind'] !== next['kind']) return next;
  return { ...before, ...next };
}

const clean = (value: unknown): unknown => (typeof value === 'string' ? wellFormed(value) : value);
