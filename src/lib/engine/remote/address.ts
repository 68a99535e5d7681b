/** Where an accelerator listens unless it was told otherwise. */
const PORT = '4717';

/** The address that a person means, as an origin: `gpu` is `http://gpu:4717`. Undefined where it is none. */
export function readAddress(typed: string): string | undefined {
  const text = typed.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const url = URL.parse(hasScheme ? text : `http://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  // Whoever says https means what stands in front of it, at the port of https.
  const saysPort = url.port !== '' || /:\d+\/?$/.test(text) || url.protocol === 'https:';
  if (!saysPort) url.port = PORT;
  return url.origin;
}

export const socketAddress = (address: string, path: string): string => `${address.replace(/^http/, 'ws')}${path}`;
