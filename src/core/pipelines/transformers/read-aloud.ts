import type { CancelSignal } from '../../domain/generate/engine.ts';
import type { Look } from '../../domain/voice/pronounce.ts';
import { spokenParts } from '../../domain/voice/spoken-parts.ts';
import { type Accent, spokenPhonemes } from '../../domain/voice/spoken-phonemes.ts';
import { FaultError } from '../../schema/fault.ts';
import { VoiceModel } from './voice-model.ts';

export interface ReadAloudOptions {
  /** A voice of the model: `af_heart`. */
  readonly voice: string;
  readonly accent: Accent;
  /** 1 as the voice speaks by itself, 2 twice as fast. */
  readonly speed: number;
  readonly look: Look;
  readonly signal: CancelSignal;
  /** Lets messages of the host be heard between two sentences. */
  breathe(): Promise<void>;
  /** How much of the text was said, 0 to 1. */
  onProgress?(done: number): void;
}

/** More letters than are said at once, whatever the voice can; sentences are divided where they are longer. */
const MOST_LETTERS = 400;
/** A letter becomes no more than so many signs, roughly; what is longer yet is divided again. */
const SIGNS_A_LETTER = 1.2;

/**
 * A text said aloud from its start to its end, sentence after sentence with pauses between. 24,000 samples a second.
 * Throws FaultError `language-unspoken` where nothing in it can be said, `cancelled`, or as `VoiceModel.speak`.
 */
export async function readAloud(model: Pick<VoiceModel, 'most' | 'speak'>, text: string, { voice, accent, speed, look, signal, breathe, onProgress }: ReadAloudOptions): Promise<Float32Array> {
  const most = await model.most(voice);
  const parts = spokenParts(text, Math.min(MOST_LETTERS, Math.max(8, Math.floor(most / SIGNS_A_LETTER))));
  const letters = parts.reduce((sum, part) => sum + part.text.length, 0);
  const said: Float32Array[] = [];
  let done = 0;
  for (const part of parts) {
    for (const signs of fitting(spokenPhonemes(part.text, accent, look), most)) {
      await breathe();
      if (signal.aborted) throw new FaultError('cancelled');
      said.push(await model.speak(signs, voice, speed));
    }
    said.push(new Float32Array(Math.round((part.pause / speed) * VoiceModel.RATE)));
    done += part.text.length;
    onProgress?.(done / letters);
  }
  if (signal.aborted) throw new FaultError('cancelled');
  if (!said.some((one) => one.length > 0)) throw new FaultError('language-unspoken');
  return joined(said);
}

/** Signs in pieces that a voice says at once, divided between words where there are any. */
function fitting(signs: string, most: number): string[] {
  if (signs.length <= most) return signs === '' ? [] : [signs];
  const space = signs.lastIndexOf(' ', most);
  const at = space > 0 ? space : most;
  return [signs.slice(0, at).trim(), ...fitting(signs.slice(at).trim(), most)].filter((piece) => piece !== '');
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
