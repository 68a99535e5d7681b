import { readFile } from 'node:fs/promises';

/** What a part of the tests came to: how many held, and what failed, each with its name and how it failed. */
export interface Tally {
  readonly passed: number;
  readonly failures: readonly string[];
}

export const sum = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failures: tallies.flatMap(({ failures }) => failures),
});

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages?: readonly string[] | null }[];
  }[];
}

/** Lines of a failure that are said again at the end: enough to know it by. */
const LINES = 6;

/**
 * What a run of vitest came to. A file that broke before its first test counts as a failure, and so
 * does a run that ended badly without naming one, or that found nothing to run.
 */
export function tallyOf(report: Report | undefined, exitCode: number): Tally {
  if (!report) return { passed: 0, failures: ['A run ended without its report'] };
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    if (status === 'failed' && assertionResults.length === 0) return [said(name, message)];
    return assertionResults.filter((test) => test.status === 'failed').map(({ fullName, failureMessages }) => said(`${name}: ${fullName}`, failureMessages?.join('\n')));
  });
  const passed = report.numPassedTests;
  const isUnexplained = failures.length === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failures: isUnexplained ? [`A run ended with ${exitCode} after ${passed} tests, and named none that failed`] : failures };
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
