/** What every answer of this door carries, unless the answer itself says something narrower. */
export function withSafetyHeaders(answer: Response, policy: string | undefined): void {
  for (const [name, value] of [
    // Isolation: browsers give threads to WebAssembly only where nothing foreign can look in.
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Embedder-Policy', 'require-corp'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    // A page cannot forbid by itself to be framed, and workers follow the header of their own file.
    ['Content-Security-Policy', `${policy ?? "default-src 'self'"}; frame-ancestors 'none'`],
  ] as const) {
    if (!answer.headers.has(name)) answer.headers.set(name, value);
  }
}
