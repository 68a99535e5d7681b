import { readFileSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { flagOf, SETTING_NAMES, Settings, type SettingName, variableOf, wordsOf } from './schema.ts';
import { type Flags, type Given, readEnvironment, readFile, readFlags } from './sources.ts';

/** Settings, and where each came from. */
export interface Configuration {
  readonly settings: Settings;
  /** The folder of everything that is kept. */
  readonly data: string;
  readonly sources: ReadonlyMap<SettingName, string>;
  readonly switches: Flags['switches'];
}

/**
 * Settings from a file, the environment and flags; what comes later counts more.
 * @param folder relative paths on the command line and in the environment are beside it
 */
export function readSettings(words: readonly string[], env: Readonly<Record<string, string | undefined>>, folder: string): Result<Configuration, string> {
  const flags = readFlags(words, folder);
  if (!flags.ok) return flags;
  const environment = readEnvironment(env, folder);
  if (!environment.ok) return environment;
  const direct = new Map<SettingName, Given>([...environment.value, ...flags.value.given]);

  const named = flags.value.config ?? (env['KINORA_CONFIG'] ? path.resolve(folder, env['KINORA_CONFIG']) : undefined);
  const data = folderOf(direct) ?? envPaths('kinora', { suffix: '' }).data;
  const file = fromFile(named ?? path.join(data, 'settings.json'), named !== undefined);
  if (!file.ok) return file;

  const given = new Map<SettingName, Given>([...file.value, ...direct]);
  const checked = check(given);
  if (!checked.ok) return checked;
  const sources = new Map(SETTING_NAMES.map((name) => [name, given.get(name)?.source ?? 'default']));
  const settings = checked.value;
  return ok({ settings: { ...settings, data: settings.data ?? data }, data: settings.data ?? data, sources, switches: flags.value.switches });
}

function folderOf(given: ReadonlyMap<SettingName, Given>): string | undefined {
  const parsed = Settings.shape.data.safeParse(given.get('data')?.value);
  return parsed.success ? parsed.data : undefined;
}

/** A file that is named has to be there; the one in the data folder need not. */
function fromFile(file: string, isNamed: boolean): Result<ReadonlyMap<SettingName, Given>, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!isNamed && (code === 'ENOENT' || code === 'ENOTDIR')) return ok(new Map());
    return fail(code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${(error as Error).message}.`);
  }
  const read = readFile(text, file);
  if (read.ok && !isNamed && read.value.has('data')) {
    return fail(`${file} says "data", but it lies in that folder itself. Name the folder by --data or KINORA_DATA, or this file by --config.`);
  }
  return read;
}

/** One wrong value refuses them all: a daemon that half does what was asked is worse than none. */
function check(given: ReadonlyMap<SettingName, Given>): Result<Settings, string> {
  for (const [name, { value, source }] of given) {
    if (Settings.shape[name].safeParse(value).success) continue;
    const isSpelledOut = source === `--${flagOf(name)}` || source === variableOf(name);
    const where = isSpelledOut ? source : `${JSON.stringify(name)} in ${source}`;
    return fail(`${where} cannot be ${shown(value)}. Allowed: ${wordsOf(name).allowed}.`);
  }
  return ok(Settings.parse(Object.fromEntries([...given].map(([name, { value }]) => [name, value]))));
}

/** A value in a sentence, without the password that an address may hold. */
function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' ? 'empty' : text.replace(/\/\/[^/@\s]*@/g, '//…@').replace(/[?#][^\s,]*/g, '…').slice(0, 300);
}
