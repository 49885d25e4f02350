import { describe, expect, it } from '@jest/globals';
import { BrokerRuns } from './broker-runs.js';

describe('BrokerRuns', () => {
  const watched = () => {
    const runs = new BrokerRuns();
    const told: string[] = [];
    runs.onRestart((runId) => told.push(runId));
    return { runs, told };
  };

  it('reports a restart once, but not the first run', () => {
    const { runs, told } = watched();
    for (const id of ['a', 'a', 'b', 'b']) runs.see(id);
    expect(told).toEqual(['b']);
    expect(runs.current).toBe('b');
  });

  it('reports nothing while Redis hides its run id', () => {
    const { runs, told } = watched();
    for (const id of [undefined, 'a', undefined, 'a']) runs.see(id);
    expect(told).toEqual([]);
    expect(runs.current).toBe('a');
  });
});
