import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { canonicalJson } from '../domain/takes/recipe-hash.ts';
import { entitiesOf } from './branch/entities.ts';
import { createProject } from './create-project.ts';
import { expectInvariants } from './invariants.test-support.ts';
import { singleNames, singleOf, tableNames, tableOf } from './layout.ts';
import { ProjectDocument } from './project-document.ts';
import { anyStep, perform, type Step } from './random-steps.test-support.ts';
import { sampleOrigin } from './sample-origin.ts';

const SEED = process.env['KINORA_SEED'];
const RUNS = { numRuns: Number(process.env['KINORA_RUNS'] ?? 100), ...(SEED && { seed: Number(SEED) }) };

/** One of two people with their copy of a project, and a record of every place that they touched. */
class Person {
  readonly doc = new Y.Doc();
  readonly document: ProjectDocument;
  readonly touched = new Set<string>();
  readonly typed: string[] = [];

  constructor(person: number, base: Uint8Array) {
    this.doc.clientID = person;
    Y.applyUpdate(this.doc, base);
    this.document = new ProjectDocument(this.doc, sampleOrigin(person));
    for (const root of [...tableNames.map((name) => tableOf(this.doc, name)), ...singleNames.map((name) => singleOf(this.doc, name))]) {
      const name = [...this.doc.share].find(([, type]) => (type as unknown) === root)?.[0] as string;
      root.observeDeep((events) => {
        for (const event of events) {
          const path = [name, ...event.path.map(String)].join('/');
          if (event instanceof Y.YTextEvent) this.touched.add(path);
          else for (const key of event.keys.keys()) this.touched.add(`${path}/${key}`);
        }
      });
    }
  }

  work(steps: readonly Step[]): void {
    steps.forEach((step, i) => {
      const word = ` ${this.doc.clientID}.${i}.`;
      perform(this.document, step, word);
    });
  }

  raw(): Record<string, unknown> {
    return rawOf(this.doc);
  }
}

function rawOf(doc: Y.Doc): Record<string, unknown> {
  const roots = [...tableNames.map((name) => [name, tableOf(doc, name)] as const), ...singleNames.map((name) => [name, singleOf(doc, name)] as const)];
  return Object.fromEntries(roots.map(([name, root]) => [name, root.toJSON()]));
}

const at = (raw: unknown, path: string): unknown =>
  path.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], raw);

/** Whether the other touched this place, something in it, or what it is in. */
const alsoTouched = (others: ReadonlySet<string>, path: string): boolean =>
  [...others].some((other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`));

/** The update of a base that both start from. */
function baseOf(steps: readonly Step[]): Uint8Array {
  const made = createProject({ name: 'Film' }, sampleOrigin(2));
  if (!made.ok) throw new Error('no project');
  steps.forEach((step, i) => perform(made.value, step, ` 2.${i}.`));
  return made.value.encode();
}

const steps = (most: number) => fc.array(anyStep, { maxLength: most });

describe('two documents that were edited apart', () => {
  it('merge without loss, to the same document in either order, and read whole', () => {
    fc.assert(
      fc.property(steps(40), steps(25), steps(25), fc.boolean(), (before, mine, theirs, swapped) => {
        const base = baseOf(before);
        const [a, b] = [new Person(swapped ? 5 : 3, base), new Person(4, base)];
        a.work(mine);
        b.work(theirs);
        const [rawA, rawB] = [a.raw(), b.raw()];
        const [fromA, fromB] = [a.document.encode(), b.document.encode()];
        const [touchedA, touchedB] = [new Set(a.touched), new Set(b.touched)];
        expect(a.document.receive(fromB).ok && b.document.receive(fromA).ok).toBe(true);

        // The same document, whoever takes in whose changes, and whoever opens it anew.
        expect(canonicalJson(a.raw())).toBe(canonicalJson(b.raw()));
        expect(b.document.project).toEqual(a.document.project);
        const anew = new Y.Doc();
        Y.applyUpdate(anew, fromB);
        Y.applyUpdate(anew, fromA);
        expect(new ProjectDocument(anew, sampleOrigin()).project).toEqual(a.document.project);

        // What only one of them touched is as that one left it.
        const merged = a.raw();
        for (const [touched, others, raw] of [[touchedA, touchedB, rawA], [touchedB, touchedA, rawB]] as const) {
          for (const path of touched) {
            if (!alsoTouched(others, path)) expect(at(merged, path), path).toEqual(at(raw, path));
          }
        }
        // What either made is there to be found, and every word that either typed stands where it was typed.
        const entities = entitiesOf(a.document.project);
        for (const raw of [rawA, rawB]) {
          for (const table of tableNames) {
            for (const [id, entity] of Object.entries(raw[table] as Record<string, Record<string, unknown>>)) {
              expect(entities.has(id), `${table} ${id}`).toBe(true);
              expectWords(entity, (merged[table] as Record<string, Record<string, unknown>>)[id]);
            }
          }
        }
        expectInvariants(a.document.project);
      }),
      RUNS,
    );
  }, 600_000);

  it('reads whole after every step, and undoes all of it and redoes all of it', () => {
    fc.assert(
      fc.property(steps(15), steps(25), (before, mine) => {
        const person = new Person(3, baseOf(before));
        const start = person.document.project;
        for (const [i, step] of mine.entries()) {
          perform(person.document, step, ` 3.${i}.`);
          expectInvariants(person.document.project);
        }
        const end = person.document.project;
        const names: (string | undefined)[] = [];
        while (person.document.undoName !== undefined) names.push(person.document.undo());
        expect(person.document.project).toEqual(start);
        // No further than to where it was: what had been undone in the middle stays undone.
        const undone = names.filter((name) => name !== undefined);
        const again = undone.map(() => person.document.redo());
        expect(person.document.project).toEqual(end);
        expect(again.toReversed()).toEqual(undone);
      }),
      RUNS,
    );
  }, 600_000);
});

/** Every word that was typed at the end of a text of one of them is in the text of both. */
function expectWords(own: Record<string, unknown>, merged: Record<string, unknown> | undefined): void {
  for (const [field, text] of Object.entries(own)) {
    if (typeof text !== 'string' || !['prompt', 'description', 'lyrics', 'text'].includes(field)) continue;
    for (const word of text.match(/ \d\.\d+\./g) ?? []) {
      if (!String(merged?.[field]).includes(word)) expect(merged?.[field]).toContain(word);
    }
  }
}
