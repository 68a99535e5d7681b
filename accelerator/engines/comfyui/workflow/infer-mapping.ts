import type { NodeInput, WorkflowMapping, WorkflowSlot } from '#core/schema/accelerator/workflow.ts';
import { type ApiNode, type ApiWorkflow, linkOf } from './api-workflow.ts';

/** What saves a result, the best first: a film before pictures, what is kept before what is only shown. */
const OUTPUTS = [/^SaveVideo$/, /^VHS_VideoCombine$/, /^SaveWEBM$/, /^SaveImage$/, /^PreviewImage$/];
/** Where words stand in a node that encodes them: one for each text encoder of a model, all of them said the same. */
const WORD_INPUTS = { positive: ['text', 'prompt', 'text_g', 'text_l', 'clip_g', 'clip_l', 't5xxl', 'positive_prompt'], negative: ['text', 'prompt', 'text_g', 'text_l', 'clip_g', 'clip_l', 't5xxl', 'negative_prompt'] } as const;
/** Makes a latent, or prepares one from pictures; one that is scaled or cut between two samplers keeps its own size. */
const MAKES_LATENT = /^(?!.*(Upscale|Crop|Composite)).*(Latent|ToVideo|FirstLast|Embeds)/;
/** Where a value stands in a node that is nothing but a value. */
const VALUE_INPUTS = ['value', 'text', 'string', 'int', 'float', 'seed', 'number'];

/** Nodes between an encoder and its words that are gone through at most. */
const DEEPEST = 8;

type Slots = Partial<Record<WorkflowSlot, NodeInput[]>>;

export interface Inferred {
  /** Absent where nothing is there that would make a result. */
  readonly mapping?: WorkflowMapping;
  /** Slots that nothing was found for, in the order of a request. */
  readonly notFound: readonly WorkflowSlot[];
}

/** Finds where a request goes in a workflow, by the classes of its nodes and by what they are linked to. */
export function inferMapping(workflow: ApiWorkflow, slots: readonly WorkflowSlot[]): Inferred {
  const found: Slots = {};
  const add = (slot: WorkflowSlot, input: NodeInput | undefined): void => {
    if (!input || found[slot]?.some(({ node, input: name }) => node === input.node && name === input.input)) return;
    (found[slot] ??= []).push(input);
  };
  for (const [id, node] of Object.entries(workflow)) {
    if (/KSampler(?!Select)|SamplerCustom|WanVideoSampler/.test(node.class_type)) readSampler(workflow, id, add);
    if ('fps' in node.inputs) add('frameRate', literal(workflow, id, 'fps', 'number'));
    if ('frame_rate' in node.inputs) add('frameRate', literal(workflow, id, 'frame_rate', 'number'));
  }
  // Of models that know no negative words: theirs are made from the prompt's.
  const negative = found.negativePrompt?.filter(({ node, input }) => !found.prompt?.some((other) => other.node === node && other.input === input));
  if (negative?.length) found.negativePrompt = negative;
  else delete found.negativePrompt;
  const notFound = slots.filter((slot) => !found[slot]);
  const output = outputOf(workflow);
  return output === undefined ? { notFound } : { mapping: { schema: 1, slots: found, output }, notFound };
}

type Add = (slot: WorkflowSlot, input: NodeInput | undefined) => void;

function readSampler(workflow: ApiWorkflow, sampler: string, add: Add): void {
  const near = [sampler, ...linkedBy(workflow, sampler, ['guider', 'noise', 'sigmas'])];
  for (const id of near) {
    for (const name of ['seed', 'noise_seed']) add('seed', literal(workflow, id, name, 'number'));
    add('steps', literal(workflow, id, 'steps', 'number'));
    add('guidance', literal(workflow, id, 'cfg', 'number'));
    for (const role of ['positive', 'negative'] as const) {
      for (const name of [role, 'text_embeds']) for (const text of textsOf(workflow, id, name, role)) add(role === 'positive' ? 'prompt' : 'negativePrompt', text);
    }
    // A guider that knows no negative words.
    if (!('positive' in (workflow[id]?.inputs ?? {}))) for (const text of textsOf(workflow, id, 'conditioning', 'positive')) add('prompt', text);
  }
  for (const id of upstream(workflow, near, ['latent_image', 'samples', 'latent', 'positive', 'image_embeds'])) readShape(workflow, id, add);
}

