import { describe, expect, it } from '@jest/globals';
import { Allow, IsOptional } from 'class-validator';
import type { TaskRegistry } from '../../task/task-registry.js';
import { Task, type TaskHandler } from '../../task/task.js';
import { planOf } from '../planning/plan-of.js';
import { chain, chord, chunks, group, map, step } from './compose.js';
import type { Part } from './part.js';
import { definitionOf, workflow } from './workflow.js';

class Free {
  @IsOptional()
  @Allow()
  data?: unknown;
}

interface Page {
  readonly title: string;
  readonly images: readonly { readonly src: string }[];
}

@Task({ name: 'page.fetch', queue: 'default', payload: Free })
class FetchTask implements TaskHandler<Free, Page> {
  run = (): Promise<Page> => Promise.reject(new Error('not run'));
}

@Task({ name: 'text.count', queue: 'default', payload: Free })
class CountTask implements TaskHandler<Free, number> {
  run = (): Promise<number> => Promise.reject(new Error('not run'));
}

const fetchPage = () => step(FetchTask, { data: 'url' });
const count = (data: unknown) => step(CountTask, { data });
const stepsOf = (part: Part<unknown>) => definitionOf(part).steps;

describe('a chain', () => {
  it('passes results on by reference', () => {
    const part = chain(fetchPage().named('page'), ({ images, title }) =>
      count([title, images[1].src, { whole: images }]).named('count'),
    );
    expect(stepsOf(part)).toEqual({
      page: { task: 'page.fetch', payload: { data: 'url' } },
      count: {
        task: 'text.count',
        payload: {
          data: [
            { $result: 'page', path: '/title' },
            { $result: 'page', path: '/images/1/src' },
            { whole: { $result: 'page', path: '/images' } },
          ],
        },
      },
    });
  });

  it('orders parts that do not use the result before them', () => {
    const part = chain(fetchPage().named('a'), count(1).named('b'), () => count(2).named('c'));
    expect(stepsOf(part)).toEqual({
      a: { task: 'page.fetch', payload: { data: 'url' } },
      b: { task: 'text.count', payload: { data: 1 }, after: ['a'] },
      c: { task: 'text.count', payload: { data: 2 }, after: ['b'] },
    });
  });

  it('runs its callbacks once, while it is being built', () => {
    const calls: string[] = [];
    chain(fetchPage(), (page) => {
      calls.push(typeof page);
      return count(page);
    });
    expect(calls).toEqual(['object']);
  });

  it('may be of chains and groups', () => {
    const part = chain(
      group([chain(count(1).named('a'), count(2).named('b')), count(3).named('c')]),
      group([count(4).named('d'), chain(count(5).named('e'), count(6).named('f'))]),
      count(7).named('g'),
    );
    const after = Object.entries(stepsOf(part)).map(([name, one]) => [name, one.after ?? []]);
    expect(Object.fromEntries(after)).toEqual({
      ...{ a: [], b: ['a'], c: [], d: ['b', 'c'], e: ['b', 'c'], f: ['e'], g: ['d', 'f'] },
    });
  });
});

describe('a chord', () => {
  it('gives the results of its group as a list', () => {
    const part = chord([1, 2, 3].map(count), (all) => count({ count: all.length, all, last: all[2] }));
    expect(stepsOf(part)['text.count-4']).toEqual({
      task: 'text.count',
      payload: {
        data: {
          count: 3,
          all: [1, 2, 3].map((n) => ({ $result: `text.count-${n}` })),
          last: { $result: 'text.count-3' },
        },
      },
    });
  });

  it('of nothing is its last part', () => {
    const part = chain(count(1).named('a'), group([]), count(2).named('b'));
    expect(stepsOf(part)['b']?.after).toEqual(['a']);
    expect(stepsOf(chord([], (all) => count(all).named('end')))).toEqual({
      end: { task: 'text.count', payload: { data: [] } },
    });
  });
});

