/** `npm run generate`: words and pictures to a file, without a browser and without a server. */
import path from 'node:path';
import { explainAdjustment } from '#core/domain/words/explain-adjustment.ts';
import type { FaultReason } from '#core/schema/fault.ts';
import { Interruption } from './interruption.ts';
import { type Made, make } from './make.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { ProgressLine } from './progress-line.ts';
import { tellFailure } from './tell-failure.ts';
import { ignoredSentence } from './words.ts';

/** Faults that lie in what was asked for, not in the machine or the model. */
const ASKED_WRONGLY: ReadonlySet<FaultReason> = new Set<FaultReason>([
  'prompt-empty',
  'prompt-too-long',
  'prompt-unknown-words',
  'mode-not-supported',
  'first-picture-missing',
  'last-picture-missing',
  'picture-unreadable',
  'picture-too-large',
  'picture-animated',
  'option-invalid',
]);

// npm changes into the repository; file names are meant from where the person stands.
const { npm_lifecycle_event: script, INIT_CWD: origin } = process.env;
if (script === 'generate' && origin) process.chdir(origin);

process.exitCode = await main(process.argv.slice(2));

/** Answers the exit code: 0 done, 2 bad arguments, 1 failed, 130 interrupted. */
async function main(words: readonly string[]): Promise<number> {
  const wantsJson = words.includes('--json');
  const interruption = new Interruption((exitCode) => process.exit(exitCode));
  let line: ProgressLine | undefined;
  try {
    const options = readOptions(words);
    if (options === 'help') {
      console.log(USAGE);
      return 0;
    }
    const progress = (line = new ProgressLine(process.stderr, options.quiet));
    const say = (sentence: string): void => {
      if (options.quiet) return;
      progress.clear();
      console.error(sentence);
    };
    const started = performance.now();
    const made = await make(options, interruption, {
      onWords: (report) => {
        const sentence = ignoredSentence(report);
        if (sentence) say(sentence);
      },
      onProgress: (state) => progress.show(state),
    });
    for (const adjustment of made.result.adjustments) say(explainAdjustment(adjustment));
    progress.clear();
    tell(options, made, performance.now() - started);
    return 0;
  } catch (error) {
    line?.clear();
    return tellFailure(error, { wantsJson, interruption, askedWrongly: ASKED_WRONGLY });
  }
}

/** The one line, or the one JSON object, about what was made. */
function tell(options: Options, { result, words, timings }: Made, milliseconds: number): void {
  const { recipe, adjustments } = result;
  const file = path.resolve(options.output);
  if (options.json) {
    console.log(JSON.stringify({ file, recipe, timings: { ...timings, total: milliseconds }, adjustments, words }));
  } else if (!options.quiet) {
    const { width, height, frames, frameRate, seed, engine } = recipe;
    const extent = frames === 1 ? 'one picture' : `${frames} frames at ${frameRate} a second`;
    const seconds = (milliseconds / 1000).toFixed(1);
    console.log(`${options.output}: ${width}×${height}, ${extent}, seed ${seed}, ${seconds} s on ${engine.provider}`);
  }
}
