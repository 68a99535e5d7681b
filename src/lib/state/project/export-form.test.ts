import { expect, it } from 'vitest';
import { ProjectId } from '#core/schema/project-ids.ts';
import { PassingMarks } from '../gallery/passing-marks.ts';
import { type ExportForm, keepExportForm, keptExportForm } from './export-form.ts';

const FORM: ExportForm = { format: 'webm', lines: 360, quality: 'medium', captions: 'burned', video: 'vp9', rate: { numerator: 12, denominator: 1 }, enhance: ['upscale'] };
const [film, other] = [ProjectId.parse(crypto.randomUUID()), ProjectId.parse(crypto.randomUUID())];

it('is there as it was chosen, for that film alone', () => {
  const marks = new PassingMarks();
  keepExportForm(marks, film, FORM);
  expect([keptExportForm(marks, film), keptExportForm(marks, other)]).toEqual([FORM, undefined]);
});

it('is the usual where what was kept is nonsense, or cannot be asked for', () => {
  for (const text of ['', '{', '[]', JSON.stringify({ ...FORM, lines: 17 }), JSON.stringify({ ...FORM, format: 'avi' }), JSON.stringify({ ...FORM, rate: { numerator: -1, denominator: 0 } })]) {
    expect(keptExportForm({ getItem: () => text }, film), text).toBeUndefined();
  }
});

it('does without where nothing fits any more', () => {
  keepExportForm({ setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } }, film, FORM);
});
