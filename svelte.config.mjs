import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';

/** The page's own small scripts, which its Content-Security-Policy names by their hashes; SvelteKit names only those it writes itself. */
const page = readFileSync(new URL('src/app.html', import.meta.url), 'utf8');
const ownScripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(
  ([, script]) => `sha256-${createHash('sha256').update(script).digest('base64')}`,
);

/**
 * Static files that work from any host. Every page is rendered in the browser, so that one fallback
 * page serves every route offline.
 * @type {import('@sveltejs/kit').Config}
 */
export default {
  kit: {
    adapter: adapter({ fallback: 'index.html' }),
    serviceWorker: { register: false },
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self', 'wasm-unsafe-eval', ...ownScripts],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'blob:', 'data:'],
        'media-src': ['self', 'blob:'],
        // Where a person's accelerator is, nobody knows when this is built: see docs/decisions/0023.
        'connect-src': ['self', 'blob:', 'data:', 'http:', 'https:', 'ws:', 'wss:'],
        'worker-src': ['self', 'blob:'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['none'],
      },
    },
  },
};
