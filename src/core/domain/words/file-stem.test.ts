import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileStem } from './file-stem.ts';

it.each([
  ['The Last Summer: Part 2', 'the-last-summer-part-2'],
  ['Über den Dächern von Zürich', 'über-den-dächern-von-zürich'],
  ['Cafe\u0301', 'café'],
  ['한국의 바다', '한국의-바다'],
  ['हिन्दी फ़िल्म', 'हिन्दी-फ़िल्म'],
  ['מִשְׁפָּחָה', 'מִשְׁפָּחָה'],
  ['مشهد البحر \u202Eبالليل', 'مشهد-البحر-بالليل'],
  ['👩‍🚀🎬👨‍👩‍👧‍👦', 'film'],
  ['../../etc/passwd', 'etc-passwd'],
  ['<script>', 'script'],
  ['Con', 'kinora-con'],
  ['', 'film'],
  [`${'x'.repeat(10_000)}`, 'x'.repeat(60)],
  [`${'x'.repeat(59)} y`, 'x'.repeat(59)],
])('%j becomes %j', (name, stem) => {
  expect(fileStem(name, 'film')).toBe(stem.normalize('NFKC'));
});

it('fits every file system, whatever the name', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 90 }), (codes) => {
      const stem = fileStem(String.fromCodePoint(...codes), 'film');
      expect(stem).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u);
      expect(new TextEncoder().encode(`${stem}-storyboard.pdf`).length).toBeLessThanOrEqual(255);
    }),
  );
});
