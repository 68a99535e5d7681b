import { expect, it } from 'vitest';
import type { PlannedClip } from '../../schema/storyboard.ts';
import { CUT } from '../../schema/transition.ts';
import { plannedFilm } from './planned-film.ts';

const clip = (length: number, transition: PlannedClip['transition'] = CUT): PlannedClip => ({ name: '', prompt: '', role: null, shot: null, cameraMove: null, length, transition, characters: [], says: [] });
const scene = (...clips: PlannedClip[]) => ({ name: '', description: '', prompt: '', lyrics: '', title: '', clips });

it('counts scenes and clips, and what two share in a dissolve once', () => {
  expect(plannedFilm({ scenes: [scene(clip(48, { kind: 'dissolve', frames: 12 }), clip(24)), scene(clip(72))] })).toEqual({ scenes: 2, clips: 3, length: 132, titles: 0, captions: 0 });
});

it('counts the words that come with them', () => {
  expect(plannedFilm({ scenes: [{ ...scene({ ...clip(48), says: ['Come in.', 'Sit down.'] }), title: 'Order now' }] })).toMatchObject({ titles: 1, captions: 2 });
});
