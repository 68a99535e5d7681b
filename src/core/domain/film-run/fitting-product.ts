import type { Project } from '../../schema/project.ts';
import type { PlacedPicture, FilmFacts } from './planned-work.ts';

/** So much of a picture must stay in sight when it is cropped to the film's shape. */
const LEAST_SEEN = 0.4;

/** The first picture of a product in the brief that can open the film; one whose size is not known is taken to fit. */
export function fittingProduct({ brief, settings }: Pick<Project, 'brief' | 'settings'>, { pictureSize }: Pick<FilmFacts, 'pictureSize'>): PlacedPicture['still'] | undefined {
  const [width, height] = settings.aspect.split(':').map(Number) as [number, number];
  const film = width / height;
  const picture = brief.pictures.find(({ shows, asset }) => {
    if (shows !== 'product') return false;
    const size = pictureSize?.(asset);
    if (!size) return true;
    const shape = size.width / size.height;
    return Math.min(shape / film, film / shape) >= LEAST_SEEN;
  });
  return picture && { kind: 'picture', asset: picture.asset, type: picture.type, name: picture.name };
}
