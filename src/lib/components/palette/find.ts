import { fold, hasWords, searchWords } from '#core/domain/takes/take-search.ts';
import type { Action } from '../shell/action.ts';

/** A line of the palette. */
export interface Line {
  readonly id: string;
  readonly kind: 'command' | 'place' | 'project' | 'clip' | 'cast' | 'pool' | 'take';
  readonly name: string;
  readonly about: string;
  /** What else it is found by. */
  readonly words: string;
  readonly icon?: Action['icon'];
  readonly hint?: string | undefined;
  /** Why it cannot be done now. */
  readonly why?: string | undefined;
  run(): void;
}

export interface Group {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** From 0 to 1: how well a text answers to what was typed, letters left out and all. */
export type Score = (text: string, typed: string) => number;

/** Matches weaker than this are chance. */
const LEAST = 0.04;
/** So many lines of a kind are shown; the rest is counted. */
const MOST: Record<Line['kind'], number> = { command: 12, place: 8, project: 6, clip: 8, cast: 6, pool: 6, take: 8 };
const RECENT = 5;

const TITLES: Record<Line['kind'], string> = { command: 'Commands', place: 'Go to', project: 'Projects', clip: 'Scenes and clips', cast: 'Cast & styles', pool: 'Pool', take: 'Takes' };

/** What is shown before anything is typed: what was chosen last, then what can be done here. */
export function atFirst(lines: readonly Line[], recent: readonly string[]): readonly Group[] {
  const last = recent.flatMap((id) => lines.find((line) => line.id === id) ?? []).slice(0, RECENT);
  const rest = lines.filter((line) => !last.includes(line));
  const commands = rest.filter(({ kind, why }) => kind === 'command' && why === undefined);
  const titles = [...new Set(commands.map(({ about }) => about))];
  return [
    { title: 'Recent', lines: last },
    ...titles.map((title) => ({ title, lines: commands.filter(({ about }) => about === title) })),
    { title: TITLES.place, lines: rest.filter(({ kind }) => kind === 'place') },
    { title: TITLES.project, lines: rest.filter(({ kind }) => kind === 'project').slice(0, MOST.project) },
  ].filter(({ lines: some }) => some.length > 0);
}

/** What answers to what was typed, the best first; `count` also counts what is not shown. */
export function find(lines: readonly Line[], typed: string, score: Score, recent: readonly string[]): { readonly groups: readonly Group[]; readonly count: number } {
  const words = searchWords(typed);
  const hits = lines.flatMap((line) => {
    const value = valueOf(line, typed, words, score);
    // What cannot be done now stands behind what can; what was chosen lately before its equals.
    return value < LEAST ? [] : [{ line, value: value * (line.why === undefined ? 1 : 0.5) + (recent.includes(line.id) ? 0.01 : 0) }];
  });
  hits.sort((one, other) => other.value - one.value);
  const kinds = [...new Set(hits.map(({ line }) => line.kind))];
  const groups = kinds.map((kind) => ({ title: TITLES[kind], lines: hits.flatMap(({ line }) => (line.kind === kind ? [line] : [])).slice(0, MOST[kind]) }));
  return { groups, count: hits.length };
}

function valueOf({ kind, name, about, words: more }: Line, typed: string, words: readonly string[], score: Score): number {
  // Prompts are long, and any letters are somewhere in them: only whole beginnings of words count there.
  const inName = words.length > 0 && hasWords(fold(name), words) ? 0.9 : 0;
  const inAll = words.length > 0 && hasWords(fold(`${name}\n${about}\n${more}`), words) ? 0.6 : 0;
  const loose = kind === 'clip' || kind === 'pool' || kind === 'take' ? 0 : score(name, typed.trim());
  return Math.max(inName, inAll, loose);
}
