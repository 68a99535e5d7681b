import { acceleratorKills } from './accelerator-kills.ts';
import { clockSetBack } from './clock.ts';
import { engineProcesses } from './engine-processes.ts';
import { kills } from './kills.ts';
import { soakHostileArchives } from './hostile-archives.ts';
import { memory } from './memory.ts';
import { modelFetches } from './model-fetches.ts';
import type { Part } from './part.ts';
import { desk, documents, rules } from './rules.ts';
import { tabs } from './tabs.ts';
import { takeover } from './takeover.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_GAP_MS = 5_000;

const counted = (actions: ReadonlyMap<string, number>): string =>
  [...actions].sort(([, a], [, b]) => b - a).map(([name, times]) => `${name} ${times}`).join(', ');

export const PARTS: readonly Part[] = [
  {
    name: 'memory', needsStudio: false,
    what: 'clip after clip in one process, for --minutes',
    run: ({ minutes }) => memory(minutes),
  },
  {
    name: 'rules', needsStudio: false,
    what: 'the property tests of the job rules, --runs sequences each',
    run: ({ runs = 10_000, seed }) => rules(runs, seed),
  },
  {
    name: 'documents', needsStudio: false,
    what: 'the property tests of the film document, --runs random pairs each',
    run: ({ runs = 1_000, seed }) => documents(runs, seed),
  },
  {
    name: 'archives', needsStudio: false,
    what: '--runs hostile archives handed to the import',
    run: async ({ runs: count = 1_000, seed }) => {
      const isFine = await soakHostileArchives({ count, seed });
      return { told: `${count} archives`, wrong: isFine ? [] : ['not all were refused in good order; they are printed above'] };
    },
  },
  {
    name: 'kills', needsStudio: true,
    what: 'the whole browser killed in the middle of work, --runs times',
    run: async ({ runs = 200, ...options }) => {
      const result = await kills({ ...options, runs });
      const { whileOpening, whileWorking, parked, writes, jobs, takes, blobs, actions } = result;
      return {
        told:
          `${runs} kills, ${whileOpening} while opening, ${whileWorking} while a job ran; ${writes} writes acknowledged, ` +
          `${jobs} jobs, ${takes} takes, ${blobs} blobs, ${parked} jobs parked at the end; ${counted(actions)}`,
        wrong: result.losses,
      };
    },
  },
  {
    name: 'accelerator-desk', needsStudio: false,
    what: "the property test of the accelerator's desk, --runs sequences",
    run: ({ runs = 500, seed }) => desk(runs, seed),
  },
  {
    name: 'accelerator-kills', needsStudio: false,
    what: "the accelerator's desk killed in the middle of work, at each named point and --runs times at random",
    run: async ({ runs = 1_000, seed, say }) => {
      const { kills: killed, whileWorking, sent, done, parked, losses } = await acceleratorKills({ runs, seed, say });
      const told = `${killed} kills, ${whileWorking} while a job ran; ${sent} orders acknowledged, ${done} done, ${parked} parked at the end`;
      return { told, wrong: losses };
    },
  },
  {
    name: 'engine-processes', needsStudio: false,
    what: "the onnx engine's processes started and stopped in every way, --runs times",
    run: async ({ runs = 1_000, seed }) => {
      const { fates, processes, wrong } = await engineProcesses(runs, seed);
      return { told: `${processes} processes; ${counted(new Map(Object.entries(fates)))}`, wrong };
    },
  },
  {
    name: 'model-fetches', needsStudio: false,
    what: 'a model fetched --runs times, the line cut, the process killed or a bit flipped at a random byte',
    run: async ({ runs = 100, seed }) => {
      const { cuts, kills: killed, flips, mostSent, wrong } = await modelFetches(runs, seed);
      return { told: `${cuts} cuts, ${killed} kills, ${flips} flipped bits; at most ${mostSent.toFixed(3)} times the file was sent`, wrong };
    },
  },
  {
    name: 'takeover', needsStudio: true,
    what: 'the working tab crashed, and left for another page, beside another one, --runs times each',
    run: async ({ runs = 20, ...options }) => {
      const results = [];
      for (const way of ['crash', 'leave'] as const) results.push(await takeover({ ...options, way, runs }));
      const losses = results.flatMap((result) => result.losses);
      const longest = Math.max(...results.flatMap(({ gapsMs }) => gapsMs));
      return {
        told: `${runs} crashes and ${runs} times left; another tab worked on after ${Math.round(longest)} ms at the longest`,
        wrong: longest > MOST_GAP_MS ? [...losses, `it took ${Math.round(longest)} ms until another tab worked on`] : losses,
      };
    },
  },
  {
    name: 'tabs', needsStudio: true,
    what: 'eight tabs with --runs edits each, reloads and freezes',
    run: async ({ runs = 500, ...options }) => {
      const result = await tabs({ ...options, tabs: 8, edits: runs });
      const { edits, reloads, freezes, writes, jobs, takes, actions } = result;
      return {
        told: `${edits} edits, ${reloads} reloads, ${freezes} freezes; ${writes} writes, ${jobs} jobs, ${takes} takes; ${counted(actions)}`,
        wrong: result.losses,
      };
    },
  },
  {
    name: 'clock', needsStudio: true,
    what: 'the clock set back in the middle of work, by a day and by a year',
    run: async (options) => {
      const wrong: string[] = [];
      for (const days of [1, 365]) {
        const found = await clockSetBack({ ...options, backMs: days * DAY_MS });
        wrong.push(...found.map((sentence) => `by ${days} days: ${sentence}`));
      }
      return { told: 'set back and set right again, twice', wrong };
    },
  },
];
