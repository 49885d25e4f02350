import { describe, expect, it } from '@jest/globals';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
} from 'class-validator';
import type { RegisteredTask, TaskRegistry } from '../../task/task-registry.js';
import type { TaskOptions } from '../../task/task.js';
import { planOf } from './plan-of.js';
import type { WorkflowDefinition } from '../definition/workflow-definition.js';
import type { PlanLimits } from '../definition/workflow-plan.js';
import { InvalidWorkflowError } from '../definition/workflow.errors.js';

class MailPayload {
  @IsEmail()
  to!: string;

  @IsString()
  @IsOptional()
  subject?: string;
}

class CountPayload {
  @IsInt()
  @Min(0)
  @Max(100)
  n!: number;
}

class FreePayload {
  @IsOptional()
  @IsObject()
  data?: object;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  list?: unknown[];
}

function taskOf(options: Partial<TaskOptions<object>> & Pick<TaskOptions<object>, 'name' | 'payload'>) {
  return {
    options: { queue: 'default', ...options },
    handler: { run: () => Promise.resolve(null) },
  } as RegisteredTask;
}

const tasks = [
  taskOf({ name: 'mail.send', payload: MailPayload, redact: ['subject'] }),
  taskOf({ name: 'math.count', payload: CountPayload }),
  taskOf({ name: 'free.any', payload: FreePayload }),
  taskOf({ name: 'free.hidden', payload: FreePayload, isInternal: true }),
];
const registry = {
  find: (name: string) => tasks.find(({ options }) => options.name === name),
  all: () => tasks,
  open: () => tasks.filter(({ options }) => !options.isInternal),
} as unknown as TaskRegistry;

const limits: PlanLimits = { source: 'outside', maxPayloadBytes: 1_000 };
const any = { task: 'free.any' };
const count = (n: unknown) => ({ task: 'math.count', payload: { n } });

const plan = (definition: unknown, more: Partial<PlanLimits> = {}) =>
  planOf(definition as WorkflowDefinition, registry, { ...limits, ...more });

/** The faults as `pointer: message`. */
function faultsOf(definition: unknown, more: Partial<PlanLimits> = {}): string[] {
  try {
    plan(definition, more);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidWorkflowError)) throw error;
    return error.faults.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
}

const faultsOfStep = (step: unknown) => faultsOf({ steps: { page: any, s: step } });

describe('planOf', () => {
  it('orders steps after their parents, and says what they wait for', () => {
    const { steps, ...rest } = plan({
      name: 'page-report',
      tags: ['demo'],
      retentionMs: 5_000,
      steps: {
        mail: {
          ...count({ $result: 'page', path: '/n' }),
          after: ['thumbs', 'page', 'page'],
          ifFailed: 'skip',
        },
        thumbs: {
          task: 'free.any',
          each: { $result: 'page', path: '/images' },
          payload: { data: { $item: '' } },
        },
        page: any,
      },
    });
    expect(rest).toEqual({ name: 'page-report', tags: ['demo'], retentionMs: 5_000, hooks: {} });
    expect(
      steps.map(({ name, parents, hasReferences, ifFailed }) => ({ name, parents, hasReferences, ifFailed })),
    ).toEqual([
      { name: 'page', parents: [], hasReferences: false, ifFailed: 'fail' },
      { name: 'thumbs', parents: ['page'], hasReferences: true, ifFailed: 'fail' },
      { name: 'mail', parents: ['thumbs', 'page'], hasReferences: true, ifFailed: 'skip' },
    ]);
    expect(steps[1]).toMatchObject({
      each: { $result: 'page', path: '/images' },
      payload: { data: { $item: '' } },
      options: {},
      task: tasks[2],
    });
  });

  it('parses a payload without references, and unwraps literals', () => {
    const step = { task: 'free.any', payload: { data: { $literal: { $result: 1 } } } };
    for (const source of ['code', 'outside'] as const) {
      const [planned] = plan({ steps: { a: step } }, { source }).steps;
      expect(planned).toMatchObject({ hasReferences: false, payload: { data: { $result: 1 } } });
      expect(planned?.payload instanceof FreePayload).toBe(source === 'outside');
    }
  });

  it('keeps literals beside references for the worker to resolve', () => {
    const payload = { data: { $literal: { $item: 1 } }, list: [{ $result: 'a' }] };
    expect(plan({ steps: { a: any, b: { task: 'free.any', payload } } }).steps[1]?.payload).toEqual(payload);
  });

  it('lets only this codebase name internal tasks', () => {
    const definition = { steps: { a: { task: 'free.hidden' } } };
    expect(plan(definition, { source: 'code' }).steps).toHaveLength(1);
    expect(faultsOf(definition)).toEqual(['/steps/a/task: No task is named "free.hidden"']);
  });

  it('reports all faults in one go', () => {
    const definition = {
      name: 'not a name',
      tags: [''],
      retentionMs: 0,
      steps: { 'a/b': count(101), b: { ...count('5'), after: ['c'] }, d: { task: 'math.cont' } },
      onEnd: { task: 'mail.send', payload: { to: 'nobody' } },
    };
    expect(faultsOf(definition).map((fault) => fault.split(':')[0])).toEqual([
      ...['/name', '/tags', '/retention_ms', '/steps/a~1b', '/steps/a~1b/payload/n'],
      ...['/steps/b/payload/n', '/steps/b/after/0', '/steps/d/task', '/on_end/payload/to'],
    ]);
    expect(faultsOf(definition)).toContain(
      '/steps/d/task: No task is named "math.cont". Did you mean math.count?',
    );
  });

  it('stops at 100 faults', () => {
    const steps = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`s${i}`, { task: `no.t${i}` }]),
    );
    expect(faultsOf({ steps })).toHaveLength(100);
  });
});

