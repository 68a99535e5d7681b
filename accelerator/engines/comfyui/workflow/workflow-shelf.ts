import { rm } from 'node:fs/promises';
import type { WorkflowDetail, WorkflowMapping } from '#core/schema/accelerator/workflow.ts';
import { FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { writeFileWhole } from '../../../pairing/write-file.ts';
import type { WorkflowDesk } from '../../ports.ts';
import { mappingFileOf, readOwnWorkflow, workflowFiles } from './own-workflows.ts';
import { nodesOf, wrongIn } from './places.ts';

/** A folder's workflows, for a person to say where a request goes in each: kept in the file beside it, which an editor can open as well. */
export class WorkflowShelf implements WorkflowDesk {
  readonly #folder: string | undefined;
  readonly #onChanged: () => void;

  constructor(folder: string | undefined, onChanged: () => void) {
    this.#folder = folder;
    this.#onChanged = onChanged;
  }

  async look(file: string): Promise<WorkflowDetail | undefined> {
    const folder = await this.#folderWith(file);
    if (folder === undefined) return undefined;
    const { reading, found } = await readOwnWorkflow(folder, file);
    return { reading, ...(found?.inferred && { inferred: found.inferred }), nodes: found ? nodesOf(found.workflow) : [] };
  }

  async map(file: string, mapping: WorkflowMapping): Promise<Result<WorkflowDetail, string> | undefined> {
    const folder = await this.#folderWith(file);
    if (folder === undefined) return undefined;
    const { found, reading } = await readOwnWorkflow(folder, file);
    if (!found) return fail(reading.problem ?? 'It is not a workflow.');
    const wrong = wrongIn(mapping, found.workflow);
    if (wrong !== undefined) return fail(wrong);
    if (!mapping.slots.prompt && !mapping.slots.first) return fail('Neither the prompt nor a first picture goes anywhere in it: nothing that is asked for would change what it makes.');
    writeFileWhole(mappingFileOf(folder, file), `${JSON.stringify(mapping, undefined, 2)}\n`);
    return this.#changed(file);
  }

  async unmap(file: string): Promise<Result<WorkflowDetail, string> | undefined> {
    const folder = await this.#folderWith(file);
    if (folder === undefined) return undefined;
    try {
      await rm(mappingFileOf(folder, file), { force: true });
    } catch (cause) {
      throw new FaultError('output-not-writable', { file: mappingFileOf('', file) }, { cause });
    }
    return this.#changed(file);
  }

  /** Only what stands in the folder by this very name is opened, so that no name leads out of it. */
  async #folderWith(file: string): Promise<string | undefined> {
    if (this.#folder === undefined) return undefined;
    return (await workflowFiles(this.#folder)).includes(file) ? this.#folder : undefined;
  }

  async #changed(file: string): Promise<Result<WorkflowDetail, string> | undefined> {
    const detail = await this.look(file);
    this.#onChanged();
    return detail && ok(detail);
  }
}
