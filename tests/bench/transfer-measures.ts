import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Sha256 } from '#core/schema/ids.ts';
import type { RemoteLink } from '#lib/engine/remote/remote-link.ts';
import { DaemonProcess } from '../daemon/daemon-process.ts';
import { pairedLink } from '../daemon/paired-link.ts';
import { interleaved, type Measure, ms, timed } from './measure.ts';

const MIB = 1024 * 1024;
const SIZE_MIB = 64;
const TURNS = 7;

/** A process that sends so many bytes to whoever connects, from memory and without a word. */
const BARE = `const bytes = Buffer.alloc(${SIZE_MIB * MIB}, 7);
require('node:net').createServer((socket) => socket.end(bytes)).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

/** A result on its way from the accelerator to the studio, its hash checked on arrival, against a socket that sends as many bytes. */
export async function transferMeasures(): Promise<Measure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kinora-transfer-'));
  const bare = spawn(process.execPath, ['-e', BARE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const daemon = new DaemonProcess(['serve', '--data', folder, '--port', '0', '--provider', 'cpu']);
  try {
    const [said] = (await once(bare.stdout, 'data')) as [Buffer];
    const port = Number(said.toString());
    const link = await pairedLink(daemon);
    const file = randomBytes(SIZE_MIB * MIB);
    const sha256 = Sha256.parse(createHash('sha256').update(file).digest('hex'));
    const sent = await link.ask(`/media/${sha256}`, { method: 'PUT', headers: { 'Content-Type': 'application/octet-stream' }, body: file });
    if (!sent.ok || sent.value.status !== 201) throw new Error(`the file was not taken: ${JSON.stringify(sent.ok ? sent.value.status : sent.fault)}`);
    const fetched = () =>
      timed(async () => {
        const answer = await link.fetch(sha256);
        if (!answer.ok) throw new Error(answer.fault.reason);
      });
    const bareTime = () => timed(() => bareTransfer(port));
    const { first, second, ratio } = await interleaved(TURNS, fetched, bareTime);
    const unread = await interleaved(TURNS, () => timed(() => thrownAway(link, sha256)), bareTime);
    link.dispose();
    const rate = (milliseconds: number) => SIZE_MIB / (milliseconds / 1000);
    const detail = `${SIZE_MIB} MiB in ${ms(first)} by HTTP with its hash checked, ${ms(second)} (${rate(second).toFixed(0)} MiB/s) over a bare socket`;
    return [
      { name: 'result transfer from the accelerator', value: rate(first), unit: 'MiB/s', detail },
      { name: 'result transfer over a bare socket, time', value: ratio, unit: 'ratio', detail: `median of ${TURNS} turns` },
      { name: 'of it what the accelerator and HTTP take', value: unread.ratio, unit: 'ratio', detail: `${ms(unread.first)} where the bytes are thrown away as they come; the rest is the hash and the file, in memory` },
    ];
  } finally {
    await daemon.end('SIGKILL');
    bare.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

/** Neither kept nor hashed. */
async function thrownAway(link: RemoteLink, sha256: Sha256): Promise<void> {
  const answer = await link.ask(`/media/${sha256}`);
  if (!answer.ok || !answer.value.body) throw new Error('the file did not come');
  const reader = answer.value.body.getReader();
  for (let isOver = false; !isOver; ) isOver = (await reader.read()).done;
}

async function bareTransfer(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  let bytes = 0;
  socket.on('data', (chunk) => (bytes += chunk.length));
  await once(socket, 'end');
  socket.destroy();
  if (bytes !== SIZE_MIB * MIB) throw new Error(`only ${bytes} bytes came`);
}
