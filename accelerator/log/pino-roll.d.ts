/** What is used of pino-roll, which brings no types. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';
  import type { DestinationStream } from 'pino';

  interface RollOptions {
    readonly file: string;
    readonly extension: string;
    readonly size: string;
    readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean };
    readonly mkdir: boolean;
    readonly mode: number;
    readonly sync: boolean;
  }
  export default function roll(options: RollOptions): Promise<DestinationStream & EventEmitter & { end(): void }>;
}
