/** Files with a hash in their name: they never change and say nothing about anybody. Nothing else of the shop is ever kept. */
export function isShellFile(request: { readonly method: string; readonly url: string }, origin: string): boolean {
  const url = new URL(request.url);
  return (
    request.method === 'GET' &&
    url.origin === origin &&
    url.search === '' &&
    /^\/assets\/[A-Za-z0-9_.-]+\.(?:js|css|woff2?|svg|png|webp)$/.test(url.pathname)
  );
}

/** Only a whole answer of our own, straight from the server, is worth keeping. */
export function isKeepable(answer: Pick<Response, 'ok' | 'status' | 'type' | 'redirected'>): boolean {
  return answer.ok && answer.status === 200 && answer.type === 'basic' && !answer.redirected;
}
