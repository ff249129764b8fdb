/** Places marks on the timeline: as wide as their time, never narrower than `leastPx`, each in the first row that has room. */

/**
 * @template {{start: number, end: number}} Piece
 * @param {Piece[]} pieces @param {{from: number, to: number, span: number}} view @param {number} width pixels
 * @param {(piece: Piece) => number} leastPx
 * @returns {{piece: Piece, left: number, wide: number, row: number}[]} those in view, pixels
 */
export function placed(pieces, { from, to, span }, width, leastPx) {
  const ends = [];
  return pieces
    .filter(({ start, end }) => end >= from && start <= to)
    .sort((a, b) => a.start - b.start)
    .map((piece) => {
      const begin = Math.max(0, ((piece.start - from) / span) * width);
      const wide = Math.max(leastPx(piece), Math.min(width, ((piece.end - from) / span) * width) - begin);
      const left = Math.max(0, Math.min(begin, width - wide));
      const free = ends.findIndex((end) => end <= left);
      const row = free < 0 ? ends.length : free;
      ends[row] = left + wide;
      return { piece, left, wide, row };
    });
}
