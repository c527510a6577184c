import { z } from 'zod';
import { ACCOUNT_FIELDS_MAX, ACCOUNT_TEMPLATE_LENGTH_MAX, parseAccountTemplate } from './account-template.ts';

/** A template as text, checked. Fails with the parser's reason, e.g. `bad_length`. */
export const accountTemplateSchema = z
  .string()
  .max(ACCOUNT_TEMPLATE_LENGTH_MAX)
  .superRefine((text, context) => {
    const result = parseAccountTemplate(text);
    if (!result.ok) context.addIssue({ code: 'custom', message: result.problem.reason, params: { ...result.problem } });
  });

/** Account fields as a buyer sends them: bounded here, judged by `checkAccountFields` once the SKU's template is known. */
export const accountFieldsSchema = z
  .record(z.string().max(32), z.string().max(300))
  .refine((fields) => Object.keys(fields).length <= ACCOUNT_FIELDS_MAX, { error: 'too_many_fields' });