describe('a map', () => {
  it('runs one step for each item of a list known at run time', () => {
    const part = chain(
      fetchPage().named('page'),
      ({ images }) => map(images, (image) => count([image.src, image]).named('each').ifFailed('skip')),
      (counts) => count(counts).named('sum'),
    );
    expect(stepsOf(part)).toEqual({
      page: { task: 'page.fetch', payload: { data: 'url' } },
      each: {
        task: 'text.count',
        payload: { data: [{ $item: '/src' }, { $item: '' }] },
        each: { $result: 'page', path: '/images' },
        ifFailed: 'skip',
      },
      sum: { task: 'text.count', payload: { data: { $result: 'each' } } },
    });
  });

  it('takes a list that is known, with refs in it', () => {
    const page = fetchPage().named('page');
    const part = chain(page, (ref) => map([ref.title, 'more'], count).named('each'));
    expect(stepsOf(part)['each']).toMatchObject({
      each: [{ $result: 'page', path: '/title' }, 'more'],
      payload: { data: { $item: '' } },
    });
  });

  it('has its item to itself', () => {
    const part = map([1], (a) => {
      map([2], () => count(a));
      return count(a);
    });
    expect(stepsOf(part)['text.count-1']).toMatchObject({ payload: { data: { $item: '' } } });
    const nested = () => map([1], (a) => map([2], () => count(a)));
    expect(nested).toThrow('The step of a map cannot be another map');
    const leaked: unknown[] = [];
    const other = map([1], (item) => count(leaked.push(item)));
    expect(() => stepsOf(chain(other, count(leaked[0])))).toThrow('An item can be used only in the payload');
  });

  it('takes chunks of a list', () => {
    expect(stepsOf(chunks([1, 2, 3, 4, 5], 2, count))['text.count-1']).toEqual({
      task: 'text.count',
      payload: { data: { $item: '' } },
      each: [[1, 2], [3, 4], [5]],
    });
    for (const size of [0, -1, 1.5, Number.NaN])
      expect(() => chunks([1], size, count)).toThrow(`size must be 1 or more, got ${size}`);
  });
});

describe('a step', () => {
  it('has options, a mode and what it waits for', () => {
    const before = [count(1), count(2)];
    const last = step(CountTask, {}, { priority: 'high', delayMs: 5 })
      .named('last')
      .ifFailed('continue')
      .after(...before);
    expect(stepsOf(group([...before, last]))['last']).toEqual({
      task: 'text.count',
      payload: {},
      options: { priority: 'high', delayMs: 5 },
      after: ['text.count-1', 'text.count-2'],
      ifFailed: 'continue',
    });
  });

  it('may stand at several places, and is one step', () => {
    const first = fetchPage();
    const part = group([chain(first, count), chain(first, count)]);
    expect(Object.keys(stepsOf(part))).toEqual(['page.fetch-1', 'text.count-1', 'text.count-2']);
  });

  it('gets a name that no other has', () => {
    const part = group([count(1), count(2).named('text.count-1'), count(3), fetchPage()]);
    expect(Object.keys(stepsOf(part))).toEqual([
      'text.count-2',
      'text.count-1',
      'text.count-3',
      'page.fetch-1',
    ]);
    expect(() => stepsOf(group([count(1).named('a'), count(2).named('a')]))).toThrow(
      'Two steps are named "a"',
    );
  });

  it('must be in the workflow to be referred to', () => {
    const outside = fetchPage();
    expect(() => stepsOf(count(outside.value))).toThrow(
      'A step waits for a step of page.fetch that is not in the workflow',
    );
    expect(() => stepsOf(count(1).after(outside))).toThrow('page.fetch that is not in the workflow');
  });
});

