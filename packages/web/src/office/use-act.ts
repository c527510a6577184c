import type { ErrorNotice } from '@keyfall/ui';
import { useMutation } from '@tanstack/react-query';
import { useErrorNotice } from '../errors/error-notice.ts';
import { useStepUp } from '../widgets/step-up.tsx';
import { useToast } from './toasts.tsx';

export interface ActOptions<Input, Output> {
  /** What is said once it was done. */
  readonly said: string | ((output: Output) => string);
  /** Closes what asked for it. */
  readonly onDone?: (output: Output, input: Input) => void;
  /** Brings anew what it changed. */
  readonly refresh: () => Promise<unknown>;
  /** Sees why it was refused, beside the notice. */
  readonly onRefused?: (error: unknown) => void;
}

export interface Act<Input> {
  readonly run: (input: Input) => void;
  readonly busy: boolean;
  readonly error: ErrorNotice | undefined;
}

/**
 * What a dialog does once it is confirmed: runs with a fresh second factor where the server asks for one, says that it was done, closes the
 * dialog, brings anew what was changed; a refusal stays in the dialog. For acts that are repeated after a lost answer the input carries its
 * own reference. `const { run, ...state } = useAct(client.tree.close.mutate, { … }); <ConfirmAction {...state} onConfirm={() => run(input)} />`
 */
export function useAct<Input = void, Output = unknown>(
  act: (input: Input) => Promise<Output>,
  { said, onDone, refresh, onRefused }: ActOptions<Input, Output>,
): Act<Input> {
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (input: Input) => withStepUp(() => act(input)),
    onSuccess: async (output, input) => {
      toast.success(typeof said === 'string' ? said : said(output));
      onDone?.(output, input);
      await refresh();
    },
    onError: (refusal) => onRefused?.(refusal),
  });
  return { run: mutate, busy: isPending, error: noticeOf(error) };
}
