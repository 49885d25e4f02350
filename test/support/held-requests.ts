import { startOrigin } from './local-origin.js';

export interface HeldRequests {
  /** `word` of a `test.calls`, which then runs until the release, and ignores its signal. */
  readonly word: string;
  release(): void;
  close(): Promise<void>;
}

/** A server that answers no request before its release. */
export async function holdRequests(): Promise<HeldRequests> {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const origin = await startOrigin((_request, response) => void released.then(() => response.end()));
  return { word: origin.url, release, close: () => origin.close() };
}
