/** Checked by `npm run typecheck`: a line below `@ts-expect-error` must not compile. The tests only need to run. */
import { expect, it } from '@jest/globals';
import {
  type CeleriacClient,
  type ResultOf,
  type Task,
  type TaskOf,
  type paths,
  createClient,
} from './index.js';

const client = createClient({ url: 'http://api.test' });

/** Never called. */
async function misuse(): Promise<void> {
  // @ts-expect-error no task has this name
  await client.submit('math.divid', { x: 1, y: 1 });
  // @ts-expect-error not the payload of this task
  await client.submit('math.divide', { x: 1, z: 1 });
  // @ts-expect-error a number is expected
  await client.submit('math.divide', { x: '1', y: 1 });
  // @ts-expect-error a route, but no task
  await client.submit('batch', { tasks: [] });
  // @ts-expect-error options have the names of the API
  await client.submit('math.divide', { x: 1, y: 1 }, { delayMs: 1 });
  const handle = await client.submit('math.divide', { x: 1, y: 1 });
  // @ts-expect-error the result is a number
  const text: string = await handle.result();
  // @ts-expect-error the events of a task have no step
  for await (const event of handle.events()) if (event.type === 'step') console.log(text);
  // @ts-expect-error no filter of tasks
  for await (const task of client.tasks({ colour: 'red' })) console.log(task);
  // @ts-expect-error a step needs a task
  await client.startWorkflow({ steps: { one: { payload: {} } } });
}

/** Never called. */
async function use(): Promise<void> {
  const handle = await client.submit('math.divide', { x: 1, y: 1 }, { tags: ['a'], delay_ms: 5 });
  const half: number = (await handle.result()) / 2;
  const state = await handle.state();
  if (state.status === 'SUCCESS') console.log(state.result.toFixed(half));
  for await (const event of handle.events()) {
    if (event.type === 'log') console.log(event.data.lines.join());
    if (event.type === 'result' && event.data.status === 'SUCCESS') console.log(event.data.result.toFixed());
  }
  const again: number = await client.handle<'math.divide'>(handle.id).result();
  const unknown: unknown = await client.handle(handle.id).result();
  const other: unknown = await (await client.submitByName('reports.build', { month: 2 })).result();
  console.log(again, unknown, other);
}

/** Paths as openapi-typescript writes them for a deployment with a task of its own. */
interface OwnPaths extends paths {
  '/tasks/reports.build': {
    post: {
      requestBody: { content: { 'application/json': { payload: { month: number } } } };
      responses: {
        200: {
          content: {
            'application/json': Task &
              ({ status: 'SUCCESS'; result: string[] } | { status: 'FAILURE'; result: string });
          };
        };
      };
    };
  };
}

/** Never called. */
async function own(mine: CeleriacClient<OwnPaths>): Promise<void> {
  const pages: string[] = await (await mine.submit('reports.build', { month: 2 })).result();
  const quotient: number = await (await mine.submit('math.divide', { x: 1, y: 1 })).result();
  // @ts-expect-error not the payload of this task
  await mine.submit('reports.build', { month: 'May' });
  // @ts-expect-error a task of another deployment
  await client.submit('reports.build', { month: 2 });
  console.log(pages, quotient);
}

it('knows the tasks of a deployment by name', () => {
  const result: ResultOf<TaskOf<paths, 'math.divide'>> = 1;
  const mine = createClient<OwnPaths>({ url: 'http://api.test' });
  expect([result, misuse, use, own, mine]).toBeDefined();
});
