import { readFileSync } from 'node:fs';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { Project } from '../schema/project.ts';
import { setBrief } from './commands/brief.ts';
import { ProjectDocument } from './project-document.ts';
import { sampleOrigin } from './sample-origin.ts';
import { take } from './sample-film.test-support.ts';

/** A document as the layout's version wrote it, and the project that it was. */
const fixture = (name: string): { readonly bytes: Uint8Array; readonly project: Project } => {
  const at = (ending: string) => new URL(`../../../tests/fixtures/layouts/${name}.${ending}`, import.meta.url);
  return { bytes: readFileSync(at('bin')), project: JSON.parse(readFileSync(at('json'), 'utf8')) as Project };
};

const opened = (bytes: Uint8Array): ProjectDocument => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  return new ProjectDocument(doc, sampleOrigin(1));
};

describe('a document of layout 1.1', () => {
  const before = fixture('1.1');

  it('is the same film, with no template chosen', () => {
    const { project } = opened(before.bytes);
    expect(project).toEqual({ ...before.project, brief: { ...before.project.brief, template: null } });
    expect(Project.parse(project)).toEqual(project);
  });

  it('becomes what layout 1.2 writes when a template is chosen, and undo takes that back', () => {
    const document = opened(before.bytes);
    take(document.run(setBrief({ template: 'commercial' })));
    const after = fixture('1.2');
    expect(document.project).toEqual(after.project);
    expect(opened(after.bytes).project).toEqual(after.project);
    expect(document.undo()).toBe('choose the kind of film');
    expect(document.project.brief.template).toBeNull();
  });
});
