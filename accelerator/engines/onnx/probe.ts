/** The child process of best-provider: tries the provider that it is given beside the processor. */
import { serveOrders } from '../../processes/serve-orders.ts';
import { PROBE } from './probe-messages.ts';
import { tryProvider } from './runtime.ts';

serveOrders(PROBE, async (provider) => ({ processor: await tryProvider('cpu'), provider: await tryProvider(provider) }));