describe('a payload', () => {
  const payloadOf = (data: unknown) => stepsOf(count(data))['text.count-1']?.payload;

  it('stays as it is without refs', () => {
    const data = { at: new Date(0), list: [{ a: null }] };
    expect((payloadOf(data) as Free).data).toBe(data);
  });

  it('is data, even if it looks like a reference', () => {
    expect(payloadOf([{ $result: 'page' }, { $literal: 1 }, { $other: 1 }])).toEqual({
      data: [{ $literal: { $result: 'page' } }, { $literal: { $literal: 1 } }, { $other: 1 }],
    });
    expect(() => payloadOf({ $item: [fetchPage().value] })).toThrow('so no ref may be in it');
  });

  it('must have an end', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const hidden: Record<string, unknown> = { $item: 0 };
    hidden['self'] = hidden;
    for (const data of [circular, hidden])
      expect(() => payloadOf(data)).toThrow('nested deeper than 500 levels, or contains itself');
  });
});

describe('a ref', () => {
  const { value } = fetchPage();

  it.each<[string, (ref: any) => unknown]>([
    ['put into a text', (ref) => `${ref.title}`],
    ['turned into a text', (ref) => String(ref.title)],
    ['computed with', (ref) => ref.images * 2],
    ['spread into a list', (ref) => [...ref.images]],
    ['spread into an object', (ref) => ({ ...ref })],
    ['iterated', (ref) => Object.keys(ref)],
    ['searched', (ref) => 'title' in ref],
    ['written as JSON', (ref) => JSON.stringify(ref)],
  ])('cannot be %s', (_, use) => {
    expect(() => use(value)).toThrow('A ref stands for a value that exists only when the workflow runs');
  });

  it('has parts of any name', async () => {
    const { then, toJSON, constructor: made, 'a/b~c': odd } = value as any;
    expect(await Promise.resolve({ parts: [then, toJSON, made, odd] })).toBeDefined();
    const part = chain(fetchPage().named('p'), (page: any) =>
      count([page.then, page['a/b~c'][0]]).named('c'),
    );
    expect(stepsOf(part)['c']?.payload).toEqual({
      data: [
        { $result: 'p', path: '/then' },
        { $result: 'p', path: '/a~1b~0c/0' },
      ],
    });
  });
});

describe('a workflow', () => {
  it('has a name, settings and hooks', () => {
    const definition = workflow('report', chain(fetchPage().named('page'), count), {
      tags: ['demo'],
      retentionMs: 5_000,
      webhookUrl: 'https://example.com/hook',
      onSuccess: ({ results }) => count(results),
      onFailure: ({ errors, workflow_id: id }) => count([id, errors['page']]),
      onEnd: step(CountTask, { data: 1 }, { attempts: 5 }),
    });
    expect(definition).toEqual({
      name: 'report',
      tags: ['demo'],
      retentionMs: 5_000,
      webhookUrl: 'https://example.com/hook',
      steps: {
        page: { task: 'page.fetch', payload: { data: 'url' } },
        'text.count-1': { task: 'text.count', payload: { data: { $result: 'page' } } },
      },
      onSuccess: { task: 'text.count', payload: { data: { $workflow: '/results' } } },
      onFailure: {
        task: 'text.count',
        payload: { data: [{ $workflow: '/workflow_id' }, { $workflow: '/errors/page' }] },
      },
      onEnd: { task: 'text.count', payload: { data: 1 }, options: { attempts: 5 } },
    });
  });

  it('takes one plain task for a hook', () => {
    for (const onEnd of [map([1], count), count(1).ifFailed('skip'), count(1).after(count(2))])
      expect(() => workflow('w', fetchPage(), { onEnd })).toThrow('A hook is one task at the end');
  });

  it('survives JSON, and its plan has the same edges', () => {
    const part = chain(fetchPage(), ({ images }) => map(images, count), count);
    const definition = workflow('w', part);
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
    const find = (name: string) => ({ options: { name, queue: 'default', payload: Free } });
    const registry = { find } as unknown as TaskRegistry;
    const { steps } = planOf(definition, registry, { source: 'code', maxPayloadBytes: 1_000 });
    expect(steps.map(({ name, parents }) => [name, parents])).toEqual([
      ['page.fetch-1', []],
      ['text.count-1', ['page.fetch-1']],
      ['text.count-2', ['text.count-1']],
    ]);
  });
});
