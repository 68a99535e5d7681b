import { spawn } from 'node:child_process';

/** Whether someone sits before a screen: a terminal, no build machine, and a desktop to open a window on. */
export function hasScreen(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, isTerminal: boolean): boolean {
  if (!isTerminal || env['CI']) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}

/** Opens the address in the person's browser. Where that does not work the printed address remains. */
export function openBrowser(address: string): void {
  const [command, words] = COMMANDS[process.platform]?.(address) ?? ['xdg-open', [address]];
  const child = spawn(command, words, { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}

const COMMANDS: Readonly<Partial<Record<NodeJS.Platform, (address: string) => [string, string[]]>>> = {
  darwin: (address) => ['open', [address]],
  win32: (address) => ['cmd', ['/c', 'start', '""', address]],
};
