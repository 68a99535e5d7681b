import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Fault } from '#core/schema/fault.ts';
import { ENGINE, startFault } from './ending-fault.ts';

/** It answers at once, or not at all: the first time it may have to load the card's libraries. Milliseconds, bytes. */
const PATIENCE_MS = 20_000;
const LONGEST_ANSWER = 1_000_000;

const HOW_TO_GET = 'Get it from github.com/leejet/stable-diffusion.cpp, and say where it is with the setting sdCli.';

/** What is known of an sd-cli. */
export interface Probe {
  readonly version: string;
  /** In lower case without a number: `cuda`, `vulkan`, `metal`, `cpu`. */
  readonly provider: string;
  /** One sentence. */
  readonly why: string;
  /** Why it can be given no work. */
  readonly fault?: Fault;
}

/** The program that is meant: the one that was given, or the first of its name in PATH. */
export async function findProgram(given: string | undefined, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const names = process.platform === 'win32' ? ['sd-cli.exe'] : ['sd-cli'];
  const folders = (environment.PATH ?? environment.Path ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const places = given === undefined ? folders.flatMap((folder) => names.map((name) => path.join(folder, name))) : [path.resolve(given)];
  for (const place of places) if (await isProgram(place)) return place;
  return undefined;
}

async function isProgram(place: string): Promise<boolean> {
  try {
    await access(place, constants.X_OK);
    return (await stat(place)).isFile();
  } catch {
    return false;
  }
}

export function notFound(given: string | undefined): Probe {
  const detail = given === undefined ? `It is not in PATH. ${HOW_TO_GET}` : `There is no program at ${given}. ${HOW_TO_GET}`;
  return { version: 'unknown', provider: 'none', why: 'There is no sd-cli on this machine.', fault: { reason: 'engine-away', facts: { engine: ENGINE, detail } } };
}

/** Asks a program what it is and what it can work on. `patienceMs`: how long it may take for an answer. */
export async function probe(program: string, environment: NodeJS.ProcessEnv, patienceMs = PATIENCE_MS): Promise<Probe> {
  const answer = (question: string) => answerOf(program, question, environment, patienceMs);
  const devices = await answer('--list-devices');
  if (typeof devices !== 'string') return { version: 'unknown', provider: 'none', why: 'sd-cli does not answer.', fault: devices };
  const version = await answer('--version');
  const said = typeof version === 'string' ? /version (\S+?),? commit (\S+)/.exec(version) : null;
  return { version: said ? `${said[1]} ${said[2]}` : 'unknown', ...bestDevice(devices) };
}

/** A card before the processor; sd-cli itself takes the first. */
export function bestDevice(listed: string): Pick<Probe, 'provider' | 'why'> {
  const devices = listed.split(/\r?\n/).flatMap((line) => {
    const [, name = '', described = ''] = /^([A-Za-z]\w*)\t(.*)$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, described: described.trim() || name }];
  });
  const card = devices.find(({ name }) => !/^(CPU|BLAS|RPC)/i.test(name));
  if (card) return { provider: card.name.toLowerCase().replace(/\d+$/, ''), why: `sd-cli works on ${card.described} (${card.name}).` };
  const [processor] = devices;
  return { provider: 'cpu', why: `sd-cli sees no graphics card and works on ${processor?.described ?? 'the processor'}.` };
}

function answerOf(program: string, question: string, environment: NodeJS.ProcessEnv, timeout: number): Promise<string | Fault> {
  const options = { env: environment, timeout, maxBuffer: LONGEST_ANSWER, killSignal: 'SIGKILL', windowsHide: true } as const;
  return new Promise((resolve) => {
    execFile(program, [question], options, (error, stdout) => {
      if (!error) return resolve(stdout);
      if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return resolve(refusedAnswer('Its answer has no end.'));
      if (typeof error.code === 'string') return resolve(startFault(error.code));
      if (error.killed === true) return resolve(refusedAnswer('It does not answer.'));
      resolve(refusedAnswer(`It ended with ${error.signal ?? `the code ${String(error.code)}`} when asked for its devices.`));
    });
  });
}

const refusedAnswer = (detail: string): Fault => ({ reason: 'engine-refused', facts: { engine: ENGINE, detail } });
