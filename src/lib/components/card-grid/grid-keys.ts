/** Where a key leads from a place in a grid that is filled row by row; undefined when it leads nowhere. */
export function placeAfter(key: string, at: number, { count, columns, page }: GridShape): number | undefined {
  const to = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: below(at, columns, count),
    ArrowUp: at - columns,
    PageDown: Math.min(at + page * columns, count - 1),
    PageUp: Math.max(at - page * columns, 0),
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || to < 0 || to >= count || to === at ? undefined : to;
}

export interface GridShape {
  readonly count: number;
  readonly columns: number;
  /** Rows that are in sight at once. */
  readonly page: number;
}

/** The last row may be short: from above its gap the way down ends at its end. */
function below(at: number, columns: number, count: number): number {
  const isLastRow = Math.floor(at / columns) === Math.floor((count - 1) / columns);
  return isLastRow ? at : Math.min(at + columns, count - 1);
}
