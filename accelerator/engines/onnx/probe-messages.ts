import { z } from 'zod';
import type { Protocol } from '../../processes/protocol.ts';
import { Provider, ProviderState } from './provider.ts';

/** What a probe found: the provider, and the processor measured in the same process for comparison. */
const ProbeReport = z.object({ processor: ProviderState, provider: ProviderState });
export type ProbeReport = z.infer<typeof ProbeReport>;

/** What passes between the accelerator and a child process that tries a provider. */
export const PROBE: Protocol<Provider, never, ProbeReport> = { order: Provider, news: z.never(), made: ProbeReport };
