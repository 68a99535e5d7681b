import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { JobEvent, JobDesk } from '../jobs/ports.ts';
import type { MachineWatch } from '../machine/ports.ts';

/** Seconds: a still on a large card takes one, a long clip on a small one hours. */
const RUN_SECONDS = [1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10_800];
const HTTP_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60];

/** What the accelerator does, in figures for Prometheus. What nobody has read is left out. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #http: Histogram<'method' | 'route' | 'status'>;
  readonly #runs: Histogram<'engine' | 'outcome'>;
  readonly #energy: Counter<'engine'>;
  /** Attempts that have begun and not ended, by job. */
  readonly #running = new Map<string, number>();
  readonly #stop: () => void;

  constructor({ desk, machine, version }: { readonly desk: Pick<JobDesk, 'subscribe' | 'counts'>; readonly machine: Pick<MachineWatch, 'latest'> | undefined; readonly version: string }) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    new Gauge({ name: 'kinora_info', help: 'Always 1; the version is a label.', labelNames: ['version'], registers }).set({ version }, 1);
    this.#http = new Histogram({ name: 'kinora_http_seconds', help: 'Time to answer a request.', labelNames: ['method', 'route', 'status'], buckets: HTTP_SECONDS, registers });
    this.#runs = new Histogram({ name: 'kinora_job_run_seconds', help: 'Time that an attempt at a job took.', labelNames: ['engine', 'outcome'], buckets: RUN_SECONDS, registers });
    this.#energy = new Counter({ name: 'kinora_job_energy_watt_hours_total', help: 'Energy that the graphics card took for jobs, where it was measured.', labelNames: ['engine'], registers });
    new Gauge({
      name: 'kinora_jobs',
      help: 'Jobs by state and engine.',
      labelNames: ['state', 'engine'],
      registers,
      async collect() {
        this.reset();
        for (const { state, engine, jobs } of await desk.counts()) this.inc({ state, engine }, jobs);
      },
    });
    if (machine) watchMachine(machine, registers);
    this.#stop = desk.subscribe((event) => this.#follow(event));
  }

  /** @param route the pattern of the address, never the address itself */
  answered(method: string, route: string, status: number, seconds: number): void {
    this.#http.observe({ method, route, status }, seconds);
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  close(): void {
    this.#stop();
    this.#registry.clear();
  }

  /** Counts an attempt once, when it is first seen to have ended. */
  #follow(event: JobEvent): void {
    if (event.kind === 'gone') this.#running.delete(event.id);
    if (event.kind !== 'job') return;
    const { engine, log, result } = event.job;
    const { id } = event.job.order;
    const begun = this.#running.get(id);
    const ended = log.find(({ number, endedAt }) => number === begun && endedAt !== undefined);
    if (ended) {
      this.#running.delete(id);
      this.#runs.observe({ engine, outcome: ended.outcome ?? 'unknown' }, Math.max(0, (ended.endedAt ?? 0) - ended.startedAt) / 1000);
      if (ended.outcome === 'done' && result && 'energy' in result && result.energy !== undefined) this.#energy.inc({ engine }, result.energy);
    }
    const open = log.at(-1);
    if (open && open.endedAt === undefined) this.#running.set(id, open.number);
  }
}

/** The machine as it was last read. */
function watchMachine(machine: Pick<MachineWatch, 'latest'>, registers: Registry[]): void {
  const gauge = (name: string, help: string, read: (latest: NonNullable<MachineWatch['latest']>) => number | undefined) =>
    new Gauge({
      name: `kinora_machine_${name}`,
      help,
      registers,
      collect() {
        this.reset();
        const value = machine.latest && read(machine.latest);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  gauge('read_at_seconds', 'When the machine was last read, in seconds since 1970.', ({ at }) => at / 1000);
  gauge('cpu_load', 'Load of the processor, 0 to 1.', ({ cpu }) => cpu.load);
  gauge('memory_total_bytes', 'Memory of the machine.', ({ memory }) => memory.total);
  gauge('memory_free_bytes', 'Free memory of the machine.', ({ memory }) => memory.free);
  gauge('disk_total_bytes', 'The disk with the data of the accelerator.', ({ disk }) => disk?.total);
  gauge('disk_free_bytes', 'Free bytes of that disk.', ({ disk }) => disk?.free);

  for (const [name, help, field] of [
    ['memory_total_bytes', 'Memory of a graphics card.', 'memoryTotal'],
    ['memory_used_bytes', 'Used memory of a graphics card.', 'memoryUsed'],
    ['load', 'Load of a graphics card, 0 to 1.', 'load'],
    ['temperature_celsius', 'Temperature of a graphics card.', 'temperature'],
    ['power_watts', 'Power that a graphics card draws.', 'power'],
  ] as const) {
    new Gauge({
      name: `kinora_gpu_${name}`,
      help,
      labelNames: ['gpu', 'name'],
      registers,
      collect() {
        this.reset();
        for (const [index, gpu] of (machine.latest?.gpus ?? []).entries()) {
          const value = gpu[field];
          if (value !== undefined) this.set({ gpu: String(index), name: gpu.name }, value);
        }
      },
    });
  }
}
