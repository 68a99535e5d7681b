import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

/** Where the errors of a run are noted that belong to none of its tests: a file that never began, a promise that nobody awaited. */
export const NOTED_IN = 'ERRORS_OF_NO_TEST';

/** A reporter beside vitest's own, whose JSON says nothing of such errors. Nothing is written where there were none. */
export default class ErrorsOfNoTest implements Reporter {
  onTestRunEnd(...[, errors]: Parameters<NonNullable<Reporter['onTestRunEnd']>>): void {
    const file = process.env[NOTED_IN];
    if (file !== undefined && errors.length > 0) writeFileSync(file, errors.map(({ message }) => message).join('\n'));
  }
}
