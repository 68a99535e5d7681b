/** A process with a child process that hangs, and that can be killed. Prints the child's number once it hangs. */
import { someProcess } from './some-work.test-support.ts';

const child = someProcess();
await child.carryOut('hang', { signal: { aborted: false }, onNews: () => setTimeout(() => process.stdout.write(`${child.pid}\n`), 200) });
