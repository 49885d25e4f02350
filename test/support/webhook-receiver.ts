import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { type LocalOrigin, startOrigin } from './local-origin.js';

export const NEW_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
export const OLD_SECRET = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;

/** A received webhook. */
export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The parsed body, after the reference library has verified the signature with the given secret. */
  verified(secret?: string): any;
}

/** Response to the n-th webhook, from 0. Default: 204. */
export type Answer = (response: ServerResponse, n: number) => void;

export interface WebhookReceiver extends LocalOrigin {
  readonly received: readonly ReceivedWebhook[];
  /** The webhooks received at one path. */
  at(path: string): ReceivedWebhook[];
}

/** A real webhook receiver. */
export async function startReceiver(
  answer: Answer = (response) => response.writeHead(204).end(),
): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const origin = await startOrigin((request, response) => {
    void read(request).then((webhook) => answer(response, received.push(webhook) - 1));
  });
  return Object.create(origin, {
    received: { value: received },
    at: { value: (path: string) => received.filter((one) => one.path === path) },
  }) as WebhookReceiver; // the origin plus these two
}

async function read(request: IncomingMessage): Promise<ReceivedWebhook> {
  const body = await text(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const verified = (secret = NEW_SECRET) => new Webhook(secret).verify(body, headers);
  return { path: request.url ?? '', headers, body, verified };
}
