/** One physical line of a text file. */
export interface TextLine {
  /** From 1. */
  readonly line: number;
  /** Without its end; cut when the line is longer than a record may be. */
  readonly text: string;
  /** How the line ended: LF, CR, CRLF or nothing (the last line). */
  readonly eol: string;
  readonly tooLong: boolean;
}

const LF = 10;
const CR = 13;

/**
 * Cuts pieces of text into physical lines, whatever mixture of LF, CR and CRLF ends them. It keeps at most one
 * unfinished line, and of that no more than `lineCharsMax` characters: an endless line costs no memory.
 */
export class LineSplitter {
  readonly #lineCharsMax: number;
  #kept = '';
  #tooLong = false;
  #line = 1;
  /** A CR at the very end of a piece may be the first half of a CRLF. */
  #afterCr = false;
  #open = false;

  constructor(lineCharsMax: number) {
    this.#lineCharsMax = lineCharsMax;
  }

  /** The lines that end within this piece. */
  push(piece: string): TextLine[] {
    const lines: TextLine[] = [];
    let start = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const char = piece.charCodeAt(at);
      if (char !== LF && char !== CR) continue;
      if (char === LF && this.#afterCr && at === start) {
        lines.push(this.#finishCr('\r\n'));
        start = at + 1;
        continue;
      }
      if (this.#afterCr) lines.push(this.#finishCr('\r'));
      this.#keep(piece, start, at);
      start = at + 1;
      if (char === LF) lines.push(this.#finish('\n'));
      else this.#afterCr = true;
    }
    if (start < piece.length) {
      if (this.#afterCr) lines.push(this.#finishCr('\r'));
      this.#keep(piece, start, piece.length);
    }
    return lines;
  }

  /** The last line, where the file does not end with a line end. */
  finish(): TextLine[] {
    if (this.#afterCr) return [this.#finishCr('\r')];
    return this.#open ? [this.#finish('')] : [];
  }

  #keep(piece: string, from: number, to: number): void {
    this.#open = true;
    const room = this.#lineCharsMax - this.#kept.length;
    if (to - from > room) this.#tooLong = true;
    if (room > 0 && to > from) this.#kept += piece.slice(from, Math.min(to, from + room));
  }

  #finishCr(eol: string): TextLine {
    this.#afterCr = false;
    return this.#finish(eol);
  }

  #finish(eol: string): TextLine {
    const line: TextLine = { line: this.#line, text: this.#kept, eol, tooLong: this.#tooLong };
    this.#line += 1;
    this.#kept = '';
    this.#tooLong = false;
    this.#open = false;
    return line;
  }
}
