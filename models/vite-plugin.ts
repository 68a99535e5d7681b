import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { z } from 'zod';
import { FrameModelManifest } from '../src/core/schema/frame-model.ts';
import { ModelManifest } from '../src/core/schema/manifest.ts';

/** Where the studio finds the built-in models, below the site's root, and beside this file. */
const PUBLIC_FOLDER = 'models';
const NAMES = ['kinora-mini', 'kinora-mini-upscale', 'kinora-mini-interpolate'];

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Files that belong to a folder's layout but are not named in the manifest. */
const BESIDE_THE_MANIFEST = ['manifest.json', 'model_index.json', 'tokenizer/words.json'];

/** The files of a built-in model that a browser may ask for, relative to its folder. */
export function publishedFiles(folder: string): string[] {
  const manifest = z.union([ModelManifest, FrameModelManifest]).parse(JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));
  const loras = 'loras' in manifest ? (manifest.loras ?? []) : [];
  const components = [...Object.values(manifest.components), ...loras].map(({ file }) => file);
  return [...new Set([...BESIDE_THE_MANIFEST, ...components])].filter((file) => existsSync(path.join(folder, file)));
}

/** All files of all built-in models: on the site, and here. */
function published(): Map<string, string> {
  const files = NAMES.flatMap((name) => publishedFiles(path.join(HERE, name)).map((file) => `${name}/${file}`));
  return new Map(files.map((file) => [`${PUBLIC_FOLDER}/${file}`, path.join(HERE, file)]));
}

/**
 * Makes the built-in models part of the site, in development and in the build: their manifests,
 * tokenizer, scheduler and graphs, and nothing of their recipes.
 */
export function builtInModel(): Plugin {
  return {
    name: 'kinora-built-in-model',

    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        const full = pathname.startsWith(`/${PUBLIC_FOLDER}/`) ? published().get(pathname.slice(1)) : undefined;
        if (full === undefined) return next();
        response.setHeader('Content-Type', full.endsWith('.json') ? 'application/json' : 'application/octet-stream');
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
      for (const [fileName, full] of published()) this.emitFile({ type: 'asset', fileName, source: readFileSync(full) });
    },
  };
}
