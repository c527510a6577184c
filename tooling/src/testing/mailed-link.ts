import type { TestStack } from './stack.ts';

const WAIT_MS = 25_000;

/**
 * The link in the newest mail to an address whose path is wanted, as the person would click it in the dev mailbox; waits
 * for the mail. @throws Error when none came
 */
export async function mailedLink(stack: TestStack, recipient: string, path: string): Promise<string> {
  const query = new URLSearchParams({ to: recipient, wait_ms: String(WAIT_MS) });
  const answer = await fetch(`${stack.sandboxUrl}/mail/api/messages?${query.toString()}`);
  const { messages } = (await answer.json()) as { messages: readonly { readonly links: readonly string[] }[] };
  const link = messages.flatMap(({ links }) => links).find((each) => new URL(each).pathname === path);
  if (link === undefined)
    throw new Error(`no mail to ${recipient} with a link to ${path}: ${JSON.stringify(messages)}`);
  return link;
}
