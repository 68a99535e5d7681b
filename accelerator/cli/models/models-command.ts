import path from 'node:path';
import { explainInLine } from '#core/domain/words/explain.ts';
import { FaultError, type FaultReason } from '#core/schema/fault.ts';
import type { AskHub } from '../../models/ask-hub.ts';
import { openModels } from '../../models/open-models.ts';
import { readSettings } from '../../settings/read.ts';
import { UsageError } from '../usage-error.ts';
import { readModelsOptions, USAGE } from './options.ts';
import { runModels } from './run-models.ts';

const FAILED = 1;
const BAD_ARGUMENTS = 2;

/** Faults that lie in what was asked for. */
const ASKED_WRONGLY: ReadonlySet<FaultReason> = new Set<FaultReason>(['option-invalid', 'model-not-found', 'model-licence-not-accepted']);

/** Where a command stands: what it is told beside its words, and where what it says goes. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  out(line: string): void;
  err(line: string): void;
}

/** Answers the exit code: 0 done, 2 bad arguments, 1 failed; undefined where the signal ended it, and then what was fetched is kept. */
export async function modelsCommand(words: readonly string[], { env, signal, out, err }: Surroundings): Promise<number | undefined> {
  const fail = (reason: FaultReason, sentence: string, exitCode: number): number => {
    err(sentence);
    if (words.includes('--json')) out(JSON.stringify({ error: { reason, sentence } }));
    return exitCode;
  };
  let hub: AskHub | undefined;
  try {
    const options = readModelsOptions(words);
    if (options === 'help') {
      out(USAGE);
      return 0;
    }
    const { mirror, data, tokenFile } = options;
    const configuration = readSettings(data === undefined ? [] : ['--data', data], env, process.cwd());
    if (!configuration.ok) throw new UsageError(configuration.fault);
    const { settings } = configuration.value;
    // What the command line names counts more than what the accelerator was told.
    const hubTokenFile = tokenFile === undefined ? settings.hubTokenFile : path.resolve(tokenFile);
    const opened = openModels({
      settings: { ...settings, hubTokenFile, ...(mirror !== undefined && { hubMirror: mirror }) },
      data: configuration.value.data,
      token: env['HF_TOKEN'],
      isTokenNamed: tokenFile !== undefined,
      onLostToken: () => err('The token of the hub that was entered in the studio cannot be opened. Enter it again, or name a file by --token-file.'),
    });
    ({ hub } = opened);
    // What somebody was putting in place when they were killed.
    await opened.models.updates.finishAll();
    return (await runModels(options, { ...opened, signal, out })) ? 0 : FAILED;
  } catch (error) {
    if (error instanceof UsageError) return fail('option-invalid', error.message, BAD_ARGUMENTS);
    if (signal.aborted) return undefined;
    if (!(error instanceof FaultError)) throw error;
    const { reason } = error.fault;
    return fail(reason, explainInLine(error.fault), ASKED_WRONGLY.has(reason) ? BAD_ARGUMENTS : FAILED);
  } finally {
    await hub?.close();
  }
}
