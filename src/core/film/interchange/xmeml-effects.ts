import type { Title } from '../../schema/title.ts';
import type { Transition, WipeDirection } from '../../schema/transition.ts';
import type { DeliveredSound } from './delivered-film.ts';
import { element, valued, type XmlElement } from './xml.ts';

/** SMPTE wipes: 1 goes to the right, 2 down; the others are the same ones backwards. */
const WIPE_CODE: Readonly<Record<WipeDirection, readonly [code: number, reverse: boolean]>> = { right: [1, false], down: [2, false], left: [1, true], up: [2, true] };

/** A transition by the names that Final Cut Pro 7 gave its own. */
export function effectElement(transition: Transition): XmlElement {
  const [name, category] = transition.kind === 'wipe' ? ['Edge Wipe', 'Wipe'] : transition.kind === 'push' ? ['Push Slide', 'Slide'] : ['Cross Dissolve', 'Dissolve'];
  const [code, reverse] = transition.kind === 'wipe' || transition.kind === 'push' ? WIPE_CODE[transition.direction] : [0, false];
  return element('effect', {}, [
    valued('name', name as string),
    valued('effectid', name as string),
    valued('effectcategory', category as string),
    valued('effecttype', 'transition'),
    valued('mediatype', 'video'),
    valued('wipecode', code),
    valued('wipeaccuracy', 100),
    valued('startratio', 0),
    valued('endratio', 1),
    valued('reverse', reverse),
  ]);
}

/** One sound goes over into the next in straight lines. Frames of the film. */
export const crossfadeElement = (rate: XmlElement, start: number, end: number): XmlElement =>
  element('transitionitem', {}, [
    rate,
    valued('start', start),
    valued('end', end),
    valued('alignment', 'center'),
    element('effect', {}, [
      valued('name', 'Cross Fade ( 0dB)'),
      valued('effectid', 'KGAudioTransCrossFade0dB'),
      valued('effecttype', 'transition'),
      valued('mediatype', 'audio'),
      valued('wipecode', 0),
      valued('wipeaccuracy', 100),
      valued('startratio', 0),
      valued('endratio', 1),
      valued('reverse', false),
    ]),
  ]);

/** Fades as keys of the clip's opacity, so that they take no time from the film. Keys count in the source's frames. */
export function opacityFilter(faded: { readonly in: number; readonly out: number }, sourceStart: number, length: number): XmlElement | undefined {
  if (faded.in === 0 && faded.out === 0) return undefined;
  const end = sourceStart + length;
  const keys = [
    ...(faded.in > 0 ? [[sourceStart, 0], [sourceStart + Math.ceil(faded.in), 100]] : []),
    ...(faded.out > 0 ? [[Math.max(sourceStart, end - Math.ceil(faded.out)), 100], [end, 0]] : []),
  ] as [number, number][];
  return keyed('Opacity', 'opacity', 'motion', 'video', { id: 'opacity', name: 'Opacity', least: 0, most: 100, value: 100 }, keys);
}

/** As loud as the format makes anything: 12 dB. */
const LOUDEST = 3.98109;

/** How loud a sound is, with its fades. */
export function volumeFilter({ gain: wanted, from, length, fadeIn, fadeOut }: DeliveredSound): XmlElement {
  const gain = Math.min(LOUDEST, wanted);
  const end = from + length;
  const keys = [
    ...(fadeIn > 0 ? [[from, 0], [from + fadeIn, gain]] : []),
    ...(fadeOut > 0 ? [[Math.max(from, end - fadeOut), gain], [end, 0]] : []),
  ] as [number, number][];
  return keyed('Audio Levels', 'audiolevels', 'audiolevels', 'audio', { id: 'level', name: 'Level', least: 0, most: LOUDEST, value: gain }, keys);
}

interface Parameter {
  readonly id: string;
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly value: number;
}

function keyed(name: string, id: string, type: string, mediatype: 'video' | 'audio', parameter: Parameter, keys: readonly [when: number, value: number][]): XmlElement {
  return element('filter', {}, [
    element('effect', {}, [
      valued('name', name),
      valued('effectid', id),
      valued('effectcategory', type),
      valued('effecttype', type),
      valued('mediatype', mediatype),
      element('parameter', {}, [
        valued('parameterid', parameter.id),
        valued('name', parameter.name),
        valued('valuemin', parameter.least),
        valued('valuemax', parameter.most),
        valued('value', parameter.value),
        ...keys.map(([when, value]) => element('keyframe', {}, [valued('when', when), valued('value', value)])),
      ]),
    ]),
  ]);
}

/** A title as the text generator of Final Cut Pro 7, which Premiere and Resolve read too. */
export function titleElement(title: Title, rate: XmlElement): XmlElement {
  const words = [title.text, title.subtitle].filter((line) => line.trim() !== '').join('\r');
  return element('generatoritem', { id: `title-${title.id}` }, [
    valued('name', title.text.trim() || 'Title'),
    valued('duration', title.length),
    rate,
    valued('start', title.at),
    valued('end', title.at + title.length),
    valued('in', 0),
    valued('out', title.length),
    valued('enabled', true),
    valued('anamorphic', false),
    valued('alphatype', title.backdrop === 'black' ? 'none' : 'black'),
    element('effect', {}, [
      valued('name', 'Text'),
      valued('effectid', 'Text'),
      valued('effectcategory', 'Text'),
      valued('effecttype', 'generator'),
      valued('mediatype', 'video'),
      element('parameter', {}, [valued('parameterid', 'str'), valued('name', 'Text'), valued('value', words)]),
    ]),
  ]);
}
