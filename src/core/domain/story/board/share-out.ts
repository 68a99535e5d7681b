/** A length in whole frames shared by weights: adds up exactly, and each has a frame where there are enough. */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = Math.max(0, total - weights.length);
  let before = 0;
  let placed = 0;
  return weights.map((weight, i) => {
    before += weight;
    const until = Math.round((spare * before) / whole);
    const share = until - placed;
    placed = until;
    return share + (i < total ? 1 : 0);
  });
}

/** As shareOut, but none longer than `longest`. `longest` times the number of shares is at least the total. */
export function shareUpTo(total: number, weights: readonly number[], longest: number): number[] {
  const shares = shareOut(total, weights).map((share) => Math.min(share, longest));
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  for (let i = 0; left > 0; i = (i + 1) % shares.length) {
    const more = Math.min(left, longest - (shares[i] as number), Math.ceil(left / shares.length));
    shares[i] = (shares[i] as number) + more;
    left -= more;
  }
  return shares;
}
