/**
 * Bounds of one code file. They keep memory flat whatever is sent; a caller may lower them, never raise them above what
 * the import of one file is meant for.
 */
export interface CodeFileLimits {
  /** Size of the file as it was sent, in bytes. */
  readonly fileBytesMax: number;
  /** Size of a workbook as it was sent, in bytes: its directory stands at the end, so it is held in memory. */
  readonly workbookBytesMax: number;
  /** Size of one unpacked part of a workbook, in bytes. */
  readonly workbookPartBytesMax: number;
  /** Bytes of text in a workbook's table of shared strings. */
  readonly sharedStringBytesMax: number;
  /** Lines, rows or objects of one file, blank ones included. */
  readonly linesMax: number;
  /** Characters of one record as it was written; a longer one is rejected without being kept. */
  readonly recordCharsMax: number;
  /** Columns looked at in one record. */
  readonly columnsMax: number;
}

export const CODE_FILE_LIMITS: CodeFileLimits = {
  fileBytesMax: 512 * 1024 * 1024,
  workbookBytesMax: 64 * 1024 * 1024,
  workbookPartBytesMax: 1024 * 1024 * 1024,
  sharedStringBytesMax: 128 * 1024 * 1024,
  linesMax: 2_000_000,
  recordCharsMax: 65_536,
  columnsMax: 256,
};

/** Characters a secret or a link may hold. */
export const CODE_CHARS_MAX = 4096;
/** Characters a card number may hold. With the two others it keeps any code within the size of a stored secret. */
export const NUMBER_CHARS_MAX = 512;
/** Characters the password of a link may hold. */
export const PASSWORD_CHARS_MAX = 256;
/** Units of a rejected record that are kept for the reject file. */
export const RAW_CHARS_MAX = 12_000;
