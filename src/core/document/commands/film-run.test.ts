import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutOf, firstKeyframe } from '../../domain/timeline/cut.ts';
import { type Counted, planFilm } from '../../domain/film-run/plan-film.ts';
import { type FilmFacts, needsOf, type PlannedClip, type PlannedWork } from '../../domain/film-run/planned-work.ts';
import type { ModelFacts } from '../../domain/generate/model-facts.ts';
import { Sha256, type TakeId } from '../../schema/ids.ts';
import { Mode } from '../../schema/mode.ts';
import { createProject } from '../create-project.ts';
import type { ProjectDocument } from '../project-document.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { take } from '../sample-film.test-support.ts';
import { addBriefPictures } from './brief.ts';
import { addCharacter, applyCharacter } from './character.ts';
import { addClip, editClip } from './clip.ts';
import { makeReady } from './film-run.ts';
import { addKeyframe, useKeyframe } from './keyframe.ts';
import { addScene } from './scene.ts';
import { deliverTakes } from './take.ts';

const model = (modes: readonly Mode[] = Mode.options, references = false): ModelFacts => ({
  id: 'tiny',
  name: 'Tiny',
  version: '1',
  license: { spdx: 'Apache-2.0' },
  modes: [...modes],
  adapters: { loras: false, references },
  size: { multiple: 16, min: 64, max: 512, default: [160, 96], presets: [[160, 96]] },
  frames: { multiple: 4, offset: 1, default: 17, max: 33 },
  frameRate: 8,
  defaults: { steps: 4, guidance: 3, shift: 3, scheduler: 'euler' },
});
const picture = { kind: 'picture', asset: Sha256.parse('a'.repeat(64)), type: 'image/png', name: 'given' } as const;
const product = { asset: Sha256.parse('b'.repeat(64)), type: 'image/png', name: 'cup', shows: 'product' } as const;
const facts = (changes: Partial<FilmFacts> = {}): FilmFacts => ({ model: model(), hasTake: () => true, ...changes });

/** How a clip of a film is: its words, and whether its ends are as they were, emptied, or shown by a picture. */
interface Drawn {
  readonly words: string;
  readonly first: 'as it is' | 'none' | 'given' | 'empty';
  readonly last: 'as it is' | 'given' | 'empty';
}

function film(clips: readonly Drawn[]): ProjectDocument {
  const document = take(createProject({ name: 'Film' }, sampleOrigin()));
  const scene = take(document.run(addScene()));
  for (const { words, first, last } of clips) {
    const clip = take(document.run(addClip({ scene, content: { prompt: words, length: 48 } })));
    if (first === 'none') take(document.run(useKeyframe(clip, 'first', null)));
    else if (first !== 'as it is') take(document.run(addKeyframe(clip, 'first', first === 'given' ? { still: picture } : {})));
    if (last !== 'as it is') take(document.run(addKeyframe(clip, 'last', last === 'given' ? { still: picture } : {})));
  }
  return document;
}

const plain = (words: string): Drawn => ({ words, first: 'as it is', last: 'as it is' });
let takes = 0;
const newTake = (): TakeId => `00000000-0000-4000-a000-${String((takes += 1)).padStart(12, '0')}` as TakeId;

/** Carries out some of a plan as a run would. */
function carryOut(document: ProjectDocument, plan: readonly PlannedWork[], isMade: (work: PlannedWork) => boolean = () => true): void {
  const keyframes = take(document.run(makeReady(plan)));
  for (const work of plan) {
    if (!isMade(work) || work.kind === 'refused' || work.kind === 'place') continue;
    const keyframe = keyframes.get(work.key);
    take(document.settle(deliverTakes([{ clip: work.clip, ...(keyframe && { keyframe }), take: newTake() }])));
  }
}

