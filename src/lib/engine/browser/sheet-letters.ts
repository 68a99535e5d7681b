import { FILM_FACES } from '#core/film/compose/film-fonts.ts';
import { FaultError } from '#core/schema/fault.ts';
import { FILM_FILES } from './film-files.ts';

/** The files of the letters that a handout is written in. They come with the studio, so they are there offline. */
export async function sheetLetters(): Promise<readonly Uint8Array[]> {
  const faces = FILM_FACES.filter(({ typeface }) => typeface === 'inter').toSorted((a, b) => Number(b.alphabet === 'latin') - Number(a.alphabet === 'latin'));
  return Promise.all(
    faces.flatMap(({ family }) => FILM_FILES.fonts[family] ?? []).map(async (address) => {
      const answer = await fetch(address).catch(() => undefined);
      if (!answer?.ok) throw new FaultError('file-unreadable', { file: 'Inter' });
      return new Uint8Array(await answer.arrayBuffer());
    }),
  );
}