describe('steps', () => {
  it.each([undefined, null, [], {}, 'a', 5])('must be an object with a step, not %j', (steps) => {
    expect(faultsOf({ steps })).toEqual(['/steps: steps must be an object with at least one step']);
  });

  it.each(['', '-a', '.a', 'a b', 'ä', 'a\n', '__proto__', 'x'.repeat(65)])('cannot be named %j', (name) => {
    expect(faultsOf({ steps: JSON.parse(`{${JSON.stringify(name)}:{"task":"free.any"}}`) })).toEqual([
      expect.stringContaining(`/steps/${name}: the name of a step must be 1 to 64 letters`),
    ]);
  });

  it.each(['a', 'A1', '0', 'constructor', 'toString', 'a.b_c-d', 'x'.repeat(64)])(
    'can be named %s',
    (name) => {
      const { steps } = plan({ steps: { [name]: any, after: { ...any, after: [name] } } });
      expect(steps.map((step) => [step.name, step.parents])).toEqual([
        [name, []],
        ['after', [name]],
      ]);
    },
  );

  it('are at most 10,000', () => {
    const many = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, i) => [`s${i}`, i ? { ...any, after: [`s${i - 1}`] } : any]),
      );
    expect(plan({ steps: many(10_000) }).steps).toHaveLength(10_000);
    expect(faultsOf({ steps: many(10_001) })).toEqual(['/steps: has 10001 steps; the maximum is 10000']);
  });

  it('have at most 8 MiB of JSON', () => {
    const step = { task: 'free.any', payload: { list: ['x'.repeat(1_048_000)] } };
    const steps = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`s${i}`, step]));
    expect(faultsOf({ steps }, { maxPayloadBytes: 1e9 })).toEqual([
      '/steps: has more than 8388608 bytes as JSON',
    ]);
  });

  it('may not wait for themselves, alone or in a cycle', () => {
    expect(faultsOf({ steps: { a: { ...any, after: ['a'] } } })).toEqual([
      '/steps/a/after/0: The step "a" cannot wait for itself',
    ]);
    expect(
      faultsOf({
        steps: {
          x: any,
          a: { ...any, after: ['b', 'x'] },
          b: { ...any, payload: { data: { $result: 'c' } } },
          c: { ...any, each: { $result: 'a' } },
        },
      }),
    ).toEqual(['/steps/a: waits for itself in a cycle: a waits for b waits for c waits for a']);
  });

  it('cuts a long cycle in the message', () => {
    const steps = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`s${i}`, { ...any, after: [`s${(i + 1) % 10_000}`] }]),
    );
    const [fault = '', ...others] = faultsOf({ steps });
    expect(others).toEqual([]);
    expect(fault).toMatch(/^\/steps\/s0: .* s9 waits for 9990 more steps waits for s0$/);
  });
});

