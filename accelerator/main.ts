/**
 * `npm start`: the studio and the accelerator on this machine. With the word `serve`, `npm run accelerator`: the
 * accelerator on the machine with the graphics card. With `doctor`: what was found here and what it allows.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './daemon/run.ts';
import { runDoctor } from './doctor/run-doctor.ts';
import { printedSettings, settingsHelp } from './settings/print.ts';
import { readSettings } from './settings/read.ts';

const SITE = fileURLToPath(new URL('../build', import.meta.url));
const USAGE = `Usage: npm start -- [options]                 the studio, and the accelerator on this machine
       npm run accelerator -- [options]       the accelerator, on the machine with the graphics card
       npm run accelerator -- doctor [--json] what was found here, and what it allows

  --no-open                  open no browser
  --pair                     show a code to pair a studio with
  --config FILE              read settings from this file, not from settings.json in the data folder
  --print-config             print all settings and where each comes from
  --json                     let the doctor print one JSON object
  -h, --help                 print this

Settings, each also as a variable (--log-level as KINORA_LOG_LEVEL) and in settings.json ("logLevel"):

${settingsHelp()}`;

process.exitCode = await main(process.argv.slice(2));

/** Answers the exit code; where the server listens, the process then lives until it is told to end. */
async function main(words: readonly string[]): Promise<number> {
  const begin = words.findIndex((word) => word !== 'serve' && word !== 'doctor');
  const commands = begin < 0 ? words : words.slice(0, begin);
  const configuration = readSettings(words.slice(commands.length), process.env, process.cwd());
  if (!configuration.ok) {
    console.error(`${configuration.fault}\n\n\`--help\` lists what can be said.`);
    return 2;
  }
  const { switches, settings } = configuration.value;
  if (switches.help) {
    console.log(USAGE);
    return 0;
  }
  if (switches['print-config']) {
    console.log(printedSettings(configuration.value));
    return 0;
  }
  if (commands.includes('doctor')) {
    const { isWell, words: report, findings } = await runDoctor(settings, configuration.value.data);
    console.log(switches.json ? JSON.stringify({ isWell, findings }, undefined, 2) : report);
    return isWell ? 0 : 1;
  }
  if (!existsSync(`${SITE}/index.html`)) {
    console.error('The studio is not built. `npm start` builds and starts it.');
    return 1;
  }
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  const why = await run({ configuration: configuration.value, site: SITE, version, serves: commands.includes('serve') });
  if (why === undefined) return 0;
  console.error(why);
  return 1;
}
