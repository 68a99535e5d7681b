import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Sha256 } from '#core/schema/ids.ts';
import { gatherFile } from '#lib/engine/remote/gathered-file.ts';
import type { RemoteLink } from '#lib/engine/remote/remote-link.ts';
import { DaemonProcess } from '../daemon/daemon-process.ts';
import { pairedLink } from '../daemon/paired-link.ts';
import { inTurns, type Measure, ms, timed } from './measure.ts';

const MIB = 1024 * 1024;
const SIZE_MIB = 64;
const TURNS = 15;

/** A process that sends so many bytes to whoever connects, from memory and without a word. */
const BARE = `const bytes = require('node:crypto').randomBytes(${SIZE_MIB * MIB});
require('node:net').createServer((socket) => socket.end(bytes)).listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

/**
 * A result on its way from the accelerator to the studio, whole and its hash checked on arrival, against a socket
 * that sends as many bytes: once to a reader that throws them away, once to one that gathers and hashes them as the
 * studio does. All of it in each turn, so that every ratio is of one moment.
 */
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
    const [bareTime, bareChecked, http, checked] = await inTurns(TURNS, [
      () => timed(() => bareTransfer(port, () => undefined)),
      () => timed(() => checkedBareTransfer(port)),
      () => timed(() => thrownAway(link, sha256)),
      () => timed(async () => {
        const answer = await link.fetch(sha256);
        if (!answer.ok) throw new Error(answer.fault.reason);
      }),
    ]);
    link.dispose();
    const rate = (milliseconds: number) => SIZE_MIB / (milliseconds / 1000);
    const detail = `${SIZE_MIB} MiB in ${ms(checked!.median)} by HTTP with its hash checked, ${ms(bareTime!.median)} (${rate(bareTime!.median).toFixed(0)} MiB/s) over a bare socket`;
    return [
      { name: 'result transfer from the accelerator', value: rate(checked!.median), unit: 'MiB/s', detail },
      { name: 'result transfer over a bare socket, time', value: checked!.over(bareTime!), unit: 'ratio', detail: `gathered and hashed, over bytes that are thrown away; median of ${TURNS} turns` },
      { name: 'the same, both gathered and hashed', value: checked!.over(bareChecked!), unit: 'ratio', detail: `${ms(bareChecked!.median)} over a bare socket whose bytes end as a file with its hash` },
      { name: 'the same, both thrown away as they come', value: http!.over(bareTime!), unit: 'ratio', detail: `${ms(http!.median)}: what the accelerator and HTTP take` },
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

async function checkedBareTransfer(port: number): Promise<void> {
  const file = await gatherFile(SIZE_MIB * MIB);
  await bareTransfer(port, (chunk) => file.add(chunk));
  await file.done();
}

async function bareTransfer(port: number, take: (chunk: Buffer<ArrayBuffer>) => void): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  let bytes = 0;
  socket.on('data', (chunk: Buffer<ArrayBuffer>) => {
    bytes += chunk.length;
    take(chunk);
  });
  await once(socket, 'end');
  socket.destroy();
  if (bytes !== SIZE_MIB * MIB) throw new Error(`only ${bytes} bytes came`);
}
