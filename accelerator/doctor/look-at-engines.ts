import { explain } from '#core/domain/words/explain.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { EngineHost } from '../engines/ports.ts';
import type { Finding } from './finding.ts';
import { workflowFinding } from './workflow-finding.ts';

const NAMES = { onnx: 'ONNX engine', comfyui: 'ComfyUI', sdcpp: 'stable-diffusion.cpp', compositor: 'Compositor' } as const;
/** This many missing files are named; the rest is counted. */
const NAMED = 4;

/** The engines, as they would offer themselves to a studio. */
export async function lookAtEngines(engines: readonly EngineHost[]): Promise<Finding[]> {
  // The compositor needs no models, and its encoders are looked at by themselves.
  const offers = (await Promise.all(engines.map((engine) => engine.offer()))).filter(({ id }) => id !== 'compositor');
  return offers.flatMap((offer) => [...engineFindings(offer), ...(offer.workflows ?? []).map(workflowFinding)]);
}

export function engineFindings(offer: EngineOffer): Finding[] {
  const what = NAMES[offer.id];
  if (offer.fault) {
    const { happened, next } = explain(offer.fault);
    // The engine of our own has to work; the others need not even be here.
    const state = offer.id === 'onnx' || offer.fault.reason !== 'engine-away' ? 'broken' : 'missing';
    return [{ what, state, found: happened, allows: 'None of its models can be used.', next }];
  }
  const whole = offer.models.filter(({ missing }) => missing.length === 0);
  const first: Finding = {
    what,
    state: whole.length > 0 ? 'works' : offer.id === 'onnx' ? 'broken' : 'missing',
    found: `${offer.why} Version ${offer.version}.`,
    allows: whole.length > 0 ? `It can make clips with ${whole.map(({ name }) => name).join(', ')}.` : 'None of its models is whole.',
  };
  return [first, ...offer.models.filter(({ missing }) => missing.length > 0).map((model) => modelFinding(what, model))];
}

function modelFinding(engine: string, { name, missing }: EngineOffer['models'][number]): Finding {
  const files = missing.slice(0, NAMED).map(({ file, folder, source }) => `${file} into ${folder}${source === undefined ? '' : ` (from ${source})`}`);
  const rest = missing.length - files.length;
  return {
    what: `${engine}: ${name}`,
    state: 'missing',
    found: `${missing.length} of its files ${missing.length === 1 ? 'is' : 'are'} not there.`,
    allows: 'It cannot be used.',
    next: `Put ${files.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`,
  };
}
