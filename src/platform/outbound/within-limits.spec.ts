import { describe, expect, it } from '@jest/globals';
import { OutboundTimeoutError } from './outbound.errors.js';
import { withinLimits } from './within-limits.js';

const LONG_MS = 60_000;

describe('withinLimits', () => {
  it('returns the result of the work', async () => {
    await expect(withinLimits(LONG_MS, [], () => Promise.resolve(42))).resolves.toBe(42);
  });

  it('rejects with the error of the work', async () => {
    const failing = withinLimits(LONG_MS, [], () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
  });

  it('aborts the work at the time limit, whatever it throws', async () => {
    const timedOut = withinLimits(1, [], untilAborted);
    await expect(timedOut).rejects.toThrow(OutboundTimeoutError);
    await expect(timedOut).rejects.toMatchObject({ limitMs: 1, permanent: false });
  });

  it.each([0, 1])('aborts the work with the reason of signal %i', async (index) => {
    const callers = [new AbortController(), new AbortController()];
    const reason = new Error('not wanted any more');
    const aborted = withinLimits(
      LONG_MS,
      callers.map(({ signal }) => signal),
      untilAborted,
    );
    callers[index]?.abort(reason);
    await expect(aborted).rejects.toBe(reason);
  });

  it('does not start with an aborted signal', async () => {
    let begun = false;
    const never = withinLimits(LONG_MS, [AbortSignal.abort('too late')], () =>
      Promise.resolve((begun = true)),
    );
    await expect(never).rejects.toBe('too late');
    expect(begun).toBe(false);
  });
});

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('a word of the library')));
  });
}
