import { createHmac } from 'node:crypto';

/** The content of one delivery attempt. */
export interface SignedMessage {
  /**
   * Id of the event, the same in every attempt, so that the receiver recognises a repetition. It must not contain a
   * dot.
   */
  readonly id: string;
  /** Time of the attempt, in ms since 1970. Receivers refuse old ones to prevent replays. */
  readonly at: number;
  /** The exact text that is sent. */
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0.0 (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, one signature
 * per secret, so that during a rotation a receiver that knows either secret finds a valid one.
 *
 * @param secrets signing keys, the newest first
 * @throws Error without a secret: nothing is sent unsigned
 */
export function signatureHeaders({ id, at, body }: SignedMessage, secrets: readonly Uint8Array[]) {
  if (secrets.length === 0) throw new Error('No secret to sign webhooks with: set WEBHOOK_SECRETS');
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
