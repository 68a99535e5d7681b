/** The child process of best-provider: probes the provider it is given, tells its parent, ends. */
import type { ProbeReport } from './best-provider.ts';
import { type Provider, tryProvider } from './runtime.ts';

const report: ProbeReport = {
  processor: await tryProvider('cpu'),
  provider: await tryProvider(process.argv[2] as Provider),
};
process.send?.(report, () => process.disconnect());
