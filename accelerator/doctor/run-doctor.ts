import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { openEngines } from '../daemon/engines.ts';
import { gpuSources } from '../machine/gpu-sources.ts';
import { Gpus } from '../machine/gpus.ts';
import { readMemory } from '../machine/processor.ts';
import type { Settings } from '../settings/schema.ts';
import type { Finding } from './finding.ts';
import { lookAtCards } from './look-at-cards.ts';
import { lookAtCertificate } from './look-at-certificate.ts';
import { lookAtEngines } from './look-at-engines.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { lookAtEncoders, lookAtProviders } from './look-at-providers.ts';
import { reportWords } from './report.ts';

export interface Diagnosis {
  /** Whether nothing has to be put right. */
  readonly isWell: boolean;
  /** For a person to read. */
  readonly words: string;
  readonly findings: readonly Finding[];
}

/** Looks at everything. */
export async function runDoctor(settings: Settings, data: string): Promise<Diagnosis> {
  const findings = await examine(settings, data);
  return { isWell: findings.every(({ state }) => state !== 'broken'), words: reportWords(findings), findings };
}

/** Changes nothing: a daemon may be at work with the same data. */
async function examine(settings: Settings, data: string): Promise<Finding[]> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'kinora-doctor-'));
  const sources = gpuSources(process.platform);
  const log = pino({ level: 'silent' });
  const gpus = await new Gpus(sources, () => 0, () => undefined).read();
  const machine = { latest: { at: Date.now(), gpus: [...gpus], cpu: { load: 0, cores: 1 }, memory: readMemory() } };
  const engines = Object.values(openEngines({ settings, data, scratch, films: path.join(scratch, 'films'), frames: path.join(scratch, 'frames'), media: { get: () => Promise.resolve(undefined), pathOf: () => undefined }, machine, version: 'looked at', log }));
  try {
    const looks = [lookAtMachine(data), lookAtCards(sources), lookAtProviders(), lookAtEncoders(), lookAtEngines(engines)];
    return [...lookAtCertificate(settings), ...(await Promise.all(looks)).flat()];
  } finally {
    await Promise.all(engines.map((engine) => engine.dispose()));
    await rm(scratch, { recursive: true, force: true });
  }
}
