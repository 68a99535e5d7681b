import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { ClientId } from '#core/schema/accelerator/client.ts';
import type { AssistDesk } from '../../assist/ports.ts';
import type { EngineHost } from '../../engines/ports.ts';
import type { JobDesk } from '../../jobs/ports.ts';
import type { LanguageDesk } from '../../language/ports.ts';
import type { MachineWatch } from '../../machine/ports.ts';
import type { MediaShelf } from '../../media/ports.ts';
import type { HubDesk, ModelDesk } from '../../models/ports.ts';
import type { Clients, Tokens } from '../../pairing/ports.ts';
import type { Rate } from './buckets.ts';
import type { Metrics } from '../metrics.ts';

/** How much one asker may have. */
export interface Limits {
  /** Requests of one paired client. */
  readonly client: Rate;
  /** Requests of one address that belong to no client. */
  readonly address: Rate;
  /** Bytes of a JSON body. */
  readonly jsonBytes: number;
  /** Bytes of a file. */
  readonly mediaBytes: number;
  /** Files on their way here at once. */
  readonly uploads: number;
}

export const LIMITS: Limits = {
  client: { burst: 400, perSecond: 100 },
  address: { burst: 60, perSecond: 5 },
  jsonBytes: 2 ** 20,
  mediaBytes: 2 ** 31,
  uploads: 16,
};

/** Everything that `/api/v1` stands before. */
export interface ApiParts {
  readonly desk: JobDesk;
  readonly shelf: MediaShelf;
  readonly engines: readonly EngineHost[];
  readonly machine: MachineWatch | undefined;
  readonly language: LanguageDesk;
  readonly assist: AssistDesk;
  readonly models: ModelDesk;
  readonly hub: HubDesk;
  readonly clients: Clients;
  readonly tokens: Tokens;
  readonly metrics: Metrics;
  /** The version of the language that socket and studio speak. */
  readonly protocol: number;
  /** Whether a new studio can be paired now. */
  readonly canPair: () => boolean;
  /** Whether it is about to end and begins nothing more. */
  readonly isStopping: () => boolean;
  readonly limits?: Partial<Limits>;
}

/** What the whole door knows. */
export interface DoorParts extends ApiParts {
  readonly version: string;
  readonly log: Logger;
}

/** What travels with a request: the connection that it came by, and whose it is. */
export interface Env {
  Bindings: { readonly incoming?: Pick<IncomingMessage, 'url' | 'headers' | 'rawHeaders' | 'socket'> };
  Variables: { client: ClientId };
}
