import { Caption } from '../../schema/sound.ts';
import type { CaptionId } from '../../schema/project-ids.ts';
import type { Edit } from '../edit.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound, refuse } from './done.ts';

const Fields = Caption.omit({ id: true });
type Fields = Omit<Caption, 'id'>;

/** Puts captions in, beside those that are there or, where `instead`, in their place. `by`: the model that wrote them down. */
export const addCaptions =
  (captions: readonly Fields[], { instead = false, by }: { readonly instead?: boolean; readonly by?: string } = {}): Command<readonly CaptionId[]> =>
  (edit) => {
    if (captions.some((caption) => !Fields.safeParse(caption).success || caption.end <= caption.start)) return refuse({ reason: 'value-invalid', field: 'caption' });
    if (instead) for (const { id } of edit.project.captions) edit.set('captions', id, { removedAt: edit.now() });
    const ids = captions.map((caption) => added(edit, caption));
    return done(ids, `${captions.length === 1 ? 'add caption' : `add ${captions.length} captions`}${by === undefined ? '' : ` heard by ${by}`}`);
  };

function added(edit: Edit, { start, end, text }: Fields): CaptionId {
  const id = edit.newId<CaptionId>();
  edit.add('captions', id, { start, end, text });
  return id;
}

export const editCaption =
  (id: CaptionId, changes: Changes<Fields>): Command<void> =>
  (edit) => {
    const caption = edit.project.captions.find((one) => one.id === id);
    if (!caption) return notFound('caption');
    const fields = checkChanges(Fields, changes);
    if (!fields.ok) return fields;
    const { start, end } = { ...caption, ...fields.value };
    if (end <= start) return refuse({ reason: 'value-invalid', field: 'end' });
    edit.set('captions', id, fields.value);
    return done(undefined, 'text' in fields.value ? 'edit caption' : 'move caption', typedField('captions', id, fields.value));
  };