/** Size, length and pictures, from the node that makes the latent or prepares it. */
function readShape(workflow: ApiWorkflow, id: string, add: Add): void {
  const node = workflow[id];
  if (!node) return;
  if (MAKES_LATENT.test(node.class_type)) {
    add('width', literal(workflow, id, 'width', 'number'));
    add('height', literal(workflow, id, 'height', 'number'));
    for (const name of ['length', 'num_frames', 'frames']) add('frames', literal(workflow, id, name, 'number'));
  }
  for (const name of ['start_image', 'first_image', 'first_frame']) add('first', pictureOf(workflow, node, name));
  for (const name of ['end_image', 'last_image', 'last_frame']) add('last', pictureOf(workflow, node, name));
}

/** The LoadImage that stands behind an input, also behind nodes that scale or crop. */
function pictureOf(workflow: ApiWorkflow, node: ApiNode, name: string): NodeInput | undefined {
  const link = linkOf(node.inputs[name]);
  if (!link) return undefined;
  const chain = upstream(workflow, [link.node], ['image', 'images', 'pixels']);
  const loads = chain.find((id) => workflow[id]?.class_type === 'LoadImage');
  return loads === undefined ? undefined : { node: loads, input: 'image' };
}

/** The words behind a conditioning, also through nodes that pass positive and negative on side by side. */
function textsOf(workflow: ApiWorkflow, id: string, name: string, role: 'positive' | 'negative'): NodeInput[] {
  const start = linkOf(workflow[id]?.inputs[name]);
  if (!start) return [];
  const texts: NodeInput[] = [];
  const seen = new Set<string>();
  const left = [start.node];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const node = workflow[at];
    if (!node || seen.has(at)) continue;
    seen.add(at);
    if (/TextEncode/.test(node.class_type)) {
      for (const input of WORD_INPUTS[role]) {
        const text = literal(workflow, at, input, 'string');
        if (text) texts.push(text);
      }
      continue;
    }
    const isPair = 'positive' in node.inputs && 'negative' in node.inputs;
    // A loader that encodes by itself.
    if (isPair && typeof node.inputs[role] === 'string') texts.push({ node: at, input: role });
    for (const [input, value] of Object.entries(node.inputs)) {
      const link = linkOf(value);
      if (link && (isPair ? input === role : /^conditioning/.test(input))) left.push(link.node);
    }
  }
  return texts;
}

/** Where the value of an input stands: in it, or in the node of nothing but a value that it is linked to. */
function literal(workflow: ApiWorkflow, id: string, name: string, kind: 'number' | 'string', depth = 0): NodeInput | undefined {
  const value = workflow[id]?.inputs[name];
  if (typeof value === kind) return { node: id, input: name };
  const link = linkOf(value);
  const behind = link && workflow[link.node];
  if (!behind) return undefined;
  const next = Object.entries(behind.inputs).find(([, other]) => linkOf(other))?.[0];
  // Words that others are put behind; what is computed from numbers cannot be said in one of them.
  if (next !== undefined) return kind === 'string' && depth < DEEPEST ? literal(workflow, link.node, next, kind, depth + 1) : undefined;
  const input = VALUE_INPUTS.find((one) => typeof behind.inputs[one] === kind);
  return input === undefined ? undefined : { node: link.node, input };
}

const linkedBy = (workflow: ApiWorkflow, id: string, names: readonly string[]): string[] =>
  names.flatMap((name) => linkOf(workflow[id]?.inputs[name])?.node ?? []);

/** The nodes that can be reached against the links, through inputs of these names only. */
function upstream(workflow: ApiWorkflow, from: readonly string[], names: readonly string[]): string[] {
  const seen = new Set<string>();
  const left = [...from];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (seen.has(id) || !workflow[id]) continue;
    seen.add(id);
    left.push(...linkedBy(workflow, id, names));
  }
  return [...seen];
}

/** What saves the result: of several, the one that most nodes lead to, as a base picture is saved before it is refined. */
function outputOf(workflow: ApiWorkflow): string | undefined {
  const nodes = Object.entries(workflow);
  const names = [...new Set(nodes.flatMap(([, { inputs }]) => Object.keys(inputs)))];
  const before = (id: string) => upstream(workflow, [id], names).length;
  for (const pattern of OUTPUTS) {
    const found = nodes.filter(([, { class_type }]) => pattern.test(class_type)).map(([id]) => ({ id, before: before(id) }));
    if (found.length > 0) return found.reduce((best, one) => (one.before > best.before ? one : best)).id;
  }
  return undefined;
}
