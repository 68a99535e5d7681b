/**
 * The first piece that sounds; what follows is let go. It is not the piece at the first moment: in Vorbis the first packet
 * gives no sound of its own.
 */
export async function firstPiece<Piece>(pieces: AsyncGenerator<Piece, void, unknown>): Promise<Piece | undefined> {
  for await (const piece of pieces) return piece;
  return undefined;
}