describe('one step', () => {
  it.each<[object | string | null, string]>([
    ['free.any', '/steps/s: a step must be an object with a task'],
    [null, '/steps/s: a step must be an object with a task'],
    [{}, '/steps/s/task: task must be the name of a task'],
    [{ task: 'toString' }, '/steps/s/task: No task is named "toString"'],
    [{ ...any, after: 'page' }, '/steps/s/after: after must be a list of names of steps'],
    [{ ...any, after: [5] }, '/steps/s/after/0: must be the name of a step'],
    [{ ...any, after: ['pge'] }, '/steps/s/after/0: No step is named "pge". Did you mean page?'],
    [{ ...any, after: ['__proto__'] }, '/steps/s/after/0: No step is named "__proto__"'],
    [{ ...any, ifFailed: 'stop' }, '/steps/s/if_failed: if_failed must be one of fail, continue, skip'],
    [{ ...any, options: null }, '/steps/s/options: options must be an object'],
    [{ ...any, options: { delayMs: -1 } }, '/steps/s/options: delayMs must be a whole number'],
    [
      { ...any, options: { retentionMs: 1 } },
      '/steps/s/options/retention_ms: retention_ms belongs to the workflow, which keeps the results of its steps',
    ],
    [
      { ...any, options: { webhookUrl: 'https://example.com' } },
      '/steps/s/options/webhook_url: webhook_url belongs to the workflow, which sends one webhook at its end',
    ],
    [
      { ...any, options: { deduplicate: { key: 'k', mode: 'unique' } } },
      '/steps/s/options/deduplicate: deduplicate does not apply here: a task of a workflow is submitted once in any case',
    ],
    [
      { ...any, payload: { data: { $item: '' } } },
      '/steps/s/payload/data: $item is for the payload of a step with each',
    ],
    [
      { ...any, payload: { data: { $workflow: '' } } },
      '/steps/s/payload/data: $workflow is for on_success, on_failure and on_end: a step runs before the end',
    ],
    [
      { ...any, payload: { data: { $result: 'pge' } } },
      '/steps/s/payload/data/$result: No step is named "pge". Did you mean page?',
    ],
    [
      { ...any, payload: { data: { $result: 's' } } },
      '/steps/s/payload/data/$result: The step "s" cannot wait for itself',
    ],
    [
      { ...any, payload: { list: ['x'.repeat(1_000)] } },
      '/steps/s/payload: has 1013 bytes as JSON; the maximum is 1000 (MAX_PAYLOAD_BYTES)',
    ],
    [{ ...any, payload: 5 }, '/steps/s/payload: must be an object, got 5'],
    [{ ...any, payload: [{ $result: 'page' }] }, '/steps/s/payload: must be an object, got an array of 1'],
    [
      { ...any, payload: { list: [Number.NaN] } },
      '/steps/s/payload/list/0: 0 is NaN: JSON has no such number, and a worker would have got null',
    ],
    [{ ...any, each: 'page' }, '/steps/s/each: each must be a list, or a $result that is one'],
    [{ ...any, each: { $literal: {} } }, '/steps/s/each: each must be a list, or a $result that is one'],
    [{ ...any, each: { $item: '' } }, '/steps/s/each: $item is for the payload of a step with each'],
    [
      { ...any, each: { $result: 'pge' } },
      '/steps/s/each/$result: No step is named "pge". Did you mean page?',
    ],
    [{ ...any, each: Array(10_001).fill(1) }, '/steps/s/each: each has 10001 items; the maximum is 10000'],
    [
      { ...any, each: { $literal: Array(50_000).fill(1) } },
      '/steps/s/each: each has 50000 items; the maximum is 10000',
    ],
  ])('%.60j is refused', (step, fault) => {
    const [first = '', ...others] = faultsOfStep(step);
    expect(first).toContain(fault);
    expect(others).toEqual([]);
  });

  it.each([
    { ...any, each: [] },
    { ...any, each: Array(10_000).fill(1), payload: { data: { $item: '' } } },
    { ...any, each: { $literal: [{ $item: 1 }] } },
    { ...any, each: [{ $result: 'page' }, 5] },
    { ...any, options: { delayMs: 5, priority: 'high', expiresAt: new Date() } },
    { ...any, payload: { $result: 'page' } },
  ])('%.60j is accepted', (step) => expect(faultsOfStep(step)).toEqual([]));

  it('is refused if it is nested too deeply, or contains itself', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const circular: Record<string, unknown> = {};
    circular['data'] = circular;
    for (const payload of [{ data: { deep } }, circular]) {
      const [fault, ...others] = faultsOfStep({ ...any, payload });
      expect(fault).toMatch(/is nested deeper than 500 levels, or contains itself$/);
      expect(others).toEqual([]);
    }
  });
});

