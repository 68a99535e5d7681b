import { readFile } from 'node:fs/promises';

/**
 * What a part of the tests came to: how many held, and what failed, each with its name and how it failed. A test that
 * failed once and held when its file was run again is unsteady: it held, and is named all the same.
 */
export interface Tally {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly unsteady?: readonly string[];
}

export const sum = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failures: tallies.flatMap(({ failures }) => failures),
  unsteady: tallies.flatMap(({ unsteady = [] }) => unsteady),
});

/** The part of vitest's JSON report that is counted. */
export interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages?: readonly string[] | null }[];
  }[];
}

/** A test that failed, or a file that broke before its first test: its name, and how it failed. */
interface Failure {
  readonly file: string;
  readonly name: string;
  readonly words: string;
}

/** Lines of a failure that are said again at the end: enough to know it by. */
const LINES = 6;

/** How many files of a project may fail and be run again; where more do, it is no accident. */
const FEW = 3;

function failuresOf(report: Report): Failure[] {
  return report.testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    if (status === 'failed' && assertionResults.length === 0) return [{ file, name: file, words: said(file, message) }];
    const failed = assertionResults.filter((test) => test.status === 'failed');
    return failed.map(({ fullName, failureMessages }) => ({ file, name: `${file}: ${fullName}`, words: said(`${file}: ${fullName}`, failureMessages?.join('\n')) }));
  });
}

/**
 * What a run of vitest came to. A file that broke before its first test counts as a failure, and so
 * does a run that ended badly without naming one, or that found nothing to run.
 */
export function tallyOf(report: Report | undefined, exitCode: number): Tally {
  if (!report) return { passed: 0, failures: ['A run ended without its report'] };
  const failures = failuresOf(report).map(({ words }) => words);
  const passed = report.numPassedTests;
  const isUnexplained = failures.length === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failures: isUnexplained ? [`A run ended with ${exitCode} after ${passed} tests, and named none that failed`] : failures };
}

/** The files that are worth a second look: those where something failed, if they are few. */
export function worthASecondLook(report: Report | undefined): string[] {
  const files = report ? [...new Set(failuresOf(report).map(({ file }) => file))] : [];
  return files.length <= FEW ? files : [];
}

/** What a run came to whose failed files were run again: what held then is unsteady, all else has failed. */
export function tallyOfBoth(first: Report, again: Report | undefined): Tally {
  const held = new Set(again?.testResults.flatMap(({ name, status, assertionResults }) => [
    ...(status === 'passed' ? [name] : []),
    ...assertionResults.filter((test) => test.status === 'passed').map(({ fullName }) => `${name}: ${fullName}`),
  ]));
  const [unsteady, failed] = [failuresOf(first).filter(({ name }) => held.has(name)), failuresOf(first).filter(({ name }) => !held.has(name))];
  return { passed: first.numPassedTests + unsteady.length, failures: failed.map(({ words }) => words), unsteady: unsteady.map(({ words }) => words) };
}

const said = (name: string, message = ''): string => [name, ...message.split('\n').slice(0, LINES)].join('\n    ').trimEnd();

/** The report that vitest wrote, or nothing where it wrote none. */
export async function readReport(file: string): Promise<Report | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
