import { describe, expect, it } from '@jest/globals';
import type { StepSnapshot, WorkflowSnapshot } from '../../core/workflows/record/workflow.js';
import { mermaidOf } from './workflow-mermaid.js';

const step = (name: string, more: Partial<StepSnapshot> = {}): StepSnapshot => ({
  ...{ name, task: 'math.divide', queue: 'tasks', taskId: '', parents: [], ifFailed: 'fail' },
  ...{ status: 'PENDING', isSkipped: false, startedAt: null, finishedAt: null, itemOf: null, items: null },
  ...more,
});
// The diagram shows nothing of it.
const workflow = {} as WorkflowSnapshot;

describe('mermaidOf', () => {
  it('draws a node for each step and an edge for each wait, with the status as class', () => {
    const steps = [
      step('a', { status: 'SUCCESS', items: { total: 3, ended: 2 } }),
      step('a[0]', { itemOf: 'a' }),
      step('b', { parents: ['a'] }),
    ];
    const lines = mermaidOf({ workflow, steps, hooks: [step('onEnd')] }).split('\n');
    expect(lines.filter((line) => !line.includes('classDef'))).toEqual([
      'flowchart TD',
      '  s0["a<br>math.divide<br>2 of 3 items"]:::SUCCESS',
      '  s1["b<br>math.divide"]:::PENDING',
      '  h0(["on_end<br>math.divide"]):::PENDING',
      '  s0 --> s1',
      '',
    ]);
  });

  it('escapes what would end a label, or be markup', () => {
    const steps = [step('a', { task: '"]; click <b>&' })];
    expect(mermaidOf({ workflow, steps, hooks: [] })).toContain(
      '  s0["a<br>#34;#93;#59;#32;click#32;#60;b#62;#38;"]:::PENDING',
    );
  });
});
