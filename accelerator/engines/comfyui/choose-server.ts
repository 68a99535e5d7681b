/** What is known of a server when a job is to be given away. */
export interface Candidate {
  /** Prompts in its queue, running ones too. */
  readonly queue: number;
  /** Milliseconds it took a unit of work, by the last jobs; undefined: not measured yet. */
  readonly pace: number | undefined;
  /** Milliseconds since 1970 until which it is left alone, after a failure. */
  readonly restsUntil: number;
}

/** After the first failure a server is left for so long, after each further one in a row twice as long; milliseconds. */
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 5 * 60_000;

export const restAfter = (failures: number): number => (failures <= 0 ? 0 : Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1)));

/** How much a new measurement counts against those before. */
const NEWEST = 0.4;
export const paceAfter = (before: number | undefined, measured: number): number => (before === undefined ? measured : before + (measured - before) * NEWEST);

/**
 * The server that is likely done first: as long as its queue and this job take at its pace. One that was not measured yet
 * counts as fast as the fastest and goes before its equals, so that it gets its chance. Those that rest come last, the one that has rested longest first.
 */
export function chooseServer<Server extends Candidate>(servers: readonly Server[], now: number): Server | undefined {
  const fastest = Math.min(...servers.map(({ pace }) => pace ?? Infinity));
  const wait = ({ queue, pace }: Server) => (queue + 1) * (pace ?? (Number.isFinite(fastest) ? fastest : 1));
  const rest = ({ restsUntil }: Server) => Math.max(0, restsUntil - now);
  const isMeasured = ({ pace }: Server) => (pace === undefined ? 0 : 1);
  return [...servers].sort((a, b) => rest(a) - rest(b) || wait(a) - wait(b) || isMeasured(a) - isMeasured(b))[0];
}
