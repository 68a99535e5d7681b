import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { transcript } from '#core/domain/pairing/transcript.ts';
import { pairingWords } from '#core/domain/pairing/words.ts';
import type { Nonce } from '#core/schema/accelerator/pairing.ts';
import { DoorClient, makeKeys, openingOf, type Said } from '../../tests/fixtures/accelerator/door-client.ts';
import { openDoor, type OpenDoor } from '../../tests/fixtures/accelerator/open-door.ts';
import { type Identity, newNonce, proveCode } from '../pairing/keys.ts';
import { Handshake, type Step } from './handshake.ts';

let door: OpenDoor;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.remove());

const code = async () => {
  const offer = await door.pairing.offer();
  if (!offer.ok) throw new Error('locked');
  return offer.value.code.replace('-', '');
};
const handshake = () => new Handshake({ identity: door.identity, clients: door.clients, pairing: door.pairing, program: '0.1.0' }, true);
const take = (hand: Handshake, message: object): Promise<Step> => hand.take(JSON.stringify(message));

async function pairedKeys(): Promise<Identity> {
  const client = await DoorClient.connect(door.socket);
  expect(await client.pair(await code())).toMatchObject({ kind: 'welcome' });
  client.socket.terminate();
  return client.keys;
}

describe('versions', () => {
  it.each([
    [{ oldest: 2, newest: 3 }, 'too-new'],
    [{ oldest: 0, newest: 0 }, 'not-understood'],
    [{ oldest: 1, newest: 7 }, undefined],
  ])('%j', async (versions, reason) => {
    const step = await take(handshake(), { v: 1, kind: 'hello', ...versions, nonce: newNonce() });
    expect(step).toMatchObject(reason ? { kind: 'refuse', say: { reason } } : { kind: 'go on', say: { kind: 'challenge' } });
  });
});

it('lets in only who comes by hello and a proof of what was said to this very connection, whatever else is said in whatever order', async () => {
  const known = await pairedKeys();
  const stranger = makeKeys();
  const recorded: object[] = [];
  const said = fc.constantFrom('hello', 'odd hello', 'proof', 'stranger', 'borrowed key', 'another role', 'recorded', 'recorded hello', 'pair', 'welcome', 'submit', 'noise');
  let lets = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 5 }), async (words) => {
      const hand = handshake();
      let opening = openingOf('x' as Nonce, { kind: '', program: '0.1.0', key: door.identity.key, nonce: newNonce() });
      const hellos: object[] = [];
      for (const [i, word] of words.entries()) {
        const sign = (pair: Identity, purpose: 'client signs' | 'client signs to pair', { key } = known) =>
          ({ v: 1, kind: 'proof', key, signature: pair.sign(transcript(purpose, { ...opening, clientKey: key })) });
        const nonce = newNonce();
        const message: Record<string, () => object> = {
          hello: () => ({ v: 1, kind: 'hello', oldest: 1, newest: 1, nonce }),
          'odd hello': () => ({ v: 1, kind: 'hello', oldest: 1, newest: 1, nonce: 'short' }),
          proof: () => sign(known, 'client signs'),
          stranger: () => sign(stranger, 'client signs', stranger),
          'borrowed key': () => sign(stranger, 'client signs'),
          'another role': () => sign(known, 'client signs to pair'),
          recorded: () => recorded.at(-1) ?? {},
          'recorded hello': () => hellos.at(-1) ?? {},
          pair: () => ({ ...sign(known, 'client signs to pair'), kind: 'pair', name: 'x', proof: newNonce() }),
          welcome: () => ({ v: 1, kind: 'welcome' }),
          submit: () => ({ v: 1, kind: 'submit', ask: 1 }),
          noise: () => [1, null],
        };
        const sent = message[word]!();
        const step = await take(hand, sent);
        if (word === 'hello') hellos.push(sent);
        if (step.kind === 'go on') {
          expect(i === 0 && word === 'hello').toBe(true);
          opening = openingOf(nonce, step.say as unknown as Said);
        } else if (step.kind === 'let in') {
          expect(words.slice(0, 2)).toEqual(['hello', 'proof']);
          expect(i).toBe(1);
          recorded.push(sent);
          lets += 1;
        } else if (i === 1) expect(words.slice(0, 2)).not.toEqual(['hello', 'proof']);
      }
    }),
    { numRuns: 400, examples: [[['hello', 'proof']], [['hello', 'recorded']], [['hello', 'proof', 'proof']], [['proof']]] },
  );
  expect(lets).toBeGreaterThan(1);
});

