import type { Take } from '../../schema/take.ts';

/** The file of the picture that a take is as a still: itself, or, of one that moves, its first frame. */
export const stillFile = ({ media, poster }: Pick<Take, 'media' | 'poster'>): Take['media'] => (media.type.startsWith('image/') ? media : poster);
