/** Things on a time line in as few rows as keep them from lying upon each other, each row in order. */
export function inRows<One extends { readonly at: number; readonly length: number }>(things: readonly One[]): One[][] {
  const rows: One[][] = [];
  for (const one of [...things].sort((a, b) => a.at - b.at)) {
    const row = rows.find((there) => {
      const last = there.at(-1);
      return !last || last.at + last.length <= one.at;
    });
    if (row) row.push(one);
    else rows.push([one]);
  }
  return rows;
}
