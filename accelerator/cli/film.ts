/** `npm run film`: a brief to a finished film, without a browser and without a server. */
import path from 'node:path';
import { FaultError } from '#core/schema/fault.ts';
import { type FilmOptions, FILM_USAGE, readFilmOptions } from './film/options.ts';
import { FilmLine } from './film/film-line.ts';
import { makeFilm, type MadeFilm } from './film/make-film.ts';
import { Interruption } from './interruption.ts';
import { FAILED, tellFailure } from './tell-failure.ts';

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
    const isCancelled = error instanceof FaultError && error.fault.reason === 'cancelled';
    if (isCancelled && !words.includes('--quiet')) console.error('Stopped. Start it again with the same brief, and it goes on from here.');
    return tellFailure(error, { wantsJson, interruption });
  }
}

function tell({ json, quiet }: FilmOptions, made: MadeFilm): void {
  for (const sentence of made.failed) console.error(sentence);
  if (json) console.log(JSON.stringify(made));
  else if (!quiet) for (const { file, facts } of made.files) console.log(`${path.relative('.', file) || file}: ${facts}`);
}