it('takes no recorded proof at another connection, nor a whole recorded pairing', async () => {
  const first = await DoorClient.connect(door.socket);
  const opening = await first.open();
  const pairing = await first.pairMessage(opening, await code());
  first.say(pairing);
  expect(await first.next()).toMatchObject({ kind: 'paired' });
  const second = await DoorClient.connect(door.socket, first.keys);
  const again = await second.open();
  const proof = second.proof(again);
  second.say(proof);
  expect(await second.next()).toMatchObject({ kind: 'welcome' });
  // From the first word on: the number that the client used once is said again too.
  for (const [nonce, recorded] of [[again.clientNonce, proof], [opening.clientNonce, pairing]] as const) {
    const thief = await DoorClient.connect(door.socket);
    await code();
    await thief.open(nonce);
    thief.say(recorded);
    expect(await thief.next()).toMatchObject({ kind: 'refused', reason: 'wrong-key' });
    expect(await thief.closed).toBe(1008);
  }
});

/** Stands between a client and the door with keys of its own, and passes on what it can. */
async function standBetween(): Promise<{ readonly address: string; close(): void }> {
  const keys = makeKeys();
  const { key } = keys;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const play = (line: WebSocket) => {
    const connected = DoorClient.connect(door.socket, keys);
    const opened = connected.then((behind) => behind.open());
    line.on('message', (data) => {
      void (async () => {
        const message = JSON.parse(String(data)) as Said;
        const [behind, opening] = await Promise.all([connected, opened]);
        if (message.kind === 'hello') {
          const nonce = newNonce();
          const own = { ...opening, clientNonce: message['nonce'] as Nonce, acceleratorKey: key, acceleratorNonce: nonce };
          const signature = keys.sign(transcript('accelerator signs', own));
          line.send(JSON.stringify({ v: 1, kind: 'challenge', program: '0.1.0', key, nonce, signature }));
          return;
        }
        // It knows no code: it can only pass on the proof that it got, with its own key.
        const passedOn = (await behind.pairMessage(opening, undefined, message['name'] as string)) as Said;
        behind.say({ ...passedOn, proof: message['proof'] });
        line.send(JSON.stringify((await behind.next()) ?? {}));
      })();
    });
  };
  server.on('connection', play);
  const { port } = server.address() as { port: number };
  return { address: `ws://127.0.0.1:${port}`, close: () => server.close() };
}

describe('somebody in between who swaps the keys', () => {
  it('passes neither side, as the proof is over the keys', async () => {
    const between = await standBetween();
    const client = await DoorClient.connect(between.address);
    expect(await client.pair(await code())).toMatchObject({ kind: 'refused', reason: 'wrong-code' });
    expect(door.clients.list()).toEqual([]);
    client.socket.terminate();
    between.close();
  });

  it('is seen by the words, even where both sides know the same code', async () => {
    const base = { oldest: 1, newest: 1, clientNonce: newNonce(), program: '0.1.0', acceleratorNonce: newNonce(), name: 'x' };
    const [client, accelerator, between] = [makeKeys().key, door.identity.key, makeKeys().key];
    const atClient = await proveCode('7K3M9QXT', { ...base, clientKey: client, acceleratorKey: between });
    const atAccelerator = await proveCode('7K3M9QXT', { ...base, clientKey: between, acceleratorKey: accelerator });
    expect(pairingWords(atClient.words)).not.toEqual(pairingWords(atAccelerator.words));
    const honest = await proveCode('7K3M9QXT', { ...base, clientKey: client, acceleratorKey: accelerator });
    expect(pairingWords((await proveCode('7K3M9QXT', { ...base, clientKey: client, acceleratorKey: accelerator })).words)).toEqual(pairingWords(honest.words));
    for (const swapped of [{ clientKey: between }, { acceleratorKey: between }, { clientNonce: newNonce() }, { acceleratorNonce: newNonce() }, { name: 'y' }]) {
      const other = await proveCode('7K3M9QXT', { ...base, clientKey: client, acceleratorKey: accelerator, ...swapped });
      expect(other.client, Object.keys(swapped)[0]).not.toBe(honest.client);
      expect(pairingWords(other.words), Object.keys(swapped)[0]).not.toEqual(pairingWords(honest.words));
    }
    // What one side proves cannot be sent back to it as the other's proof.
    expect(honest.client).not.toBe(honest.accelerator);
  });
});
