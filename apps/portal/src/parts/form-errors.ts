import type { FormSchema } from '@keyfall/ui';

/** A schema that sees the values as the form writes them, for instance a blank as “none”. */
export function withValues<Values, Output>(
  schema: FormSchema<Output>,
  read: (values: Values) => unknown,
): FormSchema<Output> {
  return { safeParse: (values) => schema.safeParse(read(values as Values)) };
}

/** The server names a field by where it stands in the request; the form by where it stands in the form. */
export function withoutPrefix(errors: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.startsWith(prefix) ? path.slice(prefix.length) : path, text]),
  );
}
