import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { ModelManifest } from '../src/core/schema/manifest.ts';

/** Where the studio finds the built-in model, below the site's root. */
const PUBLIC_FOLDER = 'models/kinora-mini';

const FOLDER = fileURLToPath(new URL('./kinora-mini', import.meta.url));

/** Files that belong to the folder's layout but are not named in the manifest. */
const BESIDE_THE_MANIFEST = ['manifest.json', 'model_index.json', 'tokenizer/words.json'];

/** The files of the built-in model that a browser may ask for, relative to its folder. */
export function publishedFiles(folder: string = FOLDER): string[] {
  const manifest = ModelManifest.parse(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));
  const components = Object.values(manifest.components).map((component) => component.file);
  return [...new Set([...BESIDE_THE_MANIFEST, ...components])].filter((file) => existsSync(path.join(folder, file)));
}

/**
 * Makes the built-in model part of the site, in development and in the build: its manifest,
 * tokenizer, scheduler and graphs, and nothing of its recipe.
 */
export function builtInModel(): Plugin {
  return {
    name: 'kinora-built-in-model',

    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        const file = pathname.startsWith(`/${PUBLIC_FOLDER}/`) ? pathname.slice(PUBLIC_FOLDER.length + 2) : '';
        if (!file || !publishedFiles().includes(file)) return next();
        const full = path.join(FOLDER, file);
        response.setHeader('Content-Type', file.endsWith('.json') ? 'application/json' : 'application/octet-stream');
        response.setHeader('Content-Length', statSync(full).size);
        response.setHeader('Cache-Control', 'no-cache');
        // The pages are isolated (COEP), so workers may only load what declares itself of this origin.
        response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
        if (request.method === 'HEAD') response.end();
        else createReadStream(full).pipe(response);
      });
    },

    generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const file of publishedFiles()) {
        this.emitFile({ type: 'asset', fileName: `${PUBLIC_FOLDER}/${file}`, source: readFileSync(path.join(FOLDER, file)) });
      }
    },
  };
}
