import type { ClassInfo, InputSpec } from './object-info.ts';

export interface PromptNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
export type Prompt = Readonly<Record<string, PromptNode>>;

interface InputError {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Record<string, unknown>;
}
interface NodeErrors {
  readonly errors: readonly InputError[];
  readonly dependent_outputs: readonly string[];
  readonly class_type: string;
}
export type Refusal = { readonly error: { type: string; message: string; details: string; extra_info: object }; readonly node_errors: Record<string, NodeErrors> };

export const isLink = (value: unknown): value is [string, number] => Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number';

const refusal = (type: string, message: string, details: string): Refusal => ({ error: { type, message, details, extra_info: {} }, node_errors: {} });

/** What ComfyUI says to a prompt that it does not take; undefined for one that it takes. */
export function validate(prompt: Prompt, classes: Readonly<Record<string, ClassInfo>>): Refusal | undefined {
  for (const [id, node] of Object.entries(prompt)) {
    if (typeof node?.class_type !== 'string') return refusal('invalid_prompt', 'Cannot execute because a node is missing the class_type property.', `Node ID '#${id}'`);
    if (!classes[node.class_type]) return refusal('invalid_prompt', `Cannot execute because node ${node.class_type} does not exist.`, `Node ID '#${id}'`);
  }
  const outputs = Object.entries(prompt).filter(([, node]) => classes[node.class_type]?.isOutput);
  if (outputs.length === 0) return refusal('prompt_no_outputs', 'Prompt has no outputs', '');

  const node_errors: Record<string, NodeErrors> = {};
  const needed = new Set<string>();
  const left = outputs.map(([id]) => id);
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const node = prompt[id];
    if (!node || needed.has(id)) continue;
    needed.add(id);
    left.push(...Object.values(node.inputs).filter(isLink).map(([from]) => from));
    const errors = errorsOf(node, prompt, classes);
    if (errors.length > 0) node_errors[id] = { errors, dependent_outputs: outputs.map(([output]) => output), class_type: node.class_type };
  }
  const all = Object.values(node_errors).flatMap(({ errors }) => errors);
  if (all.length === 0) return undefined;
  const details = all.map(({ message, details }) => `${message}: ${details}`).join('\n');
  return { error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation', details, extra_info: {} }, node_errors };
}

function errorsOf(node: PromptNode, prompt: Prompt, classes: Readonly<Record<string, ClassInfo>>): InputError[] {
  const { required, optional = {} } = classes[node.class_type] as ClassInfo;
  return Object.entries({ ...required, ...optional }).flatMap(([name, spec]) => {
    const value = node.inputs[name];
    if (value === undefined) {
      return name in required ? [{ type: 'required_input_missing', message: 'Required input is missing', details: name, extra_info: { input_name: name } }] : [];
    }
    return inputErrors(name, value, spec, prompt, classes);
  });
}

function inputErrors(name: string, value: unknown, spec: InputSpec, prompt: Prompt, classes: Readonly<Record<string, ClassInfo>>): InputError[] {
  const [kind, more = {}] = spec;
  const extra_info = { input_name: name, input_config: spec, received_value: value };
  const error = (type: string, message: string, details: string): InputError[] => [{ type, message, details, extra_info }];
  if (isLink(value)) {
    const given = classes[prompt[value[0]]?.class_type ?? '']?.output[value[1]];
    if (given === undefined) return error('exception_during_inner_validation', 'Exception when validating inner node', name);
    return given === kind ? [] : error('return_type_mismatch', 'Return type mismatch between linked nodes', `${name}, received_type(${given}) mismatch input_type(${String(kind)})`);
  }
  if (typeof kind !== 'string') {
    if (kind.includes(String(value))) return [];
    const list = kind.length > 20 ? `(list of length ${kind.length})` : `[${kind.map((one) => `'${one}'`).join(', ')}]`;
    return error('value_not_in_list', 'Value not in list', `${name}: '${String(value)}' not in ${list}`);
  }
  if (kind === 'STRING') return typeof value === 'string' ? [] : error('invalid_input_type', 'Failed to convert an input value to a STRING value', name);
  if (kind !== 'INT' && kind !== 'FLOAT') return error('bad_linked_input', 'Bad linked input, must be a length-2 list of [node_id, slot_index]', name);
  const number = typeof value === 'number' ? value : Number.NaN;
  if (Number.isNaN(number) || (kind === 'INT' && !Number.isInteger(number))) return error('invalid_input_type', `Failed to convert an input value to a ${kind} value`, name);
  if (typeof more.min === 'number' && number < more.min) return error('value_smaller_than_min', `Value ${number} smaller than min of ${more.min}`, name);
  if (typeof more.max === 'number' && number > more.max) return error('value_bigger_than_max', `Value ${number} bigger than max of ${more.max}`, name);
  return [];
}
