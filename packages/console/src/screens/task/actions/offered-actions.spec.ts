import { describe, expect, it } from '@jest/globals';
import type { Role, Task } from '../../../api/types.js';
import { offeredActions } from './offered-actions.js';

const ROLES: readonly Role[] = ['viewer', 'submitter', 'operator', 'admin'];

function offered(fields: Partial<Task>, role: Role, name: string | null = 'me') {
  const task = { status: 'PENDING', run_at: null, workflow_id: null, submitted_by: 'me' };
  const given = { cancel_requested_at: null, ...task, ...fields };
  const may = (needed: Role) => ROLES.indexOf(role) >= ROLES.indexOf(needed);
  return offeredActions(given as Task, { may, name });
}

describe('the actions on a task', () => {
  it('are those that its state allows', () => {
    expect(offered({}, 'operator')).toEqual(['cancel', 'replay', 'change']);
    expect(offered({ run_at: '2026-01-01T00:00:00Z' }, 'operator')).toContain('promote');
    expect(offered({ status: 'STARTED' }, 'operator')).toEqual(['cancel', 'replay']);
    expect(offered({ status: 'STARTED', cancel_requested_at: '2026-01-01T00:00:00Z' }, 'admin')).toEqual([
      'replay',
    ]);
    expect(offered({ status: 'SUCCESS' }, 'operator')).toEqual(['replay', 'delete']);
    expect(offered({ status: 'FAILURE' }, 'operator')).toEqual(['retry', 'replay', 'delete']);
    expect(offered({ status: 'REVOKED', workflow_id: 'w' }, 'admin')).toEqual(['retry', 'replay']);
  });

  it('are those that the role may do', () => {
    expect(offered({}, 'viewer')).toEqual([]);
    expect(offered({}, 'submitter')).toEqual(['cancel', 'change']);
    expect(offered({ submitted_by: 'other' }, 'submitter')).toEqual([]);
    expect(offered({ submitted_by: null }, 'submitter', null)).toEqual([]);
  });

  it('leave a task that only the history has as it is', () => {
    expect(offered({ status: 'FAILURE', archived: true }, 'operator')).toEqual(['replay', 'delete']);
  });
});
