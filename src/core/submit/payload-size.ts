import { PayloadTooLargeError } from '../task/queue.errors.js';

/** @throws PayloadTooLargeError */
export function refuseTooLarge(payload: object, limitBytes: number): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > limitBytes) throw new PayloadTooLargeError(bytes, limitBytes);
}
