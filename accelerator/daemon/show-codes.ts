import type { Pairing } from '../pairing/ports.ts';
import { codeWords } from './announce.ts';

/** Where a person reads codes and asks for them. A code goes to a person only, never to the log. */
export interface Desk {
  write(text: string): void;
  /** Calls back when a person asks for a code; returns the way to stop. */
  onAsk(listener: () => void): () => void;
  /** How a person asks for one, as a sentence. */
  readonly how: string;
}

/** Shows a code whenever a person asks for one, who was paired with it, and when there are none for a while. Returns the way to stop. */
export function showCodes(pairing: Pairing, address: string, desk: Desk, asksNow: boolean): () => void {
  const show = async () => {
    const offer = await pairing.offer();
    if (offer.ok) desk.write(`\n${codeWords(offer.value, address, Date.now())}\n${desk.how}\n`);
    else tellLock(offer.fault.waitMs);
  };
  const tellLock = (waitMs: number) =>
    desk.write(`\nToo many wrong codes were entered: there is no new one for ${waitWords(waitMs)}. After that: ${desk.how}\n`);
  const ask = () => {
    show().catch((error: unknown) => desk.write(`\nNo code could be made: ${(error as Error).message}\n`));
  };
  const stops = [
    desk.onAsk(ask),
    pairing.onPaired(({ name, words }) => {
      const compare = words ? ` Both sides show the words ${words.join(' ')}: where they differ, somebody stands between, and you revoke it.` : '';
      desk.write(`\n${printable(name)} is paired.${compare}\n`);
    }),
    pairing.onLocked((waitMs) => tellLock(waitMs)),
  ];
  if (asksNow) ask();
  return () => {
    for (const stop of stops) stop();
  };
}

/** What somebody else has named a client, without what a terminal would take as a command. */
const printable = (name: string): string => name.replace(/\p{C}/gu, '');

function waitWords(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes > 90 ? `${Math.ceil(minutes / 60)} hours` : minutes === 1 ? 'a minute' : `${minutes} minutes`;
}

/** The terminal of this process: Enter asks for a code. Without one, the signal USR2 does. */
export function terminalDesk(): Desk {
  const isTerminal = process.stdin.isTTY === true;
  const canSignal = process.platform !== 'win32';
  return {
    write: (text) => void process.stderr.write(text),
    how: isTerminal ? 'Enter gives a new one.' : canSignal ? `\`kill -USR2 ${process.pid}\` gives a new one.` : 'To get a new one, start Kinora again with --pair.',
    onAsk(listener) {
      if (isTerminal) {
        const onLine = () => listener();
        process.stdin.on('data', onLine);
        return () => {
          process.stdin.off('data', onLine);
          process.stdin.pause();
        };
      }
      if (!canSignal) return () => undefined;
      process.on('SIGUSR2', listener);
      return () => process.off('SIGUSR2', listener);
    },
  };
}
