import path from 'node:path';
import { pino } from 'pino';
import { OnnxEngine } from '../../accelerator/engines/onnx/onnx-engine.ts';
import { ROOT } from '../run-node.ts';
import { engineSuite } from './engine-suite.ts';

const log = pino({ enabled: false });
const sample = { width: 96, height: 96, frames: 5 };

engineSuite('onnx with Kinora Mini', async () => new OnnxEngine({ models: [], log }), { ...sample, prompt: 'a red balloon over the sea' });

/** Says the model in each request, as the studio does with one that is not the engine's own. */
class WithModel extends OnnxEngine {
  override run(...[request, context]: Parameters<OnnxEngine['run']>): ReturnType<OnnxEngine['run']> {
    return super.run({ ...request, model: 'tiny-model' }, context);
  }
}
const fixtures = path.join(ROOT, 'tests/fixtures');
engineSuite('onnx with a model from a folder', async () => new WithModel({ models: [fixtures], provider: 'cpu', log }), { ...sample, prompt: 'a red ball' });
