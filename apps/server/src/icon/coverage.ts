/** A point in pixels, y downwards. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/**
 * How much of each pixel of a square the closed lines cover, 0 to 1, exactly: each edge adds the area to its right within
 * its rows, and the sum along a row is the coverage. Holes are lines that run the other way round.
 */
export function coverageOf(lines: readonly (readonly Pixel[])[], side: number): Float32Array {
  const change = new Float32Array(side * side + side + 2);
  for (const line of lines) {
    line.forEach((from, index) => addEdge(change, side, from, line[(index + 1) % line.length] ?? from));
  }
  const coverage = new Float32Array(side * side);
  for (let row = 0; row < side; row += 1) {
    let sum = 0;
    for (let column = 0; column < side; column += 1) {
      sum += change[row * (side + 1) + column] ?? 0;
      coverage[row * side + column] = Math.min(1, Math.abs(sum));
    }
  }
  return coverage;
}

function addEdge(change: Float32Array, side: number, from: Pixel, to: Pixel): void {
  if (from.y === to.y) return;
  const direction = from.y < to.y ? 1 : -1;
  const [top, bottom] = direction === 1 ? [from, to] : [to, from];
  const slope = (bottom.x - top.x) / (bottom.y - top.y);
  const firstRow = Math.max(0, Math.floor(top.y));
  const lastRow = Math.min(side - 1, Math.ceil(bottom.y) - 1);
  for (let row = firstRow; row <= lastRow; row += 1) {
    const y0 = Math.max(top.y, row);
    const y1 = Math.min(bottom.y, row + 1);
    if (y1 <= y0) continue;
    const x0 = clamp(top.x + (y0 - top.y) * slope, side);
    const x1 = clamp(top.x + (y1 - top.y) * slope, side);
    addSpan(change, row * (side + 1), Math.min(x0, x1), Math.max(x0, x1), (y1 - y0) * direction);
  }
}

/** One edge within one row: it covers everything to its right, and of the pixels it crosses its share. */
function addSpan(change: Float32Array, row: number, left: number, right: number, height: number): void {
  const first = Math.floor(left);
  const last = Math.floor(right);
  if (first === last) {
    const middle = (left + right) / 2 - first;
    add(change, row + first, height * (1 - middle));
    add(change, row + first + 1, height * middle);
    return;
  }
  // Cut at the borders of pixels; each piece is then within one.
  const perPixel = height / (right - left);
  for (let column = first; column <= last; column += 1) {
    const from = Math.max(left, column);
    const to = Math.min(right, column + 1);
    if (to <= from) continue;
    const piece = (to - from) * perPixel;
    const middle = (from + to) / 2 - column;
    add(change, row + column, piece * (1 - middle));
    add(change, row + column + 1, piece * middle);
  }
}

function add(change: Float32Array, at: number, amount: number): void {
  change[at] = (change[at] ?? 0) + amount;
}

function clamp(x: number, side: number): number {
  return Math.min(Math.max(x, 0), side);
}
