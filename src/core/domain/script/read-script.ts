import type { Fault, FaultError } from '../../schema/fault.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import type { Storyboard } from '../../schema/storyboard.ts';
import { boardScript } from './board-script.ts';
import { isFountain, readFountain } from './read-fountain.ts';
import { isShotTable, readCsvScript } from './read-csv-script.ts';
import { readShotList } from './read-shot-list.ts';
import { MOST_SHOTS, type ReadPages, type ScriptNote } from './script-shot.ts';

export type ScriptFormat = 'list' | 'fountain' | 'table';

/** A person's script as a storyboard, and what of it was not understood. */
export interface ReadScript extends Storyboard {
  readonly format: ScriptFormat;
  readonly notes: readonly ScriptNote[];
}

interface ReadOptions {
  readonly rate: FrameRate;
  /** What shots without a length share, in frames; without it each has a usual one. */
  readonly targetLength?: number | null;
}

/** A feature film's screenplay has a third of it. Characters. */
const LONGEST_SCRIPT = 600_000;

/**
 * Reads a shot list, a screenplay in Fountain or a table of shots (CSV, with commas, semicolons or tabs).
 * Every shot becomes one clip, in its order. The file's name helps to tell which it is; what it holds decides.
 */
export function readScript(text: string, fileName: string, { rate, targetLength = null }: ReadOptions): Result<ReadScript, Fault> {
  const file = fileName || 'The script';
  if (text.length > LONGEST_SCRIPT) return refuse('file-too-large', { file, size: text.length, limit: LONGEST_SCRIPT });
  if (text.includes('\u0000')) return refuse('file-unreadable', { file });
  const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n').replace(/\p{Cs}/gu, '');
  if (plain.trim() === '') return refuse('file-empty', { file });
  const format = formatOf(plain, fileName);
  let pages: ReadPages;
  if (format === 'table') {
    const table = readCsvScript(plain.trimStart(), rate);
    if (!table.pages) return refuse('script-columns-unknown', { file, columns: table.columns.filter(Boolean).slice(0, 8).join(', ').slice(0, 200) });
    pages = table.pages;
  } else pages = format === 'fountain' ? readFountain(plain, rate) : readShotList(plain, rate);
  const shots = pages.scenes.reduce((sum, scene) => sum + scene.shots.length, 0);
  if (shots === 0) return refuse('script-no-shots', { file });
  if (shots > MOST_SHOTS) return refuse('script-too-long', { file, limit: MOST_SHOTS });
  return ok({ ...boardScript(pages, fileName, rate, targetLength), format, notes: pages.notes });
}

const refuse = (...[reason, facts]: ConstructorParameters<typeof FaultError>): { ok: false; fault: Fault } => fail({ reason, facts: facts ?? {} });

function formatOf(text: string, fileName: string): ScriptFormat {
  if (/\.(?:csv|tsv|tab)$/i.test(fileName) || isShotTable(text.trimStart())) return 'table';
  if (/\.(?:fountain|spmd)$/i.test(fileName)) return 'fountain';
  // A shot list may have a scene heading as well; its shots are marked.
  const marked = text.match(/^\s*(?:(?:shot\s*)?\d{1,4}[.):]|[-*•])\s+\S/gim)?.length ?? 0;
  return isFountain(text) && marked < 2 ? 'fountain' : 'list';
}
