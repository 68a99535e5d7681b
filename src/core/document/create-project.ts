import { generateNKeysBetween } from 'fractional-indexing';
import * as Y from 'yjs';
import { convertFrames, convertLengths } from '../domain/timeline/frame-rate.ts';
import { layOut } from '../domain/timeline/timeline.ts';
import { type Template, TEMPLATE_RATE } from '../domain/templates/template.ts';
import type { EditRefusal } from '../schema/edit-refusal.ts';
import type { FrameRate } from '../schema/film-time.ts';
import type { ProjectId } from '../schema/project-ids.ts';
import { ProjectSettings, SETTINGS_DEFAULTS } from '../schema/project-settings.ts';
import { ok, type Result } from '../schema/result.ts';
import { CUT } from '../schema/transition.ts';
import { type Changes, checkChanges } from './commands/changes.ts';
import { layScenes } from './commands/lay-scenes.ts';
import { Edit, type Origin } from './edit.ts';
import { LAYOUT } from './layout.ts';
import { ProjectDocument } from './project-document.ts';
import { ProjectReader } from './read/project-reader.ts';

interface CreateOptions {
  readonly name: string;
  readonly settings?: Changes<ProjectSettings>;
  /** What to start from; an empty project where absent. */
  readonly template?: Template;
}

/** A new project. That it was made is not a change that could be undone. */
export function createProject(options: CreateOptions, origin: Origin): Result<ProjectDocument, EditRefusal> {
  const { name, template } = options;
  const given = checkChanges(ProjectSettings, options.settings ?? {});
  if (!given.ok) return given;
  const settings: ProjectSettings = { ...SETTINGS_DEFAULTS, ...(template && { aspect: template.aspect }), ...given.value };
  const doc = new Y.Doc();
  doc.transact(() => {
    const edit = new Edit(doc, new ProjectReader(doc), origin);
    const id = edit.newId<ProjectId>();
    edit.setSingle('head', { layout: LAYOUT, id, name, createdAt: edit.now(), ...settings });
    edit.setSingle('brief', { text: '', lyrics: '', pictures: {}, ...(template && { template: template.id }) });
    if (template) plan(edit, template, settings.frameRate);
  });
  return ok(new ProjectDocument(doc, origin));
}

/** Writes a template's scenes and clips, as long in time as the template says. */
function plan(edit: Edit, template: Template, rate: FrameRate): void {
  const clips = template.scenes.flatMap((scene) => scene.clips);
  const overlaps = layOut(clips.map(({ length, transition = CUT }) => ({ length, gap: 0, transition }))).map(({ overlap }) => overlap);
  // What each clip adds to the film is converted in a row; the frames that two share are added again.
  const own = convertLengths(clips.map(({ length }, i) => length - (overlaps[i] as number)), TEMPLATE_RATE, rate);
  const toRate = (frames: number): number => Math.max(1, convertFrames(frames, TEMPLATE_RATE, rate));
  const lengths = own.map((length, i) => length + ((overlaps[i] as number) > 0 ? toRate(overlaps[i] as number) : 0)).values();
  const scenes = template.scenes.map(({ clips: shots, ...content }) => ({
    ...content,
    clips: shots.map(({ transition = CUT, ...clip }) => ({
      ...clip,
      length: lengths.next().value as number,
      transition: 'frames' in transition ? { ...transition, frames: toRate(transition.frames) } : transition,
    })),
  }));
  layScenes(edit, scenes, generateNKeysBetween(null, null, scenes.length));
}
