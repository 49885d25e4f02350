import { describe, expect, it } from '@jest/globals';
import { IsArray, IsInt, IsOptional, IsString } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../task/task.js';
import { chain, chord, chunks, group, map, step } from './compose.js';
import type { Failed } from './part.js';
import type { Ref } from './ref.js';
import { definitionOf, workflow } from './workflow.js';

class Url {
  @IsString()
  url!: string;
}

interface Page {
  readonly status: 'complete';
  readonly title: string | null;
  readonly words: number;
  readonly images: readonly { readonly src: string; readonly alt?: string }[];
  readonly raw: unknown;
}

class Text {
  @IsString()
  text!: string;

  @IsOptional()
  @IsInt()
  max?: number;
}

class Totals {
  @IsArray()
  numbers!: number[];

  @IsOptional()
  extra?: unknown;

  @IsOptional()
  @IsString()
  mode?: 'fast' | 'slow';
}

const never = <T>() => Promise.reject<T>(new Error('not run'));

@Task({ name: 'page.fetch', queue: 'default', payload: Url })
class FetchTask implements TaskHandler<Url, Page> {
  run(_payload: Url): Promise<Page> {
    return never();
  }
}

@Task({ name: 'text.count', queue: 'default', payload: Text })
class CountTask implements TaskHandler<Text, number> {
  run(_payload: Text, _context: TaskContext): Promise<number> {
    return never();
  }
}

@Task({ name: 'totals.add', queue: 'default', payload: Totals })
class AddTask implements TaskHandler<Totals, void> {
  run(_payload: Totals): Promise<void> {
    return never();
  }
}

class Pictures {
  @IsArray()
  pictures!: readonly { src?: string; alt?: string; title?: string }[];
}

@Task({ name: 'pictures.show', queue: 'default', payload: Pictures })
class ShowTask implements TaskHandler<Pictures, void> {
  run(_payload: Pictures): Promise<void> {
    return never();
  }
}

const url = 'https://example.com';
const page = () => step(FetchTask, { url });

/** `'same'` for two equal types: `Ref` is covariant, so each is assignable to the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? 'same' : 'different') : 'different';

class TypeOf<A> {
  /** Compiles only if the type of the value compares to `A` as claimed. */
  readonly compare = <B>(_value: B, _claim: Same<A, B>): void => undefined;
}

