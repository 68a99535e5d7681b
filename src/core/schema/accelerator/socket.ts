import { z } from 'zod';
import { Fault } from '../fault.ts';
import { JobId, Sha256 } from '../ids.ts';
import { Progress } from '../progress.ts';
import { ClientId } from './client.ts';
import { MachineReading } from './machine.ts';
import { EngineOffer } from './offer.ts';
import { CodeProof, Nonce, PublicKey, Signature, SocketRefusal } from './pairing.ts';
import { JobOrder, RemoteJob } from './remote-job.ts';

/** Where the socket is, below the accelerator's address. */
export const SOCKET_PATH = '/api/v1/socket';

/** The version of the protocol that this program speaks. Both sides name the oldest and newest that they know. */
export const WIRE_VERSION = 1;

/** The largest message before an asker has proved who it is, all it sends until then counted together. Bytes. */
export const UNPROVED_LIMIT = 4096;
/** The largest message after that. Bytes. */
export const MESSAGE_LIMIT = 1024 * 1024;
/** The largest preview, its head included. Bytes. */
export const PREVIEW_LIMIT = 16 * 1024 * 1024;

/** Milliseconds between two pings of the accelerator; either side takes the line for dead after `DEAD_MS` of silence. */
export const PING_MS = 5_000;
export const DEAD_MS = 12_000;

/** Counts up over all questions of one connection; the answer bears the same number. */
const Ask = z.int().nonnegative();
const Seq = z.int().nonnegative();
const version = z.literal(WIRE_VERSION);

/**
 * The first word of whoever connects. It says nothing of who they are, so that a false accelerator learns
 * nothing. This shape, `challenge`'s and `refused`'s first fields stay as they are in all versions.
 */
export const Hello = z.object({
  v: z.int().positive(),
  kind: z.literal('hello'),
  /** The versions of the protocol that it speaks. */
  oldest: z.int().positive(),
  newest: z.int().positive(),
  nonce: Nonce,
});
export type Hello = z.infer<typeof Hello>;

/** What may follow before the asker has proved who it is. */
export const ProofMessage = z.discriminatedUnion('kind', [
  /** A known key, and its signature over what was said. */
  z.object({ v: version, kind: z.literal('proof'), key: PublicKey, signature: Signature }),
  /** A new key with the code that a person has read on the accelerator's terminal, which itself is not sent. */
  z.object({
    v: version,
    kind: z.literal('pair'),
    key: PublicKey,
    /** What the accelerator lists it as. */
    name: z.string().trim().min(1).max(100),
    signature: Signature,
    proof: CodeProof,
  }),
]);
export type ProofMessage = z.infer<typeof ProofMessage>;

const about = { v: version, ask: Ask, id: JobId };

