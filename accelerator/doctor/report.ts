import type { Finding } from './finding.ts';

const MARKS = { works: '✓', missing: '–', broken: '✗' } as const;

/** Findings for a person to read. */
export function reportWords(findings: readonly Finding[]): string {
  const broken = findings.filter(({ state }) => state === 'broken').length;
  const blocks = findings.map(({ what, state, found, allows, next }) => [`${MARKS[state]} ${what}: ${found}`, `    ${allows}`, ...(next === undefined ? [] : [`    → ${next}`])].join('\n'));
  const end = broken === 0 ? 'Kinora can work here.' : `${broken === 1 ? 'One thing has' : `${broken} things have`} to be put right before Kinora can work as it should.`;
  return `${blocks.join('\n\n')}\n\n${end}`;
}
