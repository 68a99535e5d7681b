import * as Y from 'yjs';
import type { z } from 'zod';
import { type Entity, type TableName, tableOf } from '../layout.ts';

/** An entity's fields as plain values: texts as strings, sets as their entries in the order of their keys. */
export type RawFields = Readonly<Record<string, unknown>>;
export type SetEntries = readonly (readonly [key: string, value: unknown])[];

export function rawFields(entity: Entity): RawFields {
  const raw: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  entity.forEach((value, field) => {
    if (value instanceof Y.Text) raw[field] = value.toString();
    else if (value instanceof Y.Map) raw[field] = setEntries(value);
    else raw[field] = value;
  });
  return raw;
}

function setEntries(set: Y.Map<unknown>): SetEntries {
  return [...set.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The entries of a set field; none where the field is something else. */
export const entriesIn = (raw: RawFields, field: string): SetEntries =>
  Array.isArray(raw[field]) ? (raw[field] as SetEntries) : [];

/**
 * The fields that a schema names, each with its default where it is missing or means nothing to this
 * version. Fields that the schema does not name are passed over; they stay in the document.
 */
export function readFields<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  defaults: z.infer<z.ZodObject<Shape>>,
  raw: RawFields,
): z.infer<z.ZodObject<Shape>> {
  const whole = schema.safeParse({ ...(defaults as object), ...raw });
  if (whole.success) return whole.data;
  const fields = Object.entries(schema.shape).map(([field, type]) => {
    const parsed = (type as z.ZodType).safeParse(raw[field]);
    return [field, parsed.success ? parsed.data : (defaults as Record<string, unknown>)[field]];
  });
  return Object.fromEntries(fields) as z.infer<z.ZodObject<Shape>>;
}

/** The rows of one table, read once and again only where something changed. */
export class TableRows<Row> {
  readonly #table: Y.Map<unknown>;
  readonly #parse: (id: string, raw: RawFields) => Row | undefined;
  #rows: ReadonlyMap<string, Row> = new Map();
  #stale: Set<string> | 'all' = 'all';

  /** `parse` gives no row for an entity that cannot be one. */
  constructor(doc: Y.Doc, name: TableName, parse: (id: string, raw: RawFields) => Row | undefined) {
    this.#table = tableOf(doc, name);
    this.#parse = parse;
    this.#table.observeDeep((events) => {
      if (this.#stale === 'all') return;
      for (const { path, keys } of events) {
        if (path.length > 0) this.#stale.add(String(path[0]));
        else for (const id of keys.keys()) this.#stale.add(id);
      }
    });
  }

  /** By id, in no order that means anything; the same object again where nothing changed. */
  read(): ReadonlyMap<string, Row> {
    const stale = this.#stale === 'all' ? [...this.#table.keys()] : [...this.#stale];
    if (stale.length === 0) return this.#rows;
    const rows = new Map(this.#rows);
    for (const id of stale) {
      const entity = this.#table.get(id);
      const row = entity instanceof Y.Map ? this.#parse(id, rawFields(entity)) : undefined;
      if (row === undefined) rows.delete(id);
      else rows.set(id, row);
    }
    this.#stale = new Set();
    this.#rows = rows;
    return rows;
  }
}
