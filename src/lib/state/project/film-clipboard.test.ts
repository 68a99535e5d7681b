import { describe, expect, it } from 'vitest';
import { addTakes } from '#core/document/commands/take.ts';
import { createProject } from '#core/document/create-project.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { sampleFilm, take } from '#core/document/sample-film.test-support.ts';
import { sampleOrigin } from '#core/document/sample-origin.ts';
import type { ProjectDocument } from '#core/document/project-document.ts';
import type { TakeId } from '#core/schema/ids.ts';
import { FilmClipboard } from './film-clipboard.ts';

const someTake = '00000000-0000-4000-8000-000000001001' as TakeId;

function clipboardOf(document: ProjectDocument, has = true) {
  const said: string[] = [];
  const editor = {
    get film() {
      return document.project;
    },
    run: document.run.bind(document),
  };
  const shell = { announce: (text: string) => void said.push(text), toast: (_: string, text: string) => said.push(text) };
  return { said, clipboard: new FilmClipboard({ editor, shell, hasTake: () => has }) };
}

const prompts = (document: ProjectDocument) => document.project.scenes.map(({ members }) => members[0]!.clips.map((stack) => stack.members[0]!.prompt));

/** Another project with one scene. */
function otherFilm() {
  const document = take(createProject({ name: 'Other' }, sampleOrigin(7)));
  return { document, scene: take(document.run(addScene())) };
}

describe('the clipboard of a film', () => {
  it('brings clips behind a clip, and scenes behind a scene', () => {
    const { document, clips, scene } = sampleFilm();
    const { clipboard, said } = clipboardOf(document);
    const text = clipboard.textOf({ kind: 'clips', ids: [clips[0]] })!;
    const before = document.project.scenes[0]!.members[0]!.clips.length;
    const pasted = clipboard.paste(text, { scene, behind: clips[0] }, { prompts: true })!;
    expect(pasted.kind).toBe('clips');
    expect(document.project.scenes[0]!.members[0]!.clips.map(({ inCut }) => inCut).indexOf(pasted.ids[0] as never)).toBe(1);
    expect(document.project.scenes[0]!.members[0]!.clips).toHaveLength(before + 1);
    expect(said).toEqual(['1 clip pasted.']);
    const scenes = clipboard.paste(clipboard.textOf({ kind: 'scenes', ids: [scene] })!, { scene, behind: null }, { prompts: true })!;
    expect(document.project.scenes.map(({ inCut }) => inCut).indexOf(scenes.ids[0] as never)).toBe(1);
  });

  it('brings a scene along where there is none', () => {
    const { document, clips } = sampleFilm();
    const text = clipboardOf(document).clipboard.textOf({ kind: 'clips', ids: [clips[0], clips[1]] })!;
    const empty = take(createProject({ name: 'Empty' }, sampleOrigin(9)));
    expect(clipboardOf(empty).clipboard.paste(text, undefined, { prompts: true })?.kind).toBe('scenes');
    expect(empty.project.scenes[0]!.members[0]!.clips).toHaveLength(2);
  });

  it('keeps takes that are not in this browser, and says so', () => {
    const { document, clips } = sampleFilm();
    take(document.run(addTakes({ kind: 'clip', id: clips[0] }, [someTake])));
    const text = clipboardOf(document).clipboard.textOf({ kind: 'clips', ids: [clips[0]] })!;
    const other = otherFilm();
    const { clipboard, said } = clipboardOf(other.document, false);
    clipboard.paste(text, { scene: other.scene, behind: null }, { prompts: true });
    expect(other.document.project.scenes[0]!.members[0]!.clips[0]!.members[0]!.takes.map(({ id }) => id)).toEqual([someTake]);
    expect(said[0]).toMatch(/^1 clip pasted. One of the takes is not in this browser/);
  });

  it('makes a clip of plain text, in one step, where that is wished', () => {
    const { document, scene } = otherFilm();
    const { clipboard, said } = clipboardOf(document);
    clipboard.paste('  a red kite\n', { scene, behind: null }, { prompts: true });
    expect(prompts(document)).toEqual([['a red kite']]);
    expect([document.undoName, said]).toEqual(['paste a prompt', ['The text is the prompt of a new clip.']]);
    document.undo();
    expect(prompts(document)).toEqual([[]]);
    clipboard.paste('a red kite', { scene, behind: null }, { prompts: false });
    expect(prompts(document)).toEqual([[]]);
    expect(said.at(-1)).toMatch(/^The clipboard holds no scenes or clips/);
  });

  it.each([
    ['{"kinora":"copy","version":1,"broken":true}', /holds no scenes or clips/],
    ['{"kinora": "copy", "version": 99}', /newer version/],
  ])('makes no prompt of %s', (text, sentence) => {
    const { document, scene } = otherFilm();
    const { clipboard, said } = clipboardOf(document);
    expect(clipboard.paste(text, { scene, behind: null }, { prompts: true })).toBeUndefined();
    expect(prompts(document)).toEqual([[]]);
    expect(said[0]).toMatch(sentence);
  });
});
