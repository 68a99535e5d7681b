import { type Opening, transcript } from '#core/domain/pairing/transcript.ts';
import { pairingWords } from '#core/domain/pairing/words.ts';
import type { PairingWords, PublicKey } from '#core/schema/accelerator/pairing.ts';
import { DoorMessage, type Refused, WIRE_VERSION } from '#core/schema/accelerator/socket.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { isSigned, newNonce, proveCode, publicKeyOf, signed } from './browser-keys.ts';
import type { Wire } from './wire.ts';

export type Welcome = Extract<DoorMessage, { kind: 'welcome' }>;

/** Why two do not come together. */
export type MeetingFailure =
  /** It said nothing more, or nothing that can be understood. */
  | { readonly kind: 'silent' }
  /** It is not the accelerator that was paired, or it does not know the code that it should have shown. */
  | { readonly kind: 'false' }
  | { readonly kind: 'refused'; readonly refused: Refused };

export interface Met {
  readonly welcome: Welcome;
  /** The version of its program. */
  readonly program: string;
}

export interface NewlyMet extends Met {
  readonly key: PublicKey;
  readonly words: PairingWords;
}

/** Meets the accelerator that has this key. Nothing but a number used once is sent before it has proved that it is that one. */
export async function meet(wire: Wire, keys: CryptoKeyPair, pinned: PublicKey, signal: AbortSignal): Promise<Result<Met, MeetingFailure>> {
  const opened = await open(wire, signal);
  if (!opened.ok) return opened;
  const opening = opened.value;
  if (opening.acceleratorKey !== pinned) return fail({ kind: 'false' });
  const key = await publicKeyOf(keys);
  const signature = await signed(keys, transcript('client signs', { ...opening, clientKey: key }));
  wire.send({ v: WIRE_VERSION, kind: 'proof', key, signature });
  const welcome = await hear(wire, 'welcome', signal);
  return welcome.ok ? ok({ welcome: welcome.value, program: opening.program }) : welcome;
}

/** Meets an accelerator for the first time: both prove that they know the code, and neither says it. */
export async function meetWithCode(wire: Wire, keys: CryptoKeyPair, code: string, name: string, signal: AbortSignal): Promise<Result<NewlyMet, MeetingFailure>> {
  const opened = await open(wire, signal);
  if (!opened.ok) return opened;
  const opening = opened.value;
  const key = await publicKeyOf(keys);
  const said = { ...opening, clientKey: key, name };
  const [proofs, signature] = await Promise.all([proveCode(code, said), signed(keys, transcript('client signs to pair', said))]);
  wire.send({ v: WIRE_VERSION, kind: 'pair', key, name, signature, proof: proofs.client });
  const paired = await hear(wire, 'paired', signal);
  if (!paired.ok) return paired;
  if (!(await proofs.isFromAccelerator(paired.value.proof))) return fail({ kind: 'false' });
  const welcome = await hear(wire, 'welcome', signal);
  if (!welcome.ok) return welcome;
  return ok({ welcome: welcome.value, program: opening.program, key: opening.acceleratorKey, words: pairingWords(proofs.words) });
}

/** Hello and challenge: what was said, once the signature over it is right. */
async function open(wire: Wire, signal: AbortSignal): Promise<Result<Opening, MeetingFailure>> {
  const nonce = newNonce();
  const versions = { oldest: WIRE_VERSION, newest: WIRE_VERSION };
  wire.send({ v: WIRE_VERSION, kind: 'hello', ...versions, nonce });
  const heard = await hear(wire, 'challenge', signal);
  if (!heard.ok) return heard;
  const { program, key, nonce: acceleratorNonce, signature } = heard.value;
  const opening: Opening = { ...versions, clientNonce: nonce, program, acceleratorKey: key, acceleratorNonce };
  const isTrue = await isSigned(key, transcript('accelerator signs', opening), signature);
  return isTrue ? ok(opening) : fail({ kind: 'false' });
}

async function hear<Kind extends DoorMessage['kind']>(
  wire: Wire,
  kind: Kind,
  signal: AbortSignal,
): Promise<Result<Extract<DoorMessage, { kind: Kind }>, MeetingFailure>> {
  const { data: message } = DoorMessage.safeParse(parsed(await wire.next(signal)));
  if (message?.kind === 'refused') return fail({ kind: 'refused', refused: message });
  if (message?.kind !== kind) return fail({ kind: 'silent' });
  return ok(message as Extract<DoorMessage, { kind: Kind }>);
}

function parsed(message: string | ArrayBuffer | undefined): unknown {
  if (typeof message !== 'string') return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
