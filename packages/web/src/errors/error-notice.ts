import { useI18n } from '@keyfall/i18n';
import type { I18n } from '@keyfall/i18n';
import type { ErrorNotice } from '@keyfall/ui';
import { readError } from './client-error.ts';
import type { ClientError } from './client-error.ts';
import { StepUpCancelled } from './step-up-cancelled.ts';

type Messages = Pick<I18n, 'lookUp'>;

/** Parameters that a message may name: lists become texts, null is as good as absent. */
function messageParams(params: ClientError['params']): Record<string, string | number> {
  const usable: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'string' || typeof value === 'number') usable[name] = value;
    else if (Array.isArray(value)) usable[name] = value.join(', ');
  }
  return usable;
}

/** An error in the reader's words: what happened (with its figures, where they came along) and what to do. */
export function errorNotice(messages: Messages, error: unknown): ErrorNotice {
  const { code, kind, params, requestId, retryable } = readError(error);
  const id = requestId === undefined ? {} : { requestId };
  if (code === 'offline' || code === 'unknown') {
    const title = messages.lookUp(`errors:client.${code}`) ?? code;
    const description = messages.lookUp(`errors:client.${code}Hint`) ?? '';
    return { title, description, canRetry: true, ...id };
  }
  const details = messages.lookUp(`errors:details.${code}`, messageParams(params));
  const hint = messages.lookUp(`errors:hints.${code}`) ?? messages.lookUp(`errors:kinds.${kind}`);
  const title = messages.lookUp(`errors:codes.${code}`) ?? messages.lookUp('errors:client.unknown') ?? code;
  const description = [details, hint].filter((part) => part !== undefined).join(' ');
  return { title, canRetry: retryable, ...(description === '' ? {} : { description }), ...id };
}

/** What is wrong with one thing among others (a line of a purchase), in a sentence, with the figures that are known. */
export function errorSentence(messages: Messages, code: string, params: ClientError['params'] = {}): string {
  const parts = [
    messages.lookUp(`errors:codes.${code}`) ?? messages.lookUp('errors:client.unknown'),
    messages.lookUp(`errors:details.${code}`, messageParams(params)),
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** What a dialog shows of an act that failed: nothing for no error, nor for a step-up that was closed. */
export function noticeOfAct(messages: Messages, error: unknown): ErrorNotice | undefined {
  if (error === null || error === undefined || error instanceof StepUpCancelled) return undefined;
  return errorNotice(messages, error);
}

/** `const noticeOf = useErrorNotice(); <ErrorState error={noticeOf(query.error)} />`; nothing for no error, nor for a step-up that was closed. */
export function useErrorNotice(): {
  (error: null | undefined): undefined;
  (error: unknown): ErrorNotice | undefined;
} {
  const i18n = useI18n();
  const read = (error: unknown): ErrorNotice | undefined => noticeOfAct(i18n, error);
  return read as ReturnType<typeof useErrorNotice>;
}
