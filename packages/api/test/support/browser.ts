import type { Hono } from 'hono';
import type { ApiHttpEnv } from '../../src/http/http-env.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface TrpcAnswer {
  readonly status: number;
  readonly data: unknown;
  /** The code of the refusal. */
  readonly code: string | undefined;
  readonly error: Record<string, unknown> | undefined;
}

/** One browser on one host: keeps its cookie as a browser would and names its own origin. */
export class Browser {
  readonly #app: Hono<ApiHttpEnv>;
  readonly host: string;
  cookie: string | undefined;
  /** Where it seems to come from. */
  address = '203.0.113.7';

  constructor(app: Hono<ApiHttpEnv>, host: string) {
    this.#app = app;
    this.host = host;
  }

  async post(path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const response = await this.#send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text), headers: response.headers };
  }

  async query(procedure: string, input?: unknown): Promise<TrpcAnswer> {
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return await trpcAnswer(await this.#send(`/trpc/${this.#audience}/${procedure}${query}`, {}));
  }

  async mutate(procedure: string, input?: unknown): Promise<TrpcAnswer> {
    // A batch of one, as the apps' link sends it.
    const response = await this.#send(`/trpc/${this.#audience}/${procedure}?batch=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input === undefined ? {} : { 0: input }),
    });
    return await trpcAnswer(response);
  }

  get #audience(): string {
    const [label = ''] = this.host.split('.');
    return label === 'admin' || label === 'portal' ? label : 'shop';
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const origin = `http://${this.host}:4000`;
    headers.set('host', `${this.host}:4000`);
    headers.set('x-test-address', this.address);
    if (init.method === 'POST' && !headers.has('origin')) headers.set('origin', origin);
    if (this.cookie !== undefined) headers.set('cookie', this.cookie);
    const response = await this.#app.request(`${origin}${path}`, { ...init, headers });
    for (const value of response.headers.getSetCookie()) {
      const [pair = ''] = value.split(';');
      this.cookie = pair.endsWith('=') ? undefined : pair;
    }
    return response;
  }
}

async function trpcAnswer(response: Response): Promise<TrpcAnswer> {
  const parsed: unknown = parse(await response.text());
  const body = (Array.isArray(parsed) ? parsed[0] : parsed) as Record<string, unknown>;
  const error = (body['error'] as { data?: Record<string, unknown> } | undefined)?.data;
  const result = body['result'] as { data?: unknown } | undefined;
  return { status: response.status, data: result?.data, code: error?.['code'] as string | undefined, error };
}

function parse(text: string): Record<string, unknown> {
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
