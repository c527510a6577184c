import { parseAccountTemplate } from '@keyfall/contracts';
import type { AccountField, AccountRule } from '@keyfall/contracts';

/** A field of an account template while it is being written; it need not be valid yet. */
export interface FieldDraft {
  readonly key: string;
  readonly name: string;
  readonly rule: AccountRule;
  readonly lengthMin: string;
  readonly lengthMax: string;
  /** One option after the other, parted by `|`, commas or blanks. */
  readonly options: string;
}

function draftOf(field: AccountField, index: number): FieldDraft {
  const lengths =
    'lengthMin' in field
      ? { lengthMin: String(field.lengthMin), lengthMax: String(field.lengthMax) }
      : { lengthMin: '1', lengthMax: '64' };
  return {
    key: `${index}`,
    name: field.name,
    rule: field.rule,
    ...lengths,
    options: 'options' in field ? field.options.join('|') : '',
  };
}

/** The fields of a template; a text that is no template has none. */
export function readDrafts(template: string): readonly FieldDraft[] {
  const parsed = parseAccountTemplate(template);
  return parsed.ok ? parsed.template.map(draftOf) : [];
}

function writeRule(draft: FieldDraft): string {
  switch (draft.rule) {
    case 'digits':
    case 'text':
      return `${draft.rule}(${draft.lengthMin.trim()}-${draft.lengthMax.trim()})`;
    case 'list':
      return `list(${draft.options
        .split(/[|,，、\n]/)
        .map((option) => option.trim())
        .filter((option) => option !== '')
        .join('|')})`;
    case 'mobile_cn':
    case 'email':
      return draft.rule;
  }
}

/** The drafts in the template's own syntax, valid or not: the parser then says what is wrong. */
export function writeDrafts(drafts: readonly FieldDraft[]): string {
  return drafts.map((draft) => `${draft.name.trim()}:${writeRule(draft)}`).join(';');
}
