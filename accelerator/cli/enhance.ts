/** `npm run upscale` and `npm run interpolate`: frames that are there already, larger or more of them, to a file. */
import path from 'node:path';
import type { FaultReason } from '#core/schema/fault.ts';
import { FrameMode } from '#core/schema/frame-model.ts';
import { type Enhanced, enhance } from './enhance/enhance.ts';
import { type EnhanceOptions, readEnhanceOptions, usageOf } from './enhance/options.ts';
import { Interruption } from './interruption.ts';
import { ProgressLine } from './progress-line.ts';
import { tellFailure } from './tell-failure.ts';

/** Faults that lie in what was given, not in the machine or the model. */
const GIVEN_WRONGLY: ReadonlySet<FaultReason> = new Set<FaultReason>(['picture-unreadable', 'picture-too-large', 'media-damaged', 'option-invalid']);

// npm changes into the repository; file names are meant from where the person stands.
const { npm_lifecycle_event: script, INIT_CWD: origin } = process.env;
if (FrameMode.safeParse(script).success && origin) process.chdir(origin);

const [mode, ...words] = process.argv.slice(2);
process.exitCode = await main(FrameMode.parse(mode), words);

/** Answers the exit code: 0 done, 2 bad arguments or a file that cannot be worked on, 1 failed, 130 interrupted. */
async function main(mode: FrameMode, words: readonly string[]): Promise<number> {
  const wantsJson = words.includes('--json');
  const interruption = new Interruption((exitCode) => process.exit(exitCode));
  let line: ProgressLine | undefined;
  try {
    const options = readEnhanceOptions(mode, words);
    if (options === 'help') {
      console.log(usageOf(mode));
      return 0;
    }
    const shown = (line = new ProgressLine(process.stderr, options.quiet));
    const started = performance.now();
    const made = await enhance(options, interruption, (progress) => shown.show(progress));
    shown.clear();
    tell(options, made, performance.now() - started);
    return 0;
  } catch (error) {
    line?.clear();
    return tellFailure(error, { wantsJson, interruption, askedWrongly: GIVEN_WRONGLY });
  }
}

/** The one line, or the one JSON object, about what was made. */
function tell({ output, json, quiet }: EnhanceOptions, { recipe, soundLeftOut }: Enhanced, milliseconds: number): void {
  if (soundLeftOut && !quiet) console.error(`${path.extname(output)} cannot hold the sound as it is, so it was left out. Choose the ending of the clip it came from to keep it.`);
  if (json) {
    console.log(JSON.stringify({ file: path.resolve(output), recipe, milliseconds, soundLeftOut }));
  } else if (!quiet) {
    const { width, height, frames, frameRate, engine } = recipe;
    const extent = frames === 1 ? 'one picture' : `${frames} frames at ${frameRate} a second`;
    console.log(`${output}: ${width}×${height}, ${extent}, ${(milliseconds / 1000).toFixed(1)} s on ${engine.provider}`);
  }
}
