import { describe, expect, it } from '@jest/globals';
import { traceIdIn } from './task-job.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('traceIdIn', () => {
  it('finds the trace in the context that was propagated with a job', () => {
    const context = { tracestate: 'a=b', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    expect(traceIdIn({ tm: JSON.stringify(context) })).toBe(TRACE);
  });

  it.each([[{}], [{ tm: '{}' }], [{ tm: 5 }], [{ tm: '{"traceparent":"00-short-1-01"}' }]])(
    'finds none in %j',
    (options) => {
      expect(traceIdIn(options)).toBeNull();
    },
  );
});
