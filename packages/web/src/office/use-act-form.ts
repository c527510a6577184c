import { useSchemaForm } from '@keyfall/ui';
import type { FormProps, SchemaForm, SchemaFormOptions } from '@keyfall/ui';
import { serverFieldErrors, useFieldMessage } from '../errors/field-messages.ts';
import { useAct } from './use-act.ts';
import type { ActOptions } from './use-act.ts';

export interface ActFormOptions<Values extends object, Input, Output>
  extends Omit<SchemaFormOptions<Values, Input>, 'message'>, Omit<ActOptions<Input, Output>, 'onRefused'> {
  /** Where the form's values stand in what is sent, as the server names its fields: `shop.`; left out, they are all of it. */
  readonly within?: string;
}

export interface ActForm<Values extends object> {
  readonly form: SchemaForm<Values, unknown>['form'];
  /** For `<Form {...state}>`. */
  readonly state: Pick<FormProps, 'onSubmit' | 'errors' | 'serverError' | 'busy'>;
}

/**
 * A form whose submit is an act (see {@link useAct}): checked by a schema while it is filled in, run with what the schema made of it, and what the
 * server complains about shown at its fields.
 */
export function useActForm<Values extends object, Input, Output>(
  act: (input: Input) => Promise<Output>,
  { schema, initialValues, within = '', ...options }: ActFormOptions<Values, Input, Output>,
): ActForm<Values> {
  const message = useFieldMessage();
  const { form, submit } = useSchemaForm({ schema, initialValues, message });
  const { run, busy, error } = useAct(act, {
    ...options,
    onRefused: (refusal) => form.setErrors(withoutPrefix(serverFieldErrors(refusal, message), within)),
  });
  return { form, state: { onSubmit: submit(run), errors: form.errors, serverError: error, busy } };
}

/** The server names a field by where it stands in the request; the form by where it stands in the form. */
export function withoutPrefix(errors: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([path, text]) => [path.startsWith(prefix) ? path.slice(prefix.length) : path, text]),
  );
}
