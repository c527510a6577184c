import type { FormSchema } from '@keyfall/ui';

/** A schema that sees the values as the form writes them, for instance a blank as “none”. */
export function withValues<Values, Output>(
  schema: FormSchema<Output>,
  read: (values: Values) => unknown,
): FormSchema<Output> {
  return { safeParse: (values) => schema.safeParse(read(values as Values)) };
}
