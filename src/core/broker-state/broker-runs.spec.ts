import { describe, expect, it } from '@jest/globals';
import { BrokerRuns } from './broker-runs.js';

describe('BrokerRuns', () => {
  const watched = () => {
    const runs = new BrokerRuns();
    const notified: string[] = [];
    runs.onRestart((runId) => notified.push(runId));
    return { runs, notified };
  };

  it('reports a restart once, but not the first run', () => {
    const { runs, notified } = watched();
    for (const id of ['a', 'a', 'b', 'b']) runs.see(id);
    expect(notified).toEqual(['b']);
    expect(runs.current).toBe('b');
  });

  it('reports nothing while Redis hides its run id', () => {
    const { runs, notified } = watched();
    for (const id of [undefined, 'a', undefined, 'a']) runs.see(id);
    expect(notified).toEqual([]);
    expect(runs.current).toBe('a');
  });
});
