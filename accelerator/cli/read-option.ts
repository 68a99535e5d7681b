import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error.ts';

/** Options that every command has. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads a command line with Node's parser. Throws UsageError with its sentence. */
export function readWords<const Known extends NonNullable<ParseArgsConfig['options']>>(words: readonly string[], options: Known) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, strict: true, options });
  } catch (error) {
    throw asUsage(error);
  }
}

/** What Node's parser throws about a command line, as a sentence; all else as it is. */
const asUsage = (error: unknown): unknown =>
  error instanceof TypeError && 'code' in error ? new UsageError(`${firstSentence(error.message)} --help lists the options.`) : error;

/** Node explains at length how to pass words that begin with a dash; its first sentence is enough. */
const firstSentence = (text: string): string => `${text.split(/\.\s|\n/)[0]?.replace(/\.$/, '')}.`;

/** One of the words that an option allows. Throws UsageError. */
export function oneOf<Word extends string>(option: string, given: string, allowed: readonly Word[]): Word {
  const found = allowed.find((word) => word === given);
  if (found === undefined) throw new UsageError(`${option} cannot be ${given}. Allowed: ${allowed.join(', ')}.`);
  return found;
}

/** Width and height in pixels, as 160x96. Throws UsageError. */
export function readSize(given: string): { width: number; height: number } {
  const match = /^(\d{1,4})[x×](\d{1,4})$/i.exec(given);
  const width = Number(match?.[1]);
  const height = Number(match?.[2]);
  if (!match || width < 1 || height < 1) throw new UsageError(`--size cannot be ${given}. Write width and height in pixels, for example 160x96.`);
  return { width, height };
}

/** A number within its limits; undefined where none was given. Throws UsageError. */
export function readNumber(
  option: string,
  given: string | undefined,
  { least, most, whole = false }: { least: number; most: number; whole?: boolean },
): number | undefined {
  if (given === undefined) return undefined;
  const value = /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : NaN;
  if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${option} cannot be ${given}. Allowed: ${whole ? 'whole numbers ' : ''}from ${least} to ${most}.`);
  }
  return value;
}
