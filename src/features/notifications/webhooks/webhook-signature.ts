import { createHmac } from 'node:crypto';

/** One attempt to deliver an event. */
export interface SignedMessage {
  /** Of the event: the same in every attempt, so that the receiver knows a repetition. No dot in it. */
  readonly id: string;
  /** When the attempt is made, in ms since 1970: the receiver refuses what is old, so that nothing can be replayed. */
  readonly at: number;
  /** The exact text that is sent. */
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0.0 (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, once with each
 * secret, so that a receiver that knows only one of them, while they are exchanged, finds a signature of its own.
 *
 * @param secrets the bytes of each, the newest first
 * @throws Error where there is no secret: nothing is sent unsigned
 */
export function signatureHeaders({ id, at, body }: SignedMessage, secrets: readonly Uint8Array[]) {
  if (secrets.length === 0) throw new Error('There is no secret to sign with: set WEBHOOK_SECRETS');
  const timestamp = String(Math.floor(at / 1_000));
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
