import {
  type WorkflowDefinition,
  type WorkflowQueue,
  chain,
  map,
  step,
  workflow,
} from '../../src/core/index.js';
import { GreetTask } from './greet.task.js';

/** Greets everybody at the same time, then answers the first greeting. */
export function greetings(names: readonly string[]): WorkflowDefinition {
  return workflow(
    'greetings',
    chain(map(names, (name) => step(GreetTask, { name })).named('greetings'), (all) =>
      step(GreetTask, { name: all[0] }).named('answer'),
    ),
    { tags: ['greetings'], onEnd: (ended) => step(GreetTask, { name: ended.status }) },
  );
}

export async function startGreetings(workflows: WorkflowQueue): Promise<string> {
  const { id } = await workflows.start(greetings(['Ada', 'Grace']));
  return id;
}
