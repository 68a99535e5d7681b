/** How a process ended, and the last that it said on standard error. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastWords: string;
}

/** A process that gets no memory for itself cannot tell it in good order any more. */
export const diedOfMemory = ({ lastWords }: Pick<Ending, 'lastWords'>): boolean => /out ?of ?memory|bad_alloc|(failed to|cannot) allocate memory|allocation failed/i.test(lastWords);

/** The last line that says what went wrong; a stack of addresses says nothing to anybody. */
export function causeOfDeath({ code, signal, lastWords }: Ending): string {
  const lines = lastWords.trim().split('\n').filter(Boolean);
  const line = lines.findLast((each) => /error|terminate called|what\(\)/i.test(each)) ?? lines.at(-1);
  if (line !== undefined) return line.slice(0, 300);
  if (signal === 'SIGKILL') return 'Something ended it from outside, as a system does that runs out of memory.';
  return signal === null ? `Exit code ${code}.` : `It was ended by ${signal}.`;
}
