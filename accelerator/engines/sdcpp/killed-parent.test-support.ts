/** A process that makes a clip until it is killed: `killed-parent FOLDER-OF-MODELS SCRATCH PROGRAM JOURNAL`. */
import { quiet, request } from './engine.test-support.ts';
import { SdcppEngine } from './sdcpp-engine.ts';

const [models = '', scratch = '', program = '', journal = ''] = process.argv.slice(2);
const engine = new SdcppEngine({
  program,
  models: [models],
  scratch,
  environment: { PATH: process.env.PATH, KINORA_STAND_IN: JSON.stringify({ stepMs: 50, journal, fault: 'child' }) },
  media: { get: () => Promise.resolve(undefined) },
  log: { info() {}, warn() {} },
});
await engine.run(request({ steps: 200 }), quiet);
