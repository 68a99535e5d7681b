import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, chromium } from 'playwright';
import { chromiumLaunch } from '../browser/launch.ts';

const run = promisify(execFile);

/** A browser with a profile that outlives it, and that can be killed as a power cut would. */
export class BrowserProcess {
  readonly #process: ChildProcess;
  readonly #browser: Browser;
  readonly context: BrowserContext;

  private constructor(process: ChildProcess, browser: Browser, context: BrowserContext) {
    this.#process = process;
    this.#browser = browser;
    this.context = context;
  }

  static async open(profile: string): Promise<BrowserProcess> {
    const { executablePath, args = [] } = chromiumLaunch();
    const child = spawn(
      executablePath ?? chromium.executablePath(),
      [...args, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1440,900', '--mute-audio', '--hide-crash-restore-bubble', 'about:blank'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const browser = await chromium.connectOverCDP(await debuggerAddress(child));
    return new BrowserProcess(child, browser, browser.contexts()[0]!);
  }

  /** Ends every process of the browser at once, without a word to any of them. */
  async kill(): Promise<void> {
    const gone = once(this.#process, 'exit');
    if (process.platform === 'win32') await run('taskkill', ['/PID', String(this.#process.pid), '/T', '/F']);
    else {
      const family = await familyOf(this.#process.pid!);
      for (const pid of family) killNow(pid);
      // The process that writes the database may die after the one that is waited for; two must never have it open.
      while (family.some(isAlive)) await pause(10);
    }
    await gone;
    await this.#browser.close().catch(() => undefined);
  }
}

async function debuggerAddress(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of child.stderr!) {
    said += String(chunk);
    const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
    if (address) {
      // What is printed later must not fill the pipe.
      child.stderr!.resume();
      return address;
    }
  }
  throw new Error(`The browser ended without an address:\n${said}`);
}

/** A process and all that descend from it. */
async function familyOf(root: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=']);
  const pairs = stdout.trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const family = [root];
  for (const member of family) family.push(...pairs.flatMap(([pid, parent]) => (parent === member ? [pid!] : [])));
  return family;
}

/** Whether a process still runs. One that nobody has asked after yet is dead, too, and has nothing open. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with its parent.
  }
}
