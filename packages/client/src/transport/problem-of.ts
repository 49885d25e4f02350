import type { Problem } from '../errors.js';

/** Characters of a foreign answer that an error shows. */
const SHOWN = 200;

/** The problem of an error answer. One that is not a problem comes from a proxy, for example as HTML. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Problem | null;
    if (typeof body?.title === 'string' && typeof body.code === 'string') return body;
  } catch {
    // not JSON
  }
  const { status, statusText } = response;
  const words = text
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return {
    type: 'about:blank',
    title: `${status} ${statusText}`.trim(),
    status,
    detail: `Something between the client and the API answered ${status}: ${words.slice(0, SHOWN) || 'no text'}`,
    code: 'not-a-problem',
  };
}
