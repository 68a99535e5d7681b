import * as Y from 'yjs';

/**
 * The layout of a project's document. A larger minor adds fields and tables that an older reader keeps
 * and passes over; a larger major may mean other things by the same names, so it is only looked at.
 */
export const LAYOUT = { major: 1, minor: 4 } as const;

/** Which of an entity's fields are more than plain values. */
interface EntityShape {
  /** Y.Text: two people's typing is merged. */
  readonly texts: readonly string[];
  /** Y.Map from a key to a plain value: what two people put in is joined. */
  readonly sets: readonly string[];
}

/** Every table is a root Y.Map from id to entity; an entity is a Y.Map from field to value. */
export const TABLES = {
  scenes: { texts: ['description', 'lyrics', 'prompt'], sets: [] },
  clips: { texts: ['prompt', 'negativePrompt'], sets: ['characters', 'takes'] },
  keyframes: { texts: ['prompt'], sets: ['takes'] },
  characters: { texts: ['description', 'styleNotes'], sets: ['references'] },
  styles: { texts: ['prompt', 'negativePrompt'], sets: ['loras'] },
  pool: { texts: ['description'], sets: ['tags'] },
  markers: { texts: [], sets: [] },
  notes: { texts: ['text'], sets: [] },
  stories: { texts: ['narrative'], sets: [] },
  titles: { texts: [], sets: [] },
  captions: { texts: [], sets: [] },
  narration: { texts: [], sets: [] },
  versions: { texts: [], sets: [] },
} as const satisfies Record<string, EntityShape>;
export type TableName = keyof typeof TABLES;

/** The entities that every project has once; each is a root Y.Map itself. */
export const SINGLES = {
  /** Layout, id, name and settings. */
  head: { texts: [], sets: [] },
  brief: { texts: ['text', 'lyrics'], sets: ['pictures'] },
  /** How the song lies under the film. */
  sound: { texts: [], sets: [] },
} as const satisfies Record<string, EntityShape>;
export type SingleName = keyof typeof SINGLES;

export type Entity = Y.Map<unknown>;
export type Table = Y.Map<unknown>;

export const tableOf = (doc: Y.Doc, name: TableName): Table => doc.getMap(name);
export const singleOf = (doc: Y.Doc, name: SingleName): Entity => doc.getMap(name);

export const tableNames = Object.keys(TABLES) as TableName[];
export const singleNames = Object.keys(SINGLES) as SingleName[];

/** All root types, which share one history. */
export const rootsOf = (doc: Y.Doc): Y.Map<unknown>[] => [
  ...tableNames.map((name) => tableOf(doc, name)),
  ...singleNames.map((name) => singleOf(doc, name)),
];

/** An entity by its id; undefined where there is none, or something that no version writes. */
export function entityOf(doc: Y.Doc, table: TableName, id: string): Entity | undefined {
  const entity = tableOf(doc, table).get(id);
  return entity instanceof Y.Map ? entity : undefined;
}
