import { addClip } from '../../document/commands/clip.ts';
import { addClipAlternate } from '../../document/commands/alternate.ts';
import { setBrief } from '../../document/commands/brief.ts';
import { addCaptions } from '../../document/commands/caption.ts';
import { addMarker } from '../../document/commands/marker.ts';
import { trimClip } from '../../document/commands/place.ts';
import { addScene } from '../../document/commands/scene.ts';
import { addNarration, setSound } from '../../document/commands/sound.ts';
import { addTakes, selectTake } from '../../document/commands/take.ts';
import { addTitle } from '../../document/commands/title.ts';
import { setTransition } from '../../document/commands/transition.ts';
import { createProject } from '../../document/create-project.ts';
import type { Origin } from '../../document/edit.ts';
import type { ProjectDocument } from '../../document/project-document.ts';
import { sampleOrigin } from '../../document/sample-origin.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Sha256, TakeId } from '../../schema/ids.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Result } from '../../schema/result.ts';
import type { Take } from '../../schema/take.ts';
import type { Transition } from '../../schema/transition.ts';

export function must<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

export const RATES = {
  film: { numerator: 24, denominator: 1 },
  slowFilm: { numerator: 24_000, denominator: 1001 },
  pal: { numerator: 25, denominator: 1 },
  ntsc: { numerator: 30_000, denominator: 1001 },
  thirty: { numerator: 30, denominator: 1 },
  fifty: { numerator: 50, denominator: 1 },
  fastNtsc: { numerator: 60_000, denominator: 1001 },
  sixty: { numerator: 60, denominator: 1 },
} as const satisfies Record<string, FrameRate>;

const hash = (n: number): Sha256 => (Math.imul(n + 1, 0x9e37_79b1) >>> 0).toString(16).padStart(8, '0').repeat(8) as Sha256;

/** A take of so many frames at a rate of its own. */
export function sampleTake(n: number, { frames = 120, frameRate = 24 } = {}): Take {
  return {
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as TakeId,
    schema: 2,
    tags: [],
    favourite: false,
    rating: 0,
    recipe: {
      schema: 1,
      mode: 't2v',
      model: { id: 'kinora-mini', version: '1', license: 'apache-2.0' },
      prompt: `take ${n}`,
      negativePrompt: '',
      seed: n,
      width: 160,
      height: 96,
      frames,
      frameRate,
      steps: 4,
      guidance: 1,
      scheduler: 'euler',
      shift: 1,
      inputs: {},
      engine: { id: 'onnx', version: '1', provider: 'cpu' },
    },
    recipeHash: hash(n + 1000),
    media: { sha256: hash(n), type: 'video/mp4', bytes: 100 },
    poster: { sha256: hash(n + 2000), type: 'image/png', bytes: 10 },
    filmstrip: { sha256: hash(n + 3000), type: 'image/png', bytes: 10, frames: 4 },
    timings: {},
    adjustments: [],
    createdAt: 1,
  } as Take;
}

export interface SampleDelivery {
  readonly document: ProjectDocument;
  readonly origin: Origin;
  readonly takes: readonly Take[];
  readonly clips: readonly ClipId[];
}

export interface SampleClip {
  readonly length: number;
  readonly gap?: number;
  readonly sourceStart?: number;
  readonly transition?: Transition;
  /** How many takes it has. */
  readonly takes?: number;
  readonly prompt?: string;
}

/** A film of clips that follow each other, each with takes of 400 frames. */
export function sampleDelivery(rate: FrameRate, scenes: readonly (readonly SampleClip[])[], name = 'Film'): SampleDelivery {
  const origin = sampleOrigin();
  const document = must(createProject({ name, settings: { frameRate: rate } }, origin));
  const takes: Take[] = [];
  const clips: ClipId[] = [];
  const all: { id: ClipId; clip: SampleClip }[] = [];
  scenes.forEach((list, i) => {
    const scene = must(document.run(addScene({ content: { name: `Scene name ${i + 1}` } })));
    for (const clip of list) {
      const id = must(document.run(addClip({ scene, content: { length: clip.length + (clip.gap ?? 0) + (clip.sourceStart ?? 0), prompt: clip.prompt ?? `what is seen ${clips.length + 1}` } })));
      for (let n = 0; n < (clip.takes ?? 1); n++) {
        const one = sampleTake(takes.length + 1, { frames: 400, frameRate: rate.numerator / rate.denominator });
        takes.push(one);
        must(document.run(addTakes({ kind: 'clip', id }, [one.id])));
      }
      clips.push(id);
      all.push({ id, clip });
    }
  });
  for (const { id, clip } of all) {
    if (clip.sourceStart) must(document.run(trimClip(id, { edge: 'start', by: clip.sourceStart, ripple: true })));
    if (clip.gap) must(document.run(trimClip(id, { edge: 'start', by: clip.gap, ripple: false })));
  }
  for (const { id, clip } of all) if (clip.transition) must(document.run(setTransition(id, clip.transition)));
  return { document, origin, takes, clips };
}

/** One of everything that is delivered, with words that every format has to escape. */
export function fullDelivery(rate: FrameRate = RATES.film): SampleDelivery {
  const sample = sampleDelivery(
    rate,
    [
      [
        { length: 48, takes: 2, sourceStart: 10, transition: { kind: 'dissolve', frames: 12 }, prompt: 'a <boat> & "harbour" at night\n=1+1 \u0007' },
        { length: 60, transition: { kind: 'wipe', frames: 9, direction: 'left' } },
        { length: 40, takes: 0, transition: { kind: 'fade', frames: 10, direction: 'through' }, prompt: '=HYPERLINK("x")' },
      ],
      [
        { length: 72, gap: 24, transition: { kind: 'push', frames: 1, direction: 'up' } },
        { length: 30, transition: { kind: 'fade', frames: 11, direction: 'out' } },
      ],
    ],
    'Hafen & <Meer> "Ü"',
  );
  const { document, clips } = sample;
  const extra = sampleTake(90, { frames: 17, frameRate: 8 });
  const alternate = must(document.run(addClipAlternate(clips[0]!)));
  must(document.run(addTakes({ kind: 'clip', id: alternate }, [extra.id])));
  must(document.run(selectTake({ kind: 'clip', id: alternate }, extra.id)));
  must(document.run(setBrief({ song: { asset: hash(500), type: 'audio/mpeg', name: 'Song & dance.mp3' } })));
  must(document.run(setSound({ songAt: 12, songFrom: 5, songGain: 0.5, songFadeIn: 6, songFadeOut: 24 })));
  must(document.run(addNarration({ asset: hash(501), type: 'audio/wav', name: 'voice', at: 30, length: 40, from: 0, gain: 1, text: 'Once' })));
  must(document.run(addTitle(6, { text: 'The <Title> & more', subtitle: 'a line', length: 36, place: 'lower-third' })));
  must(document.run(addCaptions([{ start: 40, end: 80, text: 'Sing & "dance"' }])));
  must(document.run(addMarker(20, { name: 'Beat <1>', colour: 'amber' })));
  must(document.run(addMarker(400, { name: 'beyond the end', colour: 'violet' })));
  return { ...sample, takes: [...sample.takes, extra] };
}
