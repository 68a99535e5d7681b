import { describe, expect, it } from 'vitest';
import { CUT } from '../../schema/transition.ts';
import { layOut, type Piece } from '../timeline/timeline.ts';
import { TEMPLATES } from './all.ts';

describe.each(TEMPLATES)('$name', (template) => {
  const clips = template.scenes.flatMap((scene) => scene.clips);
  const pieces: Piece[] = clips.map(({ length, transition = CUT }) => ({ length, gap: 0, transition }));
  const places = layOut(pieces);

  it('is as long as it says, transitions taken off', () => {
    expect(places.at(-1)?.end).toBe(template.length);
  });

  it('has room for every transition in full', () => {
    pieces.forEach(({ transition }, i) => {
      const shared = transition.kind === 'dissolve' || transition.kind === 'wipe' ? transition.frames : 0;
      expect(places[i + 1]?.overlap ?? 0).toBe(shared);
    });
  });

  it('says in its description how many clips and how long', () => {
    const minutes = template.length / (24 * 60);
    const length = Number.isInteger(minutes) ? `${minutes} minute` : `${template.length / 24} seconds`;
    expect(template.description).toContain(`${clips.length} clips, ${length}`);
  });

  it('gives every clip words and every scene a purpose', () => {
    for (const scene of template.scenes) {
      expect([scene.name, scene.description, scene.prompt].every((text) => text.trim().length > 3)).toBe(true);
      for (const clip of scene.clips) expect(clip.prompt.split(' ').length).toBeGreaterThan(3);
    }
    expect(new Set(clips.map(({ prompt }) => prompt)).size).toBe(clips.length);
  });
});
