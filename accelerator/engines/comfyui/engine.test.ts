import { afterAll } from 'vitest';
import pino from 'pino';
import { engineSuite } from '../../../tests/contract/engine-suite.ts';
import { StandInProcess } from '../../../tests/stand-ins/comfyui/open-stand-in.ts';
import { ComfyEngine } from './engine.ts';

const standIn = await StandInProcess.open();
afterAll(() => standIn.kill());

engineSuite('comfyui', async () => new ComfyEngine({ addresses: [standIn.address], logger: pino({ level: 'silent' }) }), {
  width: 160,
  height: 128,
  frames: 5,
  prompt: 'a red ball rolls through the grass',
});
