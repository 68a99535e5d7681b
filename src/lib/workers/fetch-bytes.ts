import { FaultError } from '#core/schema/fault.ts';

/**
 * Fetches a file whole. `onBytes` hears how many bytes are here. Throws FaultError
 * `model-file-missing`, naming `file`, when there is none or no network.
 */
export async function fetchBytes(
  url: string,
  file: string,
  init: RequestInit = {},
  onBytes: (done: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const missing = (cause?: unknown) => new FaultError('model-file-missing', { file }, { cause });
  const response = await fetch(url, init).catch((cause: unknown) => {
    throw missing(cause);
  });
  // A static host answers an unknown path with the start page.
  const isPage = response.headers.get('content-type')?.startsWith('text/html');
  if (!response.ok || !response.body || isPage) throw missing();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
      onBytes(length);
    }
  } catch (cause) {
    throw missing(cause);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