/** `npm run typecheck` runs these tests. */
describe('a workflow in code', () => {
  it('compiles if each result fits the next payload', () => {
    definitionOf(
      chain(
        page(),
        ({ images }) => map(images, ({ src }) => step(CountTask, { text: src, max: 5 })),
        (numbers) => step(AddTask, { numbers, mode: 'fast' }),
      ),
    );
    chain(page(), ({ images, words }) => step(CountTask, { text: images[0].src, max: words }));
    chain(page(), ({ images }) => step(CountTask, { text: images[3].alt }));
    chain(step(CountTask, { text: 'a' }), (n) => step(AddTask, { numbers: [1, n], extra: { deep: [n] } }));
    chord(
      [1, 2].map((n) => step(CountTask, { text: `${n}` })),
      (all) => step(AddTask, { numbers: all, extra: all.length }),
    );
    chord([page(), step(CountTask, { text: 'a' })], ([first, n]) =>
      step(CountTask, { text: first.images[0].src, max: n }),
    );
    chain(page(), ({ images }) => step(ShowTask, { pictures: images }));
    chunks(['a', 'b'], 1, (texts) => step(AddTask, { numbers: [], extra: texts }));
    workflow('w', page(), { onEnd: ({ status }) => step(CountTask, { text: status }) });
    expect.assertions(0);
  });

  it('knows the types of what refs stand for', () => {
    new TypeOf<Ref<Page>>().compare(page().value, 'same');
    new TypeOf<Ref<number[]>>().compare(map(['a'], (text) => step(CountTask, { text })).value, 'same');
    new TypeOf<Ref<null>>().compare(step(AddTask, { numbers: [] }).value, 'same');
    new TypeOf<Ref<number | Failed>>().compare(
      step(CountTask, { text: 'a' }).ifFailed('continue').value,
      'same',
    );
    new TypeOf<Ref<number>>().compare(step(CountTask, { text: 'a' }).ifFailed('skip').value, 'same');
    new TypeOf<readonly [Ref<Page>, Ref<number>]>().compare(
      group([page(), step(CountTask, { text: 'a' })]).value,
      'same',
    );
    new TypeOf<Ref<string>>().compare(step(CountTask, { text: 'a' }).value, 'different');
    new TypeOf<Ref<number | null>>().compare(step(CountTask, { text: 'a' }).value, 'different');
    expect.assertions(0);
  });

  it('does not compile if a payload does not fit its task', () => {
    // @ts-expect-error a number for a text
    step(FetchTask, { url: 5 });
    // @ts-expect-error a missing field
    step(CountTask, {});
    // @ts-expect-error an unknown field
    step(CountTask, { text: 'a', length: 5 });
    // @ts-expect-error an option that belongs to the workflow
    step(CountTask, { text: 'a' }, { retentionMs: 5 });
    // @ts-expect-error not a task
    expect(() => step(class Other {}, {})).toThrow('Other is not a task');
  });

  it('does not compile if a result does not fit the next payload', () => {
    // @ts-expect-error a number for a text
    chain(page(), ({ words }) => step(CountTask, { text: words }));
    // @ts-expect-error a text that may be null
    chain(page(), ({ title }) => step(CountTask, { text: title }));
    // @ts-expect-error an object for a text
    chain(page(), (whole) => step(CountTask, { text: whole }));
    // @ts-expect-error a result of unknown type
    chain(page(), ({ raw }) => step(CountTask, { text: raw }));
    // @ts-expect-error a field that the result does not have
    chain(page(), ({ text }) => step(CountTask, { text }));
    // @ts-expect-error a text among numbers
    chain(page(), ({ status }) => step(AddTask, { numbers: [1, status] }));
    // @ts-expect-error a text that is none of the enum
    chain(page(), ({ status }) => step(AddTask, { numbers: [], mode: status }));
    // @ts-expect-error one for a list
    chain(step(CountTask, { text: 'a' }), (n) => step(AddTask, { numbers: n }));
    // @ts-expect-error a list for one
    chain(page(), ({ images }) => step(CountTask, { text: images }));
    // @ts-expect-error a payload as a whole
    chain(page(), (whole) => step(CountTask, whole));
    // @ts-expect-error a step that may have failed
    chain(step(CountTask, { text: 'a' }).ifFailed('continue'), (n) => step(AddTask, { numbers: [n] }));
    // @ts-expect-error the second of a group for the first
    chord([page(), step(CountTask, { text: 'a' })], ([, n]) => step(CountTask, { text: n }));
    // @ts-expect-error a map over what is no list
    expect(() => map(page().value, ({ src }) => step(CountTask, { text: src }))).not.toThrow();
  });

  it('does not compile if a callback treats a ref as its value', () => {
    const { value } = page();
    // @ts-expect-error a number to compute with
    expect(() => Math.max(value.words, 1)).toThrow('cannot be read');
    // @ts-expect-error a method of texts
    expect(() => value.status.toUpperCase()).toThrow(TypeError);
    // @ts-expect-error a method of lists
    expect(() => value.images.map((one) => one)).toThrow(TypeError);
    // @ts-expect-error the length of a list known only at run time
    step(CountTask, { text: 'a', max: value.images.length });
    // @ts-expect-error a callback that waits
    expect(() => chain(page(), async () => Promise.resolve(page()))).toThrow(TypeError);
    // @ts-expect-error a callback without a part
    expect(() => chain(page(), ({ words }) => words)).toThrow(TypeError);
  });
});
