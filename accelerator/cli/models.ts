/** `npm run models`: the models of the accelerator, whether it runs or not. */
import { modelsCommand } from './models/models-command.ts';

/** 128 and the signal's number, as shells count. */
const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 } as const;

// npm changes into the repository; file names are meant from where the person stands.
const { npm_lifecycle_event: script, INIT_CWD: origin } = process.env;
if (script === 'models' && origin) process.chdir(origin);

const abort = new AbortController();
let interrupted: number = INTERRUPTED.SIGINT;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = INTERRUPTED[signal];
    abort.abort();
  });
}
const surroundings = { env: process.env, signal: abort.signal, out: (line: string) => console.log(line), err: (line: string) => console.error(line) };
process.exitCode = (await modelsCommand(process.argv.slice(2), surroundings)) ?? interrupted;
