import { Marker } from '../../schema/marker.ts';
import type { MarkerId } from '../../schema/project-ids.ts';
import type { Command } from '../project-document.ts';
import { type Changes, checkChanges, typedField } from './changes.ts';
import { done, notFound } from './done.ts';

const Fields = Marker.omit({ id: true });
type Fields = Omit<Marker, 'id'>;

export const addMarker =
  (at: number, content: Changes<Omit<Fields, 'at'>> = {}): Command<MarkerId> =>
  (edit) => {
    const fields = checkChanges(Fields, { ...content, at });
    if (!fields.ok) return fields;
    const id = edit.newId<MarkerId>();
    edit.add('markers', id, fields.value);
    return done(id, 'add marker');
  };

export const editMarker =
  (id: MarkerId, changes: Changes<Fields>): Command<void> =>
  (edit) => {
    if (!edit.project.markers.some((one) => one.id === id)) return notFound('marker');
    const fields = checkChanges(Fields, changes);
    if (!fields.ok) return fields;
    edit.set('markers', id, fields.value);
    return done(undefined, 'at' in fields.value ? 'move marker' : 'edit marker', typedField('markers', id, fields.value));
  };
