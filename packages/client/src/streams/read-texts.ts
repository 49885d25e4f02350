import { UnreachableError } from '../errors.js';

/** The API sends a comment every 15 s, so a connection that is silent for longer is dead. */
const SILENT_MS = 45_000;

/**
 * The text of a body, as it arrives. Ending the iteration closes the connection.
 *
 * @param signal ends it, too: Node forgets the signal of a request whose body is still read, once it collects garbage
 * @throws UnreachableError if the connection breaks
 */
export async function* readTexts(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const reader = body.getReader();
  const cancel = (): void => {
    reader.cancel().catch(() => undefined); // rejects if the connection has broken
  };
  signal?.addEventListener('abort', cancel);
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await unlessSilent(reader.read());
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } catch (error) {
    throw new UnreachableError('The stream has broken off', { cause: error });
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}

async function unlessSilent<T>(reading: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came for ${SILENT_MS} ms`)), SILENT_MS);
  });
  try {
    return await Promise.race([reading, silence]);
  } finally {
    clearTimeout(timer);
  }
}
