/** How much of each place is subject, rows from the top, `width · height`: 0 is ground, 255 is subject. As large as the model sees, not as the picture is. */
export interface Matte {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** What nowhere is more of a subject than this has none; what nowhere is less is all subject. */
const HALF = 127.5;

/** Whether a matte parts a picture: the model may see no subject in it, or nothing else. */
export function subjectIn({ values }: Matte): 'some' | 'nothing' | 'everything' {
  if (values.every((value) => value < HALF)) return 'nothing';
  return values.every((value) => value > HALF) ? 'everything' : 'some';
}
