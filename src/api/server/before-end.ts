import type { Response } from 'express';

/** What an answer is, complete, before its first byte is sent. */
export interface FinishedAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Holds an answer back until `work` on it is done, however that ends. When the client hangs up meanwhile, the answer
 * counts as given: there is nobody to wait, and what follows an answer must not be lost.
 *
 * Only for answers that are sent in one piece, as all JSON is.
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
  // Takes whatever `end` takes, and gives it to it.
  response.end = heldBack as typeof response.end;
}

/** Express sends text, or a buffer of it in UTF-8. */
function textOf(chunk: unknown): string {
  if (Buffer.isBuffer(chunk)) return chunk.toString('utf8');
  return typeof chunk === 'string' ? chunk : '';
}
