/** As quiet as editors make anything: silence. */
const SILENCE = -96;

/** A gain in decibels, to hundredths, which is finer than anybody hears. 1 is 0 dB. */
export const decibelsOf = (gain: number): number => (gain > 0 ? Math.max(SILENCE, Math.round(2000 * Math.log10(gain)) / 100) : SILENCE);

export const gainOf = (decibels: number): number => (decibels <= SILENCE ? 0 : 10 ** (decibels / 20));

/** Whether two gains go out as the same number, so that one which came back is no change. */
export const soundsAlike = (a: number, b: number): boolean => decibelsOf(a) === decibelsOf(b);
