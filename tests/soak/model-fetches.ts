import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onnxOf } from '../../src/core/domain/models/model-bytes.test-support.ts';
import { ROOT } from '../run-node.ts';
import { HubStandIn } from '../stand-ins/hub/stand-in.ts';
import { Random } from './random.ts';

/** Bytes of the file that is fetched. */
const SIZE = 3_000_000;
/** What may be sent in all, of the file's size. */
const MOST_SENT = 1.02;
const CONFIG = new TextEncoder().encode('{"model_type":"modnet"}');

export interface FetchRounds {
  readonly cuts: number;
  readonly kills: number;
  readonly flips: number;
  /** The most that was sent for one fetch, of the file's size. */
  readonly mostSent: number;
  readonly wrong: readonly string[];
}

/**
 * Fetches a model over and over with `npm run models`, each time with something that goes wrong at a random byte: the
 * line is cut, the process is killed, or a bit is flipped. It has to end whole, or not at all.
 */
export async function modelFetches(rounds: number, seed: number): Promise<FetchRounds> {
  const random = new Random(seed);
  const hub = await HubStandIn.open();
  const model = onnxOf(SIZE, seed);
  hub.repositories.set('Xenova/modnet', { smallUpTo: 1000, files: new Map([['onnx/model_quantized.onnx', model], ['config.json', CONFIG]]) });
  const wrong: string[] = [];
  const counts = { cuts: 0, kills: 0, flips: 0 };
  let mostSent = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const data = await mkdtemp(path.join(tmpdir(), 'kinora-fetch-'));
      const place = path.join(data, 'models/modnet/onnx/model_quantized.onnx');
      const at = random.between(1, SIZE - 1);
      // Every third round is another kind of misfortune.
      const fate = (['cuts', 'kills', 'flips'] as const)[round % 3]!;
      counts[fate] += 1;
      hub.log = { sent: 0, asked: [] };
      const said = (sentence: string) => void wrong.push(`round ${round}, ${fate} at byte ${at}: ${sentence}`);
      if (fate === 'flips') {
        hub.flipOnce = { path: 'onnx/model_quantized.onnx', at };
        if ((await run(hub.address, data)) === 0) said('it took a file with a flipped bit');
        if (await readFile(place).catch(() => undefined)) said('a file with a flipped bit has its own name');
        hub.log.sent = 0;
      } else {
        hub.stopOnce = { path: 'onnx/model_quantized.onnx', after: at, how: fate === 'cuts' ? 'cut' : 'stall' };
        if (fate === 'kills') await runAndKill(hub, data, at);
      }
      if ((await run(hub.address, data)) !== 0) said('it did not come to its end');
      const sent = hub.log.sent / (SIZE + CONFIG.length);
      mostSent = Math.max(mostSent, sent);
      if (sent > MOST_SENT) said(`${sent.toFixed(3)} times the file was sent`);
      const kept = await readFile(place).catch(() => undefined);
      if (!kept || Buffer.compare(kept, model) !== 0) said('the file is not the one that the hub has');
      await rm(data, { recursive: true, force: true });
    }
  } finally {
    await hub.close();
  }
  return { ...counts, mostSent, wrong };
}

const command = (address: string, data: string): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'accelerator/cli/models.ts'), 'fetch', 'modnet', '--variant', 'q8', '--mirror', address, '--data', data, '--quiet'], {
    stdio: 'ignore',
    env: { ...process.env, NO_PROXY: '127.0.0.1' },
  });

async function run(address: string, data: string): Promise<number | null> {
  const [code] = (await once(command(address, data), 'exit')) as [number | null];
  return code;
}

/** Kills the process once the hub has sent all that it will, and a moment after, as bytes may be on their way to the disk. */
async function runAndKill(hub: HubStandIn, data: string, bytes: number): Promise<void> {
  const child = command(hub.address, data);
  const exit = once(child, 'exit');
  const part = path.join(data, 'models/modnet/onnx/model_quantized.onnx.part');
  for (let tries = 0; tries < 600 && child.exitCode === null; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (hub.stopOnce === undefined && (await readFile(part).catch(() => undefined))?.length === bytes) break;
  }
  child.kill('SIGKILL');
  await exit;
}
