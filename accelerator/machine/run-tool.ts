import { execFile } from 'node:child_process';

/** What came of asking a program: what it printed, that it is not here, or that it failed or took too long. */
export type ToolAnswer = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'absent' } | { readonly kind: 'failed'; readonly why: string };

/** A driver that is stuck makes its tool hang; it is ended then. Milliseconds. */
const TOOL_LIMIT_MS = 5000;

/** Runs a program without a shell, and ends it after `limit` milliseconds. */
export function runTool(program: string, words: readonly string[], limit = TOOL_LIMIT_MS): Promise<ToolAnswer> {
  const options = { timeout: limit, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024, windowsHide: true, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } } as const;
  return new Promise((resolve) => {
    execFile(program, words, options, (error, stdout, stderr) => {
      if (!error) resolve({ kind: 'said', text: stdout });
      else if (error.code === 'ENOENT' || error.code === 'ENOTDIR') resolve({ kind: 'absent' });
      else resolve({ kind: 'failed', why: error.killed ? `no answer within ${limit / 1000} s` : firstLine(stderr) || firstLine(stdout) || error.message });
    });
  });
}

const firstLine = (text: string): string => (text.trim().split('\n')[0] ?? '').slice(0, 200);
