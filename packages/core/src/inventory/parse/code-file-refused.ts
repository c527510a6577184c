import { DomainError } from '../../errors.ts';

/** Why a whole file cannot be read, as opposed to one of its rows. */
export type CodeFileRefusal =
  | 'file_too_large'
  | 'too_many_lines'
  /** Neither text nor a workbook of today: PDF, archives, `.xls` of before 2007. */
  | 'unsupported_format'
  | 'workbook_damaged'
  /** Protected by a password. */
  | 'workbook_encrypted'
  /** Unpacks to more than an import takes, or packs so well that nobody typed it. */
  | 'workbook_too_large'
  | 'sheet_not_found';

/** Thrown while a file is detected or parsed. Rows that were yielded before stay valid; the file as a whole is not. */
export class CodeFileRefused extends DomainError<'import_file_unreadable'> {
  readonly refusal: CodeFileRefusal;

  constructor(refusal: CodeFileRefusal, cause?: unknown) {
    super('import_file_unreadable', { reason: refusal }, cause === undefined ? {} : { cause });
    this.refusal = refusal;
  }
}
