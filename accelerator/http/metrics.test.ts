import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Door, someOrder } from '../../tests/fixtures/http-door.ts';
import type { JobDesk } from '../jobs/ports.ts';
import { Metrics } from './metrics.ts';

let door: Door;
beforeAll(async () => {
  door = await Door.open({ isEngineHere: true });
});
afterAll(() => door.close());

const figures = async (): Promise<string> => (await door.ask('GET', '/metrics', { token: null })).body.toString();

describe('the figures', () => {
  it('count jobs where they stand, and each attempt once', async () => {
    await door.done();
    door.engine.nextFault = { reason: 'mode-not-supported', facts: {} };
    const failing = someOrder();
    await door.desk.submit(door.owner, failing);
    await expect.poll(async () => (await door.desk.get(door.owner, failing.id))?.job.state).toBe('failed');
    const text = await figures();
    expect(text).toContain('kinora_jobs{state="done",engine="onnx"} 1');
    expect(text).toContain('kinora_jobs{state="failed",engine="onnx"} 1');
    expect(text).toContain('kinora_job_run_seconds_count{engine="onnx",outcome="done"} 1');
    expect(text).toContain('kinora_job_run_seconds_count{engine="onnx",outcome="fault"} 1');
  });

  it('tell the machine as it was read, and nothing that was not', async () => {
    const text = await figures();
    expect(text).toContain('kinora_machine_cpu_load 0.5');
    expect(text).toContain('kinora_gpu_temperature_celsius{gpu="0",name="Card"} 40');
    expect(text).not.toMatch(/kinora_gpu_power_watts\{/);
    expect(text).not.toMatch(/^kinora_machine_disk_free_bytes /m);
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('know addresses by their pattern alone', async () => {
    await door.ask('GET', '/api/v1/jobs/0190b0c8-0000-7000-8000-000000000001');
    await door.ask('GET', '/api/v1/made-up-by-somebody');
    const text = await figures();
    expect(text).toContain('kinora_http_seconds_count{method="GET",route="/api/v1/jobs/:id",status="404"} 1');
    expect(text).toContain('kinora_http_seconds_count{method="GET",route="none",status="404"} 1');
    expect(text).not.toContain('made-up');
    expect(text).not.toContain('0190b0c8');
  });

  it('are for programs on this machine, and from elsewhere for who has a token', async () => {
    expect((await door.askFrom('127.0.0.1', 'GET', '/metrics', { token: null })).status).toBe(200);
    expect((await door.askFrom('::ffff:127.0.0.1', 'GET', '/metrics', { token: null })).status).toBe(200);
    for (const address of ['192.168.0.9', '::ffff:192.168.0.9', '10.127.0.0', 'fe80::1']) expect((await door.askFrom(address, 'GET', '/metrics', { token: null })).status).toBe(401);
    expect((await door.askFrom('192.168.0.9', 'GET', '/metrics')).status).toBe(200);
  });

  it('listen no more once they are closed', async () => {
    let listeners = 0;
    const desk: Pick<JobDesk, 'subscribe' | 'counts'> = {
      subscribe() {
        listeners += 1;
        return () => void (listeners -= 1);
      },
      counts: async () => [],
    };
    const metrics = new Metrics({ desk, machine: undefined, version: '1' });
    expect(await metrics.text()).toContain('kinora_info{version="1"} 1');
    expect(listeners).toBe(1);
    metrics.close();
    expect(listeners).toBe(0);
    expect(await metrics.text()).not.toContain('kinora_info');
  });
});
