import { useForm } from '@mantine/form';
import type { FormErrors, UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';

/** One complaint of a schema: zod's issues have this shape (as has any other validator's that follows it). */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** zod's machine-readable kind: `too_small`, `invalid_format`, … */
  readonly code?: string | undefined;
  /** The value complained about, where it is known. */
  readonly input?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly format?: unknown;
  readonly expected?: unknown;
}

type ParseResult<Output> =
  | { readonly success: true; readonly data: Output }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };

/** What we need of a zod 4 schema; named structurally so that this package needs no zod (the shop ships none at first). */
export interface FormSchema<Output> {
  safeParse(values: unknown): ParseResult<Output>;
}

export type IssueMessage = (issue: SchemaIssue) => ReactNode;

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = values;
  for (const step of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined;
  return at;
}

/** Mantine's errors (field path → message) of a schema's verdict; the first complaint about a field is the one shown. */
export function schemaErrors<Output>(schema: FormSchema<Output>, values: unknown, message: IssueMessage): FormErrors {
  const result = schema.safeParse(values);
  if (result.success) return {};
  const errors: FormErrors = {};
  for (const issue of result.error.issues) {
    const path = issue.path.map(String).join('.');
    // zod leaves the value out of its issues; without it “missing” and “wrong” cannot be told apart.
    errors[path] ??= message({ ...issue, input: valueAt(values, issue.path) });
  }
  return errors;
}

export interface SchemaFormOptions<Values extends object, Output> {
  readonly schema: FormSchema<Output>;
  readonly initialValues: Values;
  /** The complaint in the reader's words; `packages/web` has one for zod's kinds. */
  readonly message: IssueMessage;
}

export interface SchemaForm<Values extends object, Output> {
  readonly form: UseFormReturnType<Values>;
  /**
   * A submit handler: validates, marks and focuses the first wrong field, or hands over what the schema made of the values.
   * Put it on `<form noValidate onSubmit={…}>` or give it to `<Form>`.
   */
  readonly submit: (onValid: (output: Output) => void) => (event?: React.FormEvent<HTMLFormElement>) => void;
}

/**
 * A form checked by a schema: while one types nothing nags; leaving a field checks it; submitting checks all. `Output` is what
 * the schema returns (trimmed, coerced), so what is sent is what was validated.
 */
export function useSchemaForm<Values extends object, Output>(
  options: SchemaFormOptions<Values, Output>,
): SchemaForm<Values, Output> {
  const { schema, message } = options;
  const form = useForm<Values>({
    mode: 'controlled',
    initialValues: options.initialValues,
    validate: (values) => schemaErrors(schema, values, message),
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
  });
  const submit: SchemaForm<Values, Output>['submit'] = (onValid) => (event) => {
    event?.preventDefault();
    const values = form.getValues();
    const result = schema.safeParse(values);
    if (result.success) {
      form.clearErrors();
      onValid(result.data);
      return;
    }
    form.setErrors(schemaErrors(schema, values, message));
  };
  return { form, submit };
}