const clipsIn = (plan: readonly PlannedWork[]): PlannedClip[] => plan.filter((work) => work.kind === 'clip');
const keys = (plan: readonly PlannedWork[]) => plan.map(({ key }) => key);
const short = (document: ProjectDocument, plan: readonly PlannedWork[]) => {
  const slates = new Map(cutOf(document.project).map(({ clip }, i) => [clip.id as string, `${i + 1}`]));
  return plan.map(({ kind, key, clip }) => `${kind} ${key.replace(clip, slates.get(clip)!)}`);
};

const drawn: fc.Arbitrary<Drawn> = fc.record({
  words: fc.constantFrom('a ball', 'a blue box', '', 'ball '.repeat(100)),
  first: fc.constantFrom('as it is', 'as it is', 'none', 'given', 'empty'),
  last: fc.constantFrom('as it is', 'as it is', 'given', 'empty'),
});
const someModes = fc.subarray([...Mode.options]);

it('asks for few steps of all that is made, where the model comes with a LoRA for them, whatever its defaults and steps that were said', () => {
  const { project } = film([plain('a ball'), plain('a boat')]);
  const quick = { file: 'quick.safetensors', bytes: 4, sha256: Sha256.parse('c'.repeat(64)), name: 'Quick', about: 'Four steps.', weight: 1, sampling: { steps: 2, guidance: 1 } };
  const requests = (changes: Partial<FilmFacts>) => planFilm(project, facts({ steps: 30, ...changes })).flatMap((work) => ('request' in work ? [work.request] : []));
  const few = requests({ quick });
  expect(few.length).toBeGreaterThan(2);
  for (const request of few) expect(request).toMatchObject({ steps: 2, guidance: 1, loras: [{ asset: quick.sha256, name: 'Quick', weight: 1, base: 'tiny' }] });
  for (const request of requests({})) expect([request.steps, request.loras]).toEqual([30, undefined]);
});

