/**
 * Fetches the CUDA libraries of ONNX Runtime. They are large and come from outside the npm
 * registry, so that this happens only when someone asks for it.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { install, SetupError } from './install.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

try {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      'ONNX Runtime for Node has CUDA on 64-bit Linux only. On Windows DirectML is used without any download, on a Mac CoreML.',
    );
  }
  install(ROOT);
  const script = fileURLToPath(new URL('../../node_modules/onnxruntime-node/script/install.js', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], {
    stdio: 'inherit',
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'true' },
  });
  if (status !== 0) throw new SetupError('The CUDA libraries could not be fetched: the lines above say why.');
  console.log('Done. `npm run generate -- "a red ball" -o clip.mp4 --provider cuda` uses them.');
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
