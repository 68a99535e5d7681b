/** `npm run film`: a brief to a finished film, without a browser and without a server. */
import path from 'node:path';
import { explainInLine } from '#core/domain/words/explain.ts';
import { FaultError, type FaultReason } from '#core/schema/fault.ts';
import { type FilmOptions, FILM_USAGE, readFilmOptions } from './film/options.ts';
import { FilmLine } from './film/film-line.ts';
import { makeFilm, type MadeFilm } from './film/make-film.ts';
import { Interruption } from './interruption.ts';
import { UsageError } from './usage-error.ts';

const FAILED = 1;
const BAD_ARGUMENTS = 2;

// npm changes into the repository; file names are meant from where the person stands.
const { npm_lifecycle_event: script, INIT_CWD: origin } = process.env;
if (script === 'film' && origin) process.chdir(origin);

process.exitCode = await main(process.argv.slice(2));

/** Answers the exit code: 0 done, 2 bad arguments or a brief that cannot be meant, 1 failed or not whole, 130 interrupted. */
async function main(words: readonly string[]): Promise<number> {
  const wantsJson = words.includes('--json');
  const interruption = new Interruption((exitCode) => process.exit(exitCode));
  let line: FilmLine | undefined;
  try {
    const options = readFilmOptions(words);
    if (options === 'help') {
      console.log(FILM_USAGE);
      return 0;
    }
    const shown = (line = new FilmLine(process.stderr, options.quiet));
    const made = await makeFilm(options, interruption, {
      onStep: (step) => shown.step(step),
      onProgress: (fraction, words) => shown.progress(fraction, words),
    });
    shown.clear();
    tell(options, made);
    return made.failed.length > 0 ? FAILED : 0;
  } catch (error) {
    line?.clear();
    if (error instanceof UsageError) return fail(wantsJson, 'option-invalid', error.message, BAD_ARGUMENTS);
    if (!(error instanceof FaultError)) throw error;
    const { reason } = error.fault;
    if (reason !== 'cancelled') return fail(wantsJson, reason, explainInLine(error.fault), FAILED);
    if (!words.includes('--quiet')) console.error('Stopped. Start it again with the same brief, and it goes on from here.');
    return interruption.exitCode;
  }
}

function tell({ json, quiet }: FilmOptions, made: MadeFilm): void {
  for (const sentence of made.failed) console.error(sentence);
  if (json) console.log(JSON.stringify(made));
  else if (!quiet) for (const { file, facts } of made.files) console.log(`${path.relative('.', file) || file}: ${facts}`);
}

function fail(wantsJson: boolean, reason: FaultReason, sentence: string, exitCode: number): number {
  console.error(sentence);
  if (wantsJson) console.log(JSON.stringify({ error: { reason, sentence } }));
  return exitCode;
}
