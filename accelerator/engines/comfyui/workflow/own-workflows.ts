import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { WorkflowMapping, type WorkflowReading, WorkflowSlot } from '#core/schema/accelerator/workflow.ts';
import type { ModelOffer } from '#core/schema/accelerator/offer.ts';
import type { Mode } from '#core/schema/mode.ts';
import { ApiWorkflow, linkOf } from './api-workflow.ts';
import { inferMapping } from './infer-mapping.ts';
import { wrongIn } from './places.ts';

/** A workflow is kilobytes. */
const MOST_BYTES = 4_000_000;
/** Files of a folder that are looked at. */
const MOST_FILES = 200;
const MAPPING = '.mapping.json';

/** A person's workflow that can be used. */
export interface OwnWorkflow {
  readonly offer: Omit<ModelOffer, 'missing'>;
  readonly workflow: ApiWorkflow;
  readonly mapping: WorkflowMapping;
}

export interface ReadWorkflow {
  readonly reading: WorkflowReading;
  readonly own?: OwnWorkflow;
  /** What its file holds, where that is a workflow, and what is inferred from it. */
  readonly found?: { readonly workflow: ApiWorkflow; readonly inferred: WorkflowMapping | undefined };
}

/** Reads the workflows of a folder, each with the mapping that stands beside it (`x.mapping.json` for `x.json`) or the one that is inferred. */
export async function readOwnWorkflows(folder: string): Promise<ReadWorkflow[]> {
  return Promise.all((await workflowFiles(folder)).map((name) => readOwnWorkflow(folder, name)));
}

/** The names of a folder's workflows. */
export async function workflowFiles(folder: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.endsWith(MAPPING));
    return names.sort().slice(0, MOST_FILES);
  } catch {
    // No folder: no workflows.
    return [];
  }
}

/** Where the mapping of a workflow is kept: beside it, for a person's editor as for the studio. */
export const mappingFileOf = (folder: string, file: string): string => path.join(folder, file.replace(/\.json$/, MAPPING));

/** Reads one of a folder's workflows. */
export async function readOwnWorkflow(folder: string, file: string): Promise<ReadWorkflow> {
  const unusable = (problem: string, rest: Partial<WorkflowReading> = {}, found?: ReadWorkflow['found']): ReadWorkflow => ({
    reading: { file, corrected: false, notFound: [], ...rest, problem },
    ...(found && { found }),
  });
  const json = await readJson(path.join(folder, file));
  if (json === undefined) return unusable('The file cannot be read as JSON.');
  if (typeof json === 'object' && json !== null && Array.isArray((json as { nodes?: unknown }).nodes)) {
    return unusable('It was saved as ComfyUI shows it. Export it once more with “Export (API)”.');
  }
  const parsed = ApiWorkflow.safeParse(json);
  if (!parsed.success || Object.keys(parsed.data).length === 0) return unusable('It is not a workflow in ComfyUI’s API format.');
  const workflow = parsed.data;

  const inferred = inferMapping(workflow, WorkflowSlot.options);
  const found = { workflow, inferred: inferred.mapping };
  const beside = mappingFileOf(folder, file);
  let mapping = inferred.mapping;
  let corrected = false;
  if (await isThere(beside)) {
    const read = WorkflowMapping.safeParse(await readJson(beside));
    if (!read.success) return unusable(`Its mapping ${path.basename(beside)} is not one: ${read.error.issues[0]?.message ?? 'it cannot be read'}.`, { corrected: true }, found);
    const wrong = wrongIn(read.data, workflow);
    if (wrong !== undefined) return unusable(wrong, { corrected: true }, found);
    mapping = read.data;
    corrected = true;
  }
  if (!mapping) return unusable('Nothing in it saves a film or pictures.', { notFound: [...inferred.notFound] }, found);
  const { slots } = mapping;
  const notFound = WorkflowSlot.options.filter((slot) => !slots[slot]);
  if (!slots.prompt && !slots.first) return unusable('No place for words and none for a picture was found in it. Say in a mapping where they go.', { corrected, mapping, notFound }, found);

  const own = { offer: offerOf(file, workflow, mapping), workflow, mapping };
  return { reading: { file, model: own.offer.id, corrected, mapping, notFound }, own, found };
}

/** What a workflow can make, from where a request goes in it; what it has no place for stays as its maker has set it. */
function offerOf(file: string, workflow: ApiWorkflow, mapping: WorkflowMapping): OwnWorkflow['offer'] {
  const { slots } = mapping;
  const name = file.replace(/\.json$/, '');
  const number = (slot: keyof typeof slots, otherwise: number): number => {
    const [input] = slots[slot] ?? [];
    const value = input && workflow[input.node]?.inputs[input.input];
    return typeof value === 'number' && value > 0 ? value : otherwise;
  };
  const whole = (slot: keyof typeof slots, otherwise: number, most: number) => Math.min(most, Math.max(1, Math.round(number(slot, otherwise))));
  const size: [number, number] = [whole('width', 832, 4096), whole('height', 480, 4096)];
  return {
    id: `comfyui/${name}`.slice(0, 100),
    name: name.slice(0, 100),
    version: createHash('sha256').update(JSON.stringify([workflow, mapping])).digest('hex').slice(0, 12),
    family: 'comfyui-workflow',
    // Whose models and nodes it uses only its maker knows.
    license: { spdx: 'NOASSERTION' },
    modes: modesOf(workflow, mapping),
    adapters: { loras: false, references: false },
    size: { multiple: 16, min: 64, max: 4096, default: size, presets: [size] },
    frames: { multiple: 4, offset: 1, default: whole('frames', 81, 10_000), max: 10_000 - 3 },
    frameRate: whole('frameRate', 16, 240),
    defaults: { steps: whole('steps', 20, 200), guidance: Math.min(30, number('guidance', 1)), shift: shiftOf(workflow), scheduler: 'euler' },
  };
}

function modesOf(workflow: ApiWorkflow, { slots, output }: WorkflowMapping): Mode[] {
  if (slots.last && slots.first) return ['flf2v'];
  if (slots.first) return slots.prompt ? ['i2v', 'ti2v'] : ['i2v'];
  const makesFilm = slots.frames !== undefined || !/Image$/.test(workflow[output]?.class_type ?? '');
  return makesFilm ? ['t2v'] : ['t2i'];
}

function shiftOf(workflow: ApiWorkflow): number {
  for (const { class_type, inputs } of Object.values(workflow)) {
    if (/^ModelSampling/.test(class_type) && typeof inputs.shift === 'number' && inputs.shift > 0 && !linkOf(inputs.shift)) return inputs.shift;
  }
  return 1;
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function readJson(file: string): Promise<unknown> {
  try {
    if ((await stat(file)).size > MOST_BYTES) return undefined;
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
