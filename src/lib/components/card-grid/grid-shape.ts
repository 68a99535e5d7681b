/** Lengths in pixels, of a root font size of 16: they grow with the person's own. */
const NARROW = 640;
const CARD = { wide: 240, narrow: 144 } as const;
const GAP = { wide: 24, narrow: 12 } as const;
/** What stands below the picture of a card, and the gap to the next row. */
const BELOW_PICTURE = 8 + 60 + 24 + 24;
/** A row of the list: a picture 100 wide at 5 : 3, and the gap. */
const LIST_ROW = 60 + 8;

const em = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
const kind = (width: number) => (width < NARROW * em() ? 'narrow' : 'wide');

/** The space between cards, in pixels, in a grid of a width. */
export const gapIn = (width: number): number => GAP[kind(width)] * em();

/** How many cards stand side by side. */
export function columnsIn(width: number): number {
  const gap = gapIn(width);
  return Math.max(1, Math.floor((width + gap) / (CARD[kind(width)] * em() + gap)));
}

/** How high a row is with its gap, in pixels. */
export function rowHeight(width: number, columns: number, view: 'grid' | 'list'): number {
  if (view === 'list') return LIST_ROW * em();
  const card = (width - (columns - 1) * gapIn(width)) / columns;
  return card * 0.6 + BELOW_PICTURE * em();
}
