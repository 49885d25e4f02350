import { describe, expect, it } from '@jest/globals';
import { OutboundTimeoutError } from './outbound.errors.js';
import { withinLimits } from './within-limits.js';

const LONG_MS = 60_000;

describe('withinLimits', () => {
  it('gives what the work gives', async () => {
    await expect(withinLimits(LONG_MS, [], () => Promise.resolve(42))).resolves.toBe(42);
  });

  it('rejects with the error of the work', async () => {
    const failing = withinLimits(LONG_MS, [], () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
  });

  it('ends the work when its time is over, whatever the work makes of it', async () => {
    const timedOut = withinLimits(1, [], untilAborted);
    await expect(timedOut).rejects.toThrow(OutboundTimeoutError);
    await expect(timedOut).rejects.toMatchObject({ limitMs: 1, permanent: false });
  });

  it.each([0, 1])('ends the work for the reason of signal %i', async (index) => {
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

  it('does not begin when a signal is already aborted', async () => {
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
