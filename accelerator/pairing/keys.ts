import { createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, pbkdf2, randomBytes, sign, timingSafeEqual, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { CODE_ROUNDS, type Introduction, transcript } from '#core/domain/pairing/transcript.ts';
import { ClientId } from '#core/schema/accelerator/client.ts';
import { CodeProof, Nonce, PublicKey, Signature } from '#core/schema/accelerator/pairing.ts';
import { keepPrivate, writeFileWhole } from './write-file.ts';

/** The accelerator's own key pair: what tells it from a false one. */
export interface Identity {
  readonly key: PublicKey;
  sign(bytes: Uint8Array): Signature;
}

/** Reads the key pair, or makes one where there is none yet. Throws Error where the file is damaged: a new key would be a stranger to all clients. */
export function openIdentity(file: string): Identity {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileWhole(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  keepPrivate(file);
  let secret: KeyObject;
  try {
    secret = createPrivateKey(readFileSync(file));
    if (!isP256(secret)) throw new Error('it is no P-256 key');
  } catch (cause) {
    throw new Error(`The accelerator's key in ${file} cannot be read. Put back a copy, or delete it and pair every browser again.`, { cause });
  }
  const key = PublicKey.parse(createPublicKey(secret).export({ type: 'spki', format: 'der' }).toString('base64url'));
  return {
    key,
    sign: (bytes) => Signature.parse(sign('sha256', bytes, { key: secret, dsaEncoding: 'ieee-p1363' }).toString('base64url')),
  };
}

/** Whether a signature is one of this key. A key that is none, or is written in another way, signs nothing. */
export function isSigned(key: PublicKey, bytes: Uint8Array, signature: Signature): boolean {
  try {
    const spki = Buffer.from(key, 'base64url');
    const known = createPublicKey({ key: spki, type: 'spki', format: 'der' });
    // One key has one name only as long as it has one spelling.
    const isPlain = isP256(known) && known.export({ type: 'spki', format: 'der' }).toString('base64url') === key;
    return isPlain && verify('sha256', bytes, { key: known, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

const isP256 = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
  asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';

export const clientIdOf = (key: PublicKey): ClientId =>
  ClientId.parse(createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex'));

export const newNonce = (): Nonce => Nonce.parse(randomBytes(32).toString('base64url'));

/** What knowing the code makes of what was said: what the client must have sent, what it is answered, and the words. */
export interface CodeProofs {
  readonly client: CodeProof;
  readonly accelerator: CodeProof;
  readonly words: Uint8Array;
}

const stretch = promisify(pbkdf2);

export async function proveCode(code: string, said: Introduction): Promise<CodeProofs> {
  const salt = createHash('sha256').update(transcript('salt of the code', said)).digest();
  const key = await stretch(code, salt, CODE_ROUNDS, 32, 'sha256');
  const proof = (purpose: Parameters<typeof transcript>[0]) => createHmac('sha256', key).update(transcript(purpose, said)).digest();
  return {
    client: CodeProof.parse(proof('client knows the code').toString('base64url')),
    accelerator: CodeProof.parse(proof('accelerator knows the code').toString('base64url')),
    words: proof('words'),
  };
}

/** Compares without telling by its time how much of it was right. */
export const isSameProof = (a: CodeProof, b: CodeProof): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));
