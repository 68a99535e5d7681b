import * as Comlink from 'comlink';
import type { PartWriter } from '#core/domain/models/model-shelf.ts';
import type { ModelId } from '#core/schema/catalogue.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';

/* The shelf of the browser writes in a worker: this one does it for a test, with faults as values, as no error keeps its class on the way. */

const kept: unknown[] = [];
const keep = (thing: unknown): number => kept.push(thing) - 1;

const api = {
  async do(folder: string, name: string, ...args: unknown[]): Promise<Result<unknown, Fault>> {
    const shelf = new OpfsModelShelf(folder);
    return answer(async () => {
      if (name === 'append') return keep(await shelf.append(args[0] as ModelId, args[1] as string));
      if (name === 'hold') {
        const release = await shelf.hold(args[0] as ModelId);
        return release && keep(release);
      }
      const call = (shelf as unknown as Record<string, (...given: unknown[]) => unknown>)[name]!.bind(shelf);
      if (name !== 'read' && name !== 'readPart') return call(...args);
      const chunks: Uint8Array[] = [];
      for await (const chunk of call(...args) as AsyncIterable<Uint8Array>) chunks.push(chunk);
      return chunks;
    });
  },
  write: (writer: number, bytes: Uint8Array) => answer(() => (kept[writer] as PartWriter).write(bytes)),
  close: (writer: number) => answer(() => (kept[writer] as PartWriter).close()),
  release: (hold: number) => answer(() => (kept[hold] as () => Promise<void>)()),
  /** Writes a model anew so often, without a pause. */
  async putOften(folder: string, model: KeptModel, times: number): Promise<void> {
    const shelf = new OpfsModelShelf(folder);
    for (let time = 0; time < times; time += 1) await shelf.put({ ...model, addedAt: time });
  },
};
export type ShelfApi = typeof api;

async function answer(work: () => unknown): Promise<Result<unknown, Fault>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}

Comlink.expose(api);