describe('a payload with references', () => {
  const page = { $result: 'page' };

  it.each([
    { task: 'mail.send', payload: { to: page } },
    { task: 'mail.send', payload: { to: 'a@example.com', subject: page } },
    { task: 'math.count', payload: page },
    { task: 'free.any', payload: { list: [page, page, page], data: page } },
  ])('may fit: %j', (step) => expect(faultsOfStep(step)).toEqual([]));

  it.each<[object, string[]]>([
    [{ task: 'mail.send', payload: { subject: page } }, ['/steps/s/payload/to']],
    [{ task: 'mail.send', payload: { to: 'nobody', subject: page } }, ['/steps/s/payload/to']],
    [{ task: 'mail.send', payload: { to: page, text: page } }, ['/steps/s/payload/text']],
    [{ task: 'mail.send', payload: { to: page, subject: [page] } }, ['/steps/s/payload/subject']],
    [{ task: 'free.any', payload: { list: [page, 1, 2, 3] } }, ['/steps/s/payload/list']],
    [{ task: 'free.any', payload: { data: [page] } }, ['/steps/s/payload/data']],
  ])('cannot fit: %j', (step, pointers) => {
    expect(faultsOfStep(step).map((fault) => fault.split(':')[0])).toEqual(pointers);
  });

  it('does not show secrets in messages', () => {
    const [fault] = faultsOfStep({ task: 'mail.send', payload: { to: page, subject: 31_337 } });
    expect(fault).toContain('/steps/s/payload/subject');
    expect(fault).not.toContain('31');
  });
});

describe('hooks', () => {
  const withHook = (hook: unknown) => faultsOf({ steps: { page: any }, onFailure: hook });

  it('may refer to the workflow and to its steps', () => {
    const payload = { data: { $workflow: '' }, list: [{ $workflow: '/results/page' }, { $result: 'page' }] };
    const { hooks } = plan({
      steps: { page: any },
      onSuccess: { task: 'free.any', payload },
      onEnd: any,
    });
    expect(hooks).toEqual({
      onSuccess: { task: tasks[2], payload, hasReferences: true, options: {} },
      onEnd: { task: tasks[2], payload: {}, hasReferences: false, options: {} },
    });
  });

  it.each<[unknown, string]>([
    ['free.any', '/on_failure: must be an object with a task'],
    [{ task: 'free.ani' }, '/on_failure/task: No task is named "free.ani". Did you mean free.any?'],
    [
      { ...any, payload: { data: { $item: '' } } },
      '/on_failure/payload/data: $item is for the payload of a step with each',
    ],
    [
      { ...any, payload: { data: { $result: 'pge' } } },
      '/on_failure/payload/data/$result: No step is named "pge". Did you mean page?',
    ],
    [
      { ...any, payload: { data: { $workflow: '/state' } } },
      '/on_failure/payload/data/$workflow: $workflow has only workflow_id, status, results, errors',
    ],
    [{ ...any, payload: { more: 1 } }, '/on_failure/payload/more: property more should not exist'],
  ])('%j is refused', (hook, fault) => expect(withHook(hook)).toEqual([fault]));
});