/** What a paired client may say. Every message with `ask` is answered by `answer` or `declined`. */
export const ClientMessage = z.discriminatedUnion('kind', [
  /** What happened after `since` is told; without it, or where that is too long ago, all jobs are. */
  z.object({ v: version, kind: z.literal('resume'), since: Seq.optional() }),
  /** Whether readings of the machine are wanted, and word of its models. */
  z.object({ v: version, kind: z.literal('watch'), machine: z.boolean(), models: z.boolean().optional() }),
  z.object({ v: version, kind: z.literal('submit'), ask: Ask, order: JobOrder }),
  z.object({ ...about, kind: z.literal('look') }),
  z.object({ ...about, kind: z.literal('cancel') }),
  z.object({ ...about, kind: z.literal('retry') }),
  z.object({ ...about, kind: z.literal('forget') }),
  /** Right before or right after another job of the same client. */
  z.object({ ...about, kind: z.literal('move'), place: z.enum(['before', 'after']), neighbour: JobId }),
  z.object({ ...about, kind: z.literal('collected'), media: Sha256 }),
  /** Asks for a new token, before the old one is over. */
  z.object({ v: version, kind: z.literal('renew'), ask: Ask }),
  z.object({ v: version, kind: z.literal('pong') }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;
export type ClientMessageInput = z.input<typeof ClientMessage>;

/** Why the accelerator does not do what was asked. */
export const Declined = z.discriminatedUnion('reason', [
  /** The same id was sent before with another request. */
  z.object({ reason: z.literal('other-order') }),
  z.object({ reason: z.literal('unknown-dependency'), id: JobId }),
  /** Bytes that the order names were not sent before it. */
  z.object({ reason: z.literal('media-missing'), media: z.array(Sha256) }),
  z.object({ reason: z.literal('fault'), fault: Fault }),
]);
export type Declined = z.infer<typeof Declined>;

/** For requests by HTTP, as `Authorization: Bearer`. `until` is milliseconds since 1970 by the accelerator's clock. */
export const Token = z.object({ token: z.string().min(20).max(200), until: z.int().nonnegative() });
export type Token = z.infer<typeof Token>;

/** Ends the connection, with what is to be known of it. */
export const Refused = z.object({
  v: z.int().positive(),
  kind: z.literal('refused'),
  reason: SocketRefusal,
  /** The version of the accelerator's program. */
  program: z.string().max(100).optional(),
  /** How many more codes may be tried. */
  triesLeft: z.int().nonnegative().optional(),
  /** Milliseconds until another try is taken. */
  waitMs: z.int().nonnegative().optional(),
});
export type Refused = z.infer<typeof Refused>;

/** What the accelerator says until a client is let in. */
export const DoorMessage = z.discriminatedUnion('kind', [
  /** Its key, and its signature over what was said: whoever knows the key can tell it from a false one before saying more. */
  z.object({ v: version, kind: z.literal('challenge'), program: z.string().max(100), key: PublicKey, nonce: Nonce, signature: Signature }),
  /** The code was right, and the accelerator knows it too. */
  z.object({ v: version, kind: z.literal('paired'), proof: CodeProof }),
  z.object({ v: version, kind: z.literal('welcome'), client: ClientId, name: z.string(), token: Token }),
  Refused,
]);
export type DoorMessage = z.infer<typeof DoorMessage>;

/** What the accelerator tells a client that was let in. */
export const AcceleratorMessage = z.discriminatedUnion('kind', [
  /** All jobs as they stand, in portions; `isLast` closes the list, which holds for `seq`. */
  z.object({ v: version, kind: z.literal('jobs'), seq: Seq, jobs: z.array(RemoteJob), isLast: z.boolean() }),
  z.object({ v: version, kind: z.literal('job'), seq: Seq, job: RemoteJob }),
  z.object({ v: version, kind: z.literal('gone'), seq: Seq, id: JobId }),
  /** Passing: a slow reader is told the latest only. */
  z.object({ v: version, kind: z.literal('progress'), id: JobId, progress: Progress }),
  z.object({ v: version, kind: z.literal('machine'), reading: MachineReading }),
  z.object({ v: version, kind: z.literal('offers'), offers: z.array(EngineOffer) }),
  /** Something has changed on its shelf of models, or gone on: `/shelf` says what. Told to who watches. */
  z.object({ v: version, kind: z.literal('models') }),
  /** The job as it stands now; none where it is not known. For `collected` and `forget`, whether it was done. */
  z.object({ v: version, kind: z.literal('answer'), ask: Ask, job: RemoteJob.optional(), done: z.boolean().optional(), token: Token.optional() }),
  z.object({ v: version, kind: z.literal('declined'), ask: Ask, why: Declined }),
  z.object({ v: version, kind: z.literal('ping') }),
  Refused,
]);
export type AcceleratorMessage = z.infer<typeof AcceleratorMessage>;

/**
 * What stands before the bytes of a preview. The binary message is: the length of this as JSON (32 bits, big-endian),
 * the JSON in UTF-8, then `frames · height · width · 3` bytes RGB.
 */
export const PreviewHead = z.object({
  v: version,
  kind: z.literal('preview'),
  id: JobId,
  width: z.int().positive().max(8192),
  height: z.int().positive().max(8192),
  frames: z.int().positive().max(10_000),
  frameRate: z.number().positive(),
});
export type PreviewHead = z.infer<typeof PreviewHead>;
