import { choose, tryProviders } from '../engines/onnx/best-provider.ts';
import type { ProbeReport } from '../engines/onnx/probe-messages.ts';
import type { Provider } from '../engines/onnx/provider.ts';
import { runTool } from '../machine/run-tool.ts';
import type { Finding } from './finding.ts';

const WITHOUT: Readonly<Partial<Record<Provider, string>>> = {
  cuda: 'On a machine with an NVIDIA card, `npm run accelerator:cuda` fetches what it needs.',
  dml: 'It needs a graphics driver with DirectX 12.',
  coreml: 'It needs macOS on Apple silicon.',
  webgpu: 'It needs a graphics driver with Vulkan, Direct3D 12 or Metal.',
};

/** What ONNX Runtime really computes on, each tried in a process of its own. */
export async function lookAtProviders(): Promise<Finding[]> {
  return providerFindings(await tryProviders());
}

export function providerFindings(tried: readonly (readonly [Provider, ProbeReport | undefined])[]): Finding[] {
  const chosen = choose(tried.map(([provider]) => provider), tried.map(([, report]) => report));
  const cards = tried.map(([provider, report]): Finding => {
    const what = `ONNX Runtime on ${provider}`;
    const state = report?.provider;
    if (state?.works) {
      const isChosen = chosen.provider === provider;
      return { what, state: 'works', found: `It computes rightly, a test in ${state.milliseconds.toFixed(1)} ms.`, allows: isChosen ? 'Models in the ONNX layout run on it.' : 'It is slower than what is used instead.' };
    }
    const why = state?.works === false ? shortly(state.why) : 'its process ended or hung';
    return { what, state: 'missing', found: `It does not work here: ${why.replace(/\.$/, '')}.`, allows: 'Models in the ONNX layout run on something else.', ...(WITHOUT[provider] !== undefined && { next: WITHOUT[provider] }) };
  });
  return [...cards, processorFinding(tried, chosen.provider)];
}

/** What ONNX Runtime says; a place in its own sources tells nobody anything. */
const shortly = (why: string): string => (why.startsWith('/') ? 'it could not be started' : why.slice(0, 160));

function processorFinding(tried: readonly (readonly [Provider, ProbeReport | undefined])[], chosen: Provider): Finding {
  const what = 'ONNX Runtime on the processor';
  const states = tried.flatMap(([, report]) => (report ? [report.processor] : []));
  const working = states.find((state) => state.works);
  if (working) return { what, state: 'works', found: `It computes rightly, a test in ${working.milliseconds.toFixed(1)} ms.`, allows: chosen === 'cpu' ? 'Kinora Mini and models in the ONNX layout run on it, slowly.' : 'It stands in where the graphics card fails.' };
  const [failed] = states;
  const why = failed?.works === false ? failed.why : 'its process ended or hung';
  return { what, state: 'broken', found: `It does not work here: ${why.replace(/\.$/, '')}.`, allows: 'Nothing can be made without it, not even with Kinora Mini.', next: 'Install Kinora again: `npm ci`.' };
}

/** What makes files of frames. */
export async function lookAtEncoders(): Promise<Finding[]> {
  return [await lookAtCodecs(), await lookAtFfmpeg('ffmpeg')];
}

async function lookAtCodecs(): Promise<Finding> {
  const what = 'Encoder';
  try {
    const { encodeResult } = await import('../media/encode-result.ts');
    const { PROBE_CLIP } = await import('./probe-clip.ts');
    const bytes = await encodeResult(PROBE_CLIP);
    return { what, state: 'works', found: `A clip of ${PROBE_CLIP.video.frames} frames became an MP4 of ${bytes.length} bytes.`, allows: 'Clips are kept as MP4.' };
  } catch (error) {
    return { what, state: 'broken', found: `No MP4 can be made: ${(error as Error).message.split('\n')[0] ?? ''}`, allows: 'Stills only.', next: 'Install Kinora again: `npm ci`.' };
  }
}

export async function lookAtFfmpeg(program: string): Promise<Finding> {
  const what = 'ffmpeg';
  const answer = await runTool(program, ['-version']);
  const allows = 'Kinora encodes by itself and does not need it.';
  if (answer.kind === 'said') return { what, state: 'works', found: `Version ${/ffmpeg version (\S+)/.exec(answer.text)?.[1] ?? 'unknown'}.`, allows };
  return { what, state: 'missing', found: answer.kind === 'absent' ? 'It is not in PATH.' : `It does not work: ${answer.why}`, allows };
}
