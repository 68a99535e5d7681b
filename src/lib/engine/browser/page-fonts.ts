let loading: Promise<void> | undefined;

/** Loads the faces of films into this page, once; they are fetched only where words of a film are shown. */
export function loadFilmFonts(): Promise<void> {
  return (loading ??= load());
}

async function load(): Promise<void> {
  const { FILM_FILES } = await import('./film-files.ts');
  await Promise.all(
    Object.entries(FILM_FILES.fonts).map(async ([family, address]) => {
      const face = new FontFace(family, `url(${address})`, { weight: '100 900' });
      document.fonts.add(face);
      // Without it the system's letters stand in.
      await face.load().catch(() => document.fonts.delete(face));
    }),
  );
}
