import { once } from 'node:events';
import path from 'node:path';
import { type Logger, type LoggerOptions, multistream, pino, stdSerializers } from 'pino';
import { PinoPretty } from 'pino-pretty';
import roll from 'pino-roll';
import type { Settings } from '../settings/schema.ts';
import { veiled, withoutSecrets } from './secrets.ts';

export interface LogOptions extends Pick<Settings, 'logLevel' | 'logFormat' | 'logSize' | 'logFiles'> {
  /** The folder of the files. */
  readonly folder: string;
  readonly out: NodeJS.WritableStream;
  readonly isTerminal: boolean;
}

export interface OpenLog {
  readonly log: Logger;
  /** Resolves once everything is in the file. */
  close(): Promise<void>;
}

/** Whether lines are for a person to read. */
export const isPretty = ({ logFormat }: Pick<Settings, 'logFormat'>, isTerminal: boolean): boolean =>
  logFormat === 'pretty' || (logFormat === 'auto' && isTerminal);

/** The log: to standard output, and to files that follow each other. */
export async function openLog(options: LogOptions): Promise<OpenLog> {
  const { logLevel: level, logSize, logFiles, folder, out, isTerminal } = options;
  const file = await roll({
    file: path.join(folder, 'kinora'),
    extension: '.log',
    size: `${logSize}m`,
    limit: { count: logFiles, removeOtherLogFiles: true },
    mkdir: true,
    mode: 0o600,
    sync: false,
  });
  const shown = isPretty(options, isTerminal)
    ? PinoPretty({ colorize: isTerminal, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', destination: out, sync: true })
    : out;
  const log = pino({ level, ...WITHOUT_SECRETS }, multistream([{ level: 'trace', stream: shown }, { level: 'trace', stream: file }]));
  // A disk that is full must not end the work: what is lost is a line of the log.
  file.on('error', () => undefined);
  return {
    log,
    async close() {
      const isClosed = once(file, 'close');
      file.end();
      await isClosed;
    },
  };
}

const WITHOUT_SECRETS = {
  base: null,
  formatters: { log: withoutSecrets },
  serializers: { err: readable },
  hooks: { streamWrite: veiled },
} satisfies LoggerOptions;

/** An error's `code` is what happened (ENOENT), no secret. */
function readable(error: Error): unknown {
  const { code, ...rest } = { ...stdSerializers.err(error) } as Record<string, unknown>;
  return { ...withoutSecrets(rest), ...(code !== undefined && { code }) };
}
