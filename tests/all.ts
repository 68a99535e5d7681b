/** `npm test`: types, rules, units, a real browser, and the whole studio end to end; then one line that counts. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../accelerator/setup/build.mjs';
import { SetupError } from '../accelerator/setup/install.mjs';
import { ensureBrowser } from './browser/install.ts';
import { NOTED_IN } from './errors-of-no-test.ts';
import { ROOT, runNode } from './run-node.ts';
import { checkStatically } from './static.ts';
import { readReport, type Report, sum, type Tally, tallyOf, tallyOfBoth, worthASecondLook } from './tally.ts';

/** The projects of vite.config.ts that need no browser, and those that do. */
const PLAIN = ['unit'];
const IN_BROWSER = ['browser', 'e2e'];

const reports = await mkdtemp(path.join(tmpdir(), 'kinora-tests-'));
const tallies: Tally[] = [];
try {
  tallies.push(await checkStatically());
  const hasBrowser = await ensureBrowser();
  const isBuilt = buildStudio();
  tallies.push({ passed: Number(hasBrowser) + Number(isBuilt), failures: [...(hasBrowser ? [] : ['No browser was found']), ...(isBuilt ? [] : ['The studio could not be built'])] });
  for (const project of PLAIN) tallies.push(await runProject(project));
  if (hasBrowser && isBuilt) for (const project of IN_BROWSER) tallies.push(await runProject(project));
} finally {
  await rm(reports, { recursive: true, force: true });
}

const { passed, failures, unsteady = [] } = sum(tallies);
process.exitCode = failures.length > 0 ? 1 : 0;
// Said again at the end, as what failed early is far up by then.
for (const each of unsteady) console.log(`~ failed once, and held when it was run again: ${each}`);
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(`${passed} passed, ${failures.length} failed${unsteady.length > 0 ? `, ${unsteady.length} of those that passed are unsteady` : ''}`);

async function runProject(project: string): Promise<Tally> {
  console.log(`\n— ${project} —`);
  const { report, exitCode, isWhole } = await runTests(project);
  // Of a run that broke off nobody knows what else would have failed.
  const files = isWhole ? worthASecondLook(report) : [];
  if (!report || files.length === 0) return tallyOf(report, exitCode);
  console.log(`\n— ${project}, once more: ${files.map((file) => path.relative(ROOT, file)).join(', ')} —`);
  const again = await runTests(project, files);
  return again.isWhole ? tallyOfBoth(report, again.report) : tallyOf(report, exitCode);
}

async function runTests(project: string, files: readonly string[] = []): Promise<{ report: Report | undefined; exitCode: number; isWhole: boolean }> {
  const file = path.join(reports, `${project}-${files.length}.json`);
  const errors = `${file}.errors`;
  const words = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...files];
  const reporters = ['--reporter=default', '--reporter=json', '--reporter=./tests/errors-of-no-test.ts', `--outputFile.json=${file}`];
  const exitCode = await runNode([...words, ...reporters], { env: { [NOTED_IN]: errors } });
  return { report: await readReport(file), exitCode, isWhole: !existsSync(errors) };
}

/** The end-to-end tests walk through what people get: the built studio. */
function buildStudio(): boolean {
  try {
    build(ROOT, process.execPath);
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    return false;
  }
}
