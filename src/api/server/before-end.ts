import type { Response } from 'express';

/** A complete response before its first byte is sent. */
export interface FinishedAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Holds back a response until `work` has finished, successfully or not. If the client disconnects in the meantime, the
 * response counts as sent: nobody is waiting, and code that runs after a response must still run.
 *
 * Only for responses sent in one piece, which all JSON is.
 */
export function beforeEnd(response: Response, work: (answer: FinishedAnswer) => Promise<void>): void {
  const end = response.end.bind(response) as (...parameters: unknown[]) => Response;
  let isEnding = false;
  const heldBack = (...parameters: unknown[]): Response => {
    if (isEnding) return response;
    isEnding = true;
    const send = (): void => {
      if (!response.writableEnded) end(...parameters);
    };
    response.once('close', send);
    void work({ status: response.statusCode, body: textOf(parameters[0]) }).then(send, send);
    return response;
  };
  // Passes its parameters on to `end` unchanged.
  response.end = heldBack as typeof response.end;
}

/** Express sends text, or a buffer of UTF-8 text. */
function textOf(chunk: unknown): string {
  if (Buffer.isBuffer(chunk)) return chunk.toString('utf8');
  return typeof chunk === 'string' ? chunk : '';
}
