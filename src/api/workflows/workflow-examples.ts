import type { WorkflowSnapshot } from '../../core/workflows/record/workflow.js';
import { workflowJson } from '../../core/workflows/record/workflow-json.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';

/** The example of a workflow in the documentation: two counts in parallel, then their ratio. */
export const PRIMES_REPORT = {
  name: 'primes-report',
  steps: {
    counts: { task: 'math.count-primes', each: [1_000, 1_000_000], payload: { n: { $item: '' } } },
    ratio: {
      task: 'math.divide',
      payload: { x: { $result: 'counts', path: '/1' }, y: { $result: 'counts', path: '/0' } },
    },
  },
};

export const COUNTS_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d4f';
export const RATIO_ID = '01938f5e-7b1a-7c3e-9d42-5f0a1b2c3d50';

const AT_MS = Date.UTC(2026, 10, 24, 8);

const STARTED: WorkflowSnapshot = {
  id: EXAMPLE_ID,
  name: PRIMES_REPORT.name,
  status: 'STARTED',
  tags: [],
  createdAt: AT_MS,
  finishedAt: null,
  steps: 2,
  open: 1,
  hooks: [],
  revokeReason: null,
  webhookUrl: null,
  submittedBy: null,
  parent: null,
  depth: 0,
};

/** A workflow that was cancelled before a step was running. */
export const REVOKED_EXAMPLE = workflowJson({
  ...STARTED,
  ...{ status: 'REVOKED', open: 0, finishedAt: AT_MS + 20, revokeReason: 'cancelled' },
});

/** A cancelled workflow with a running step. */
export const STOPPING_EXAMPLE = workflowJson(STARTED);

/** A workflow that goes on after a retry. */
export const RETRIED_EXAMPLE = workflowJson(STARTED);