describe('the plan of a film', () => {
  it('is the same where clips were counted before, and asks again only about those that changed', () => {
    const document = film([plain('a ball'), plain('a box'), plain('a tree')]);
    for (const { clip } of cutOf(document.project)) take(document.settle(deliverTakes([{ clip: clip.id, take: newTake() }])));
    const asked: TakeId[] = [];
    const known = facts({ takes: 2, hasTake: (id) => asked.push(id) > 0 });
    const counted: Counted = new WeakMap();
    const plan = planFilm(document.project, known, counted);
    expect(planFilm(document.project, known, counted)).toEqual(plan);
    expect(asked).toHaveLength(3);
    const [, { clip } = { clip: undefined }] = cutOf(document.project);
    take(document.run(editClip(clip!.id, { prompt: 'a lighthouse' })));
    const edited = planFilm(document.project, known, counted);
    expect(asked.slice(3)).toEqual([clip!.takes[0]!.id]);
    expect(edited).toEqual(planFilm(document.project, known));
    expect(edited).not.toEqual(plan);
  });

  it('draws the first keyframe and every last one, and lets clips start on what the one before ends on', () => {
    const document = film([plain('a ball'), plain('a box'), plain('a tree')]);
    const plan = planFilm(document.project, facts({ takes: 2 }));
    expect(short(document, plan)).toEqual([
      'keyframe 1/first', 'keyframe 1/last', 'keyframe 2/last', 'keyframe 3/last',
      'clip 1/take-1', 'clip 1/take-2', 'clip 2/take-1', 'clip 2/take-2', 'clip 3/take-1', 'clip 3/take-2',
    ]);
    const [one, , two] = clipsIn(plan);
    expect(one!.request).toMatchObject({ mode: 'flf2v', prompt: 'a ball', frames: 17 });
    expect(two!.first).toEqual(one!.last);
    expect(plan[0]).toMatchObject({ request: { mode: 't2i', frames: 1, prompt: 'a ball' } });
  });

  it('says in words what LoRAs cannot do whose files are missing, and asks for none of them', () => {
    const document = film([plain('a ball')]);
    const lora = { asset: Sha256.parse('c'.repeat(64)), name: 'ada', weight: 1 };
    const ada = take(document.run(addCharacter({ name: 'Ada', description: 'a tall engineer', lora })));
    take(document.run(applyCharacter(ada, [document.project.scenes[0]!.members[0]!.clips[0]!.members[0]!.id])));
    const able = { model: { ...model(), adapters: { loras: true, references: false } } };
    const asked = (changes: Partial<FilmFacts>) => planFilm(document.project, facts({ ...able, ...changes })).flatMap((work) => (work.kind === 'clip' ? [work.request] : []));
    expect(asked({})[0]).toMatchObject({ prompt: 'a ball', loras: [lora] });
    const [without] = asked({ missingLoras: new Set([lora.asset]) });
    expect(without).toMatchObject({ prompt: 'a ball, a tall engineer' });
    expect(without).not.toHaveProperty('loras');
  });

  it('draws no last keyframe before a cut to a clip that starts on a still of its own', () => {
    const document = film([plain('a ball'), { ...plain('a boat'), first: 'empty' }, plain('a boat sails')]);
    expect(short(document, planFilm(document.project, facts()))).toEqual(['keyframe 1/first', 'keyframe 2/first', 'keyframe 2/last', 'keyframe 3/last', 'clip 1/take-1', 'clip 2/take-1', 'clip 3/take-1']);
  });

  it('gives every clip a first picture of its own where the model cannot reach a last one', () => {
    const document = film([plain('a ball'), plain('a box')]);
    const plan = planFilm(document.project, facts({ model: model(['t2i', 'ti2v']) }));
    expect(short(document, plan)).toEqual(['keyframe 1/first', 'keyframe 2/first', 'clip 1/take-1', 'clip 2/take-1']);
    expect(clipsIn(plan).map(({ request }) => request.mode)).toEqual(['ti2v', 'ti2v']);
    expect(clipsIn(planFilm(document.project, facts({ model: model(['t2v']) }))).map(({ request, first }) => [request.mode, first])).toEqual([['t2v', undefined], ['t2v', undefined]]);
  });

  it('opens with the picture of the product, unless its shape would lose most of it', () => {
    const document = film([plain('a cup')]);
    take(document.run(addBriefPictures([product])));
    const plan = planFilm(document.project, facts());
    expect(plan[0]).toMatchObject({ kind: 'place', end: 'first', still: { asset: product.asset } });
    expect(clipsIn(plan)[0]!.first).toMatchObject({ kind: 'still', still: { asset: product.asset } });
    carryOut(document, plan);
    expect(firstKeyframe(document.project, cutOf(document.project)[0]!)?.still).toMatchObject({ asset: product.asset });
    const tall = film([plain('a cup')]);
    take(tall.run(addBriefPictures([product])));
    expect(planFilm(tall.project, facts({ pictureSize: () => ({ width: 100, height: 900 }) }))[0]).toMatchObject({ kind: 'keyframe' });
  });

  it('hands the pictures of the cast and of the product to a model that looks at them', () => {
    const document = film([plain('a cup')]);
    take(document.run(addBriefPictures([product])));
    const ada = take(document.run(addCharacter({ name: 'Ada', references: [{ asset: picture.asset, type: 'image/png', name: 'Ada' }] })));
    take(document.run(applyCharacter(ada, [cutOf(document.project)[0]!.clip.id])));
    const references = planFilm(document.project, facts({ model: model(Mode.options, true) })).map((work) => ('request' in work ? work.request.references : []));
    expect(references).toEqual([[], [picture.asset, product.asset], [picture.asset, product.asset]]);
  });

  it('says of a clip without words or with too many why it cannot be made, and plans the others', () => {
    const document = film([plain(''), plain('ball '.repeat(100)), plain('a box')]);
    const plan = planFilm(document.project, facts());
    expect(plan.flatMap((work) => (work.kind === 'refused' ? work.fault.reason : []))).toEqual(['prompt-empty', 'prompt-too-long']);
    expect(clipsIn(plan)).toHaveLength(1);
  });

  it('sends the words that the model knows', () => {
    const plan = planFilm(film([plain('a sphere')]).project, facts({ say: (prompt) => prompt.replace('sphere', 'ball') }));
    expect(plan.map((work) => 'request' in work && work.request.prompt)).toEqual(['a ball', 'a ball', 'a ball']);
    const wordless = planFilm(film([plain('')]).project, facts({ say: () => 'a ball' }));
    expect(wordless.map(({ kind }) => kind)).toEqual(['refused']);
  });

  it('waits for a keyframe that is being made, and does not count takes that are on their way twice', () => {
    const document = film([{ ...plain('a ball'), first: 'empty' }]);
    const { clip } = cutOf(document.project)[0]!;
    const job = '00000000-0000-4000-8000-0000000000aa' as never;
    const plan = planFilm(document.project, facts({ keyframeJob: (id) => (id === clip.first ? job : undefined) }));
    expect(short(document, plan)).toEqual(['keyframe 1/last', 'clip 1/take-1']);
    expect(clipsIn(plan)[0]!.first).toEqual({ kind: 'job', job });
    expect(clipsIn(planFilm(document.project, facts({ takes: 3, underWay: () => 2 })))).toHaveLength(1);
    expect(planFilm(document.project, facts({ underWay: () => 1 }))).toEqual([]);
  });

  it('can be carried out in its order: each key once, and nothing needs what comes after it', () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 6 }), someModes, fc.integer({ min: 1, max: 3 }), (clips, modes, wanted) => {
        const plan = planFilm(film(clips).project, facts({ model: model(modes), takes: wanted }));
        const before = new Set<string>();
        for (const work of plan) {
          expect(before.has(work.key)).toBe(false);
          for (const need of needsOf(work)) expect(before.has(need)).toBe(true);
          before.add(work.key);
          if (!('request' in work)) continue;
          expect(modes).toContain(work.request.mode);
          if (work.kind === 'clip') expect(work.request.mode === 'flf2v').toBe(work.last !== undefined);
          if (work.kind === 'clip') expect(['t2i', 't2v'].includes(work.request.mode)).toBe(work.first === undefined);
        }
        // Every clip is made or it is said why not.
        expect(new Set(plan.filter(({ kind }) => kind === 'clip' || kind === 'refused').map(({ clip }) => clip)).size).toBe(clips.length);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves nothing to do once it is done, and exactly the rest where it was broken off', () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 5 }), someModes, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (clips, modes, made) => {
        const document = film(clips);
        const given = facts({ model: model(modes), takes: 2 });
        const plan = planFilm(document.project, given);
        const doneKeys = new Set(plan.filter((_, i) => made[i % made.length]).map(({ key }) => key));
        carryOut(document, plan, ({ key }) => doneKeys.has(key));
        const rest = planFilm(document.project, given);
        const isLeft = ({ kind, key }: PlannedWork) => kind === 'refused' || (kind !== 'place' && !doneKeys.has(key));
        // Keyframes of clips that have all their takes are not needed any more; takes are counted, not named.
        expect(clipsIn(rest)).toHaveLength(clipsIn(plan).filter(isLeft).length);
        const keyframesLeft = keys(plan.filter((work) => work.kind === 'keyframe' && isLeft(work)));
        for (const { kind, key } of rest) if (kind === 'keyframe') expect(keyframesLeft).toContain(key);
        for (const work of rest) {
          const same = plan.find(({ key }) => key === work.key);
          if (work.kind === 'keyframe') expect(same).toMatchObject({ request: work.request });
        }
        carryOut(document, rest);
        expect(planFilm(document.project, given).filter(({ kind }) => kind !== 'refused')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('asks for the same things for the same film, and for others with another seed', () => {
    const seeds = (seed: number) => planFilm(film([plain('a ball'), plain('a box')]).project, facts({ seed, takes: 2 })).map((work) => 'request' in work && work.request.seed);
    expect(seeds(7)).toEqual(seeds(7));
    expect(new Set([...seeds(7), ...seeds(8)]).size).toBe(14);
  });
});
