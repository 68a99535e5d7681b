import { decibelsOf, gainOf } from '../../domain/returned-cut/gain-decibels.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { rationalTime } from './rational-time.ts';
import { element, type XmlElement } from './xml.ts';

/** How loud a sound is, with its fades. `gain`: 1 as it is; fades in frames of the film. */
export function volume(rate: FrameRate, { gain, fadeIn, fadeOut }: { readonly gain: number; readonly fadeIn: number; readonly fadeOut: number }): XmlElement {
  const amount = `${decibelsOf(gain)}dB`;
  const fade = (name: string, frames: number): XmlElement | false => frames > 0 && element(name, { type: 'linear', duration: rationalTime(frames, rate) });
  const fades = [fade('fadeIn', fadeIn), fade('fadeOut', fadeOut)];
  return element('adjust-volume', { amount }, fades.some(Boolean) ? [element('param', { name: 'amount', value: amount }, fades)] : []);
}

/** How loud that is; undefined where it is no number of decibels. */
export function readVolume(amount: string): number | undefined {
  const found = /^(-?\d{1,3}(?:\.\d{1,6})?)dB$/.exec(amount.trim());
  return found ? gainOf(Number(found[1])) : undefined;
}
