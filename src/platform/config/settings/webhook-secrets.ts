const PREFIX = 'whsec_';
/** Bounds of Standard Webhooks for a symmetric secret. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;
const EXPECTED =
  'secrets such as whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, separated by commas: ' +
  `${PREFIX} and ${MIN_BYTES} to ${MAX_BYTES} random bytes in base64`;

/**
 * Parses one or several `whsec_<base64>` secrets into signing keys.
 *
 * @throws Error with a message that states what was expected and shows nothing of the value
 */
export function webhookSecrets(value: string): readonly Buffer[] {
  return value.split(',').map((secret) => secretOf(secret.trim()));
}

function secretOf(secret: string): Buffer {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const bytes = Buffer.from(encoded, 'base64');
  const isWhole = bytes.toString('base64') === encoded; // Buffer skips invalid base64
  if (!isWhole || bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) throw new Error(EXPECTED);
  return bytes;
}
