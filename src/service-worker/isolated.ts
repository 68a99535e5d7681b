/**
 * A response as it is kept: with the headers that isolate the page, which WASM threads need. A plain file host does
 * not send them; from the second visit on the app has them all the same. Undefined for a failed
 * response, which is not to be kept.
 */
export function isolated(response: Response): Response | undefined {
  if (response.status !== 200) return undefined;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  // The same file answers a page, a worker and a module; a host that varies by origin would hide it from some.
  headers.delete('Vary');
  return new Response(response.body, { status: 200, headers });
}
