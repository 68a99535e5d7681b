import { describe, expect, it } from 'vitest';
import { cutOf, findClip } from '../../domain/timeline/cut.ts';
import type { TakeId } from '../../schema/ids.ts';
import { addClipAlternate, putClipInCut } from '../commands/alternate.ts';
import { addCharacter, applyCharacter } from '../commands/character.ts';
import { editClip } from '../commands/clip.ts';
import { addKeyframe } from '../commands/keyframe.ts';
import { addScene } from '../commands/scene.ts';
import { addStyle, applyStyle } from '../commands/style.ts';
import { addTakes } from '../commands/take.ts';
import { createProject } from '../create-project.ts';
import { expectInvariants } from '../invariants.test-support.ts';
import { order, places, sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { copyClips, copyScenes } from './copy.ts';
import { pasteClips, pasteScenes } from './paste.ts';
import { readPayload } from './read-payload.ts';

const someTake = '00000000-0000-4000-8000-000000001001' as TakeId;

/** A clip with all that a clip can have. */
function richFilm() {
  const film = sampleFilm();
  const { document, clips } = film;
  const character = take(document.run(addCharacter({ name: 'Captain', triggerWords: 'old sailor' })));
  const style = take(document.run(addStyle({ name: 'Oil', prompt: 'oil painting' })));
  take(document.run(applyCharacter(character, [clips[0]])));
  take(document.run(applyStyle(style, [clips[0]])));
  take(document.run(editClip(clips[0], { prompt: 'a boat', name: '🚢' })));
  take(document.run(addTakes({ kind: 'clip', id: clips[0] }, [someTake])));
  take(document.run(addKeyframe(clips[0], 'last', { prompt: 'the quay' })));
  take(document.run(putClipInCut(take(document.run(addClipAlternate(clips[0]))))));
  return film;
}

describe('copy and paste', () => {
  it('takes along how loud a clip is, and reads what a version copied that said nothing of it', () => {
    const { document, clips } = sampleFilm();
    take(document.run(editClip(clips[0], { gain: 0.5, muted: true })));
    const pasted = (text: string) => {
      const other = take(createProject({ name: 'Other' }, sampleOrigin(3)));
      const scene = take(other.run(addScene()));
      const [id] = take(other.run(pasteClips(take(readPayload(text)), { scene, before: null })));
      return findClip(other.project, id!)!.clip;
    };
    const text = JSON.stringify(copyClips(document.project, [clips[0]]));
    expect(pasted(text)).toMatchObject({ gain: 0.5, muted: true });
    const earlier = text.replace('"gain":0.5,', '').replace('"muted":true,', '');
    expect(earlier).not.toMatch(/gain|muted/);
    expect(pasted(earlier)).toMatchObject({ gain: 1, muted: false });
  });

  it('brings clips with all that is theirs into another project, through text', () => {
    const { document, clips } = richFilm();
    const text = JSON.stringify(copyClips(document.project, [clips[0], clips[2]]));
    const other = take(createProject({ name: 'Other', settings: { frameRate: { numerator: 48, denominator: 1 } } }, sampleOrigin(3)));
    const scene = take(other.run(addScene()));
    const pasted = take(other.run(pasteClips(take(readPayload(text)), { scene, before: null })));
    expect(other.undoName).toBe('paste 2 clips');
    expect(order(other)).toEqual(pasted);
    expect(places(other)).toEqual([[0, 96], [96, 144]]);
    const stack = findClip(other.project, pasted[0] as never)?.stack;
    expect(stack?.members.map(({ alternate, prompt, selected, name }) => [alternate, prompt, selected, name])).toEqual([
      [0, 'a boat', someTake, '🚢'],
      [1, 'a boat', someTake, '🚢'],
    ]);
    const clip = cutOf(other.project)[0]?.clip;
    expect(other.project.characters).toMatchObject([{ id: clip?.characters[0], name: 'Captain' }]);
    expect(other.project.styles).toMatchObject([{ id: clip?.style, name: 'Oil' }]);
    expect(clip?.keyframes).toMatchObject([{ id: clip?.last, prompt: 'the quay' }]);
    expectInvariants(other.project);
    // A second time the same characters and styles serve.
    take(other.run(pasteClips(take(readPayload(text)), { scene, before: pasted[0] as never })));
    expect(order(other).slice(2)).toEqual(pasted);
    expect([other.project.characters.length, other.project.styles.length]).toEqual([1, 1]);
  });

  it('brings scenes, and in the same project uses what is there', () => {
    const { document, scene } = richFilm();
    const payload = copyScenes(document.project, [scene]);
    const [copy] = take(document.run(pasteScenes(payload as never, scene)));
    expect(document.project.scenes.map(({ inCut }) => inCut)).toEqual([copy, scene]);
    expect(document.project.characters).toHaveLength(1);
    expectInvariants(document.project);
  });

  it.each([
    ['', 'payload-unreadable'],
    ['hello', 'payload-unreadable'],
    ['{"kinora":"copy","version":1}', 'payload-unreadable'],
    ['[1]', 'payload-unreadable'],
    ['{"kinora":"copy","version":2,"anything":true}', 'payload-newer'],
  ])('refuses %j', (text, reason) => {
    expect(readPayload(text)).toMatchObject({ ok: false, fault: { reason } });
  });
});
