import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { RemoteLink } from '#lib/engine/remote/remote-link.ts';
import { MemoryAcceleratorStore } from '#lib/storage/accelerator-store.ts';
import { SOCKET_PATH } from '#core/schema/accelerator/socket.ts';
import { someOrder } from '../fixtures/accelerator/memory-desk.ts';
import { openDoor, type OpenDoor } from '../fixtures/accelerator/open-door.ts';
import { type Measure, ms, p95 } from './measure.ts';

const NEWS = 500;
const IDLE = 1000;

/** How soon progress is in the studio, from the desk to whoever listens to the line; and what silent connections change. */
export async function socketMeasures(): Promise<Measure[]> {
  const door = await openDoor();
  const link = await RemoteLink.open({ store: new MemoryAcceleratorStore(), scope: randomUUID(), hold: (_name, work, closed) => work(closed) });
  const idle: Socket[] = [];
  try {
    const offer = await door.pairing.offer();
    const paired = offer.ok && (await link.pair(door.address, offer.value.code, 'Measuring'));
    if (!paired || !paired.ok) throw new Error('not paired');
    while (link.state.kind !== 'connected' || door.desk.listeners === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const alone = await progressTimes(door, link);
    for (let i = 0; i < IDLE; i += 1) idle.push(await silent(door.port));
    const crowded = await progressTimes(door, link);
    return [
      { name: 'progress over the socket, p95', value: p95(alone), unit: 'ms', detail: `${NEWS} one after the other on loopback, both ends in one process` },
      { name: `progress beside ${IDLE} silent connections, p95`, value: p95(crowded), unit: 'ms', detail: `${ms(p95(alone))} without them; ${door.door.connections.unproved} of them are held open` },
    ];
  } finally {
    link.dispose();
    for (const socket of idle) socket.destroy();
    await door.remove();
  }
}

async function progressTimes(door: OpenDoor, link: RemoteLink): Promise<number[]> {
  const client = door.clients.list()[0]!.id;
  const { id } = someOrder(1);
  const times: number[] = [];
  for (let step = 0; step < NEWS; step += 1) {
    const heard = new Promise<void>((resolve) => {
      const stop = link.subscribe((event) => {
        if (event.kind !== 'progress') return;
        stop();
        resolve();
      });
    });
    const began = performance.now();
    door.desk.tell({ kind: 'progress', client, id, progress: { stage: 'denoise', step, steps: NEWS, fraction: step / NEWS } });
    await heard;
    times.push(performance.now() - began);
  }
  return times;
}

/** Somebody who becomes a WebSocket and then says nothing. */
async function silent(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`GET ${SOCKET_PATH} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
  await once(socket, 'data');
  return socket;
}
