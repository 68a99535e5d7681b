import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { flagOf, kindOf, SETTING_NAMES, type SettingName, variableOf, wordsOf } from './schema.ts';

/** A value as someone gave it, and what to call the place in a sentence. */
export interface Given {
  readonly value: unknown;
  readonly source: string;
}
export type GivenSettings = ReadonlyMap<SettingName, Given>;

/** The flags that are no settings. */
const SWITCHES = ['print-config', 'open', 'pair', 'json', 'help'] as const;
type Switch = (typeof SWITCHES)[number];

export interface Flags {
  readonly given: GivenSettings;
  readonly config: string | undefined;
  readonly switches: Readonly<Partial<Record<Switch, boolean>>>;
}

const FLAGS: NonNullable<ParseArgsConfig['options']> = {
  config: { type: 'string' },
  ...Object.fromEntries(SWITCHES.map((name) => [name, { type: 'boolean' as const, ...(name === 'help' && { short: 'h' }) }])),
  ...Object.fromEntries(
    SETTING_NAMES.map((name) => [flagOf(name), { type: kindOf(name) === 'switch' ? ('boolean' as const) : ('string' as const), multiple: kindOf(name) === 'list' }]),
  ),
};

/** What the command line says, or a sentence about what cannot be meant. Paths are beside `folder`. */
export function readFlags(words: readonly string[], folder: string): Result<Flags, string> {
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args: [...words], options: FLAGS, allowNegative: true }));
  } catch (error) {
    return fail(`${(error as Error).message.split('. ')[0]}.`);
  }
  const given = new Map<SettingName, Given>();
  for (const name of SETTING_NAMES) {
    const value = values[flagOf(name)];
    if (value === undefined) continue;
    const read = typeof value === 'string' ? fromText(name, value) : value;
    given.set(name, { value: placed(name, read, folder), source: `--${flagOf(name)}` });
  }
  const switches = Object.fromEntries(SWITCHES.flatMap((name) => (typeof values[name] === 'boolean' ? [[name, values[name]]] : [])));
  const config = typeof values['config'] === 'string' ? path.resolve(folder, values['config']) : undefined;
  return ok({ given, config, switches });
}

/** Names under KINORA_ that belong to its tests, and the file that is named like a setting. */
const OTHER_VARIABLES = new Set(['KINORA_CONFIG', 'KINORA_SEED', 'KINORA_RUNS']);

/** What the environment says. An empty variable says nothing. Lists are parted by commas. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>, folder: string): Result<GivenSettings, string> {
  const given = new Map<SettingName, Given>();
  const byVariable = new Map(SETTING_NAMES.map((name) => [variableOf(name), name]));
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith('KINORA_') || OTHER_VARIABLES.has(variable) || text === undefined || text === '') continue;
    const name = byVariable.get(variable);
    if (name === undefined) return fail(`The environment says ${variable}, and there is no such setting.`);
    given.set(name, { value: placed(name, fromText(name, text), folder), source: variable });
  }
  return ok(given);
}

/** What a settings file says. */
export function readFile(text: string, file: string): Result<GivenSettings, string> {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return fail(`${file} is no JSON: ${(error as Error).message}.`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return fail(`${file} has to hold one JSON object.`);
  const given = new Map<SettingName, Given>();
  for (const [key, value] of Object.entries(content)) {
    const name = SETTING_NAMES.find((candidate) => candidate === key);
    if (name === undefined) return fail(`${file} says ${JSON.stringify(key)}, and there is no such setting.`);
    given.set(name, { value: placed(name, value, path.dirname(file)), source: file });
  }
  return ok(given);
}

/** Text as the kind of value that a setting takes; what cannot be read as one stays text, and is refused as such. */
function fromText(name: SettingName, text: string): unknown {
  const kind = kindOf(name);
  if (kind === 'list') return text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  if (kind === 'switch') return /^(true|1|yes|on)$/i.test(text) ? true : /^(false|0|no|off)$/i.test(text) ? false : text;
  return text;
}

function placed(name: SettingName, value: unknown, folder: string): unknown {
  const { place } = wordsOf(name);
  const absolute = (text: unknown) =>
    place === undefined || typeof text !== 'string' || text.trim() === '' || (place === 'program' && !/[\\/]/.test(text)) ? text : path.resolve(folder, text);
  return Array.isArray(value) ? value.map(absolute) : absolute(value);
}
