import { pascalCase, type TaskNames } from './task-names.js';

/** Paths of what the new files import, from their folder. */
export interface ImportPaths {
  readonly core: string;
  readonly testingKit: string;
}

/** A task with a payload of one field, to be replaced. */
export function taskSource({ task, stem }: TaskNames, queue: string, { core }: ImportPaths): string {
  return `import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '${core}';

export class ${stem}Payload {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'Ada' })
  @IsString()
  @Length(1, 100)
  name!: string;
}

/** Greets someone: replace it with your own work. Safe to repeat: it has no effect. */
@Task({
  name: '${task}',
  summary: 'Greet someone',
  queue: '${queue}',
  payload: ${stem}Payload,
  example: { name: 'Ada' },
})
export class ${stem}Task implements TaskHandler<${stem}Payload, string> {
  async run({ name }: ${stem}Payload, { log }: TaskContext): Promise<string> {
    await log(\`Greeting \${name}\`);
    return \`Hello, \${name}\`;
  }
}
`;
}

export function specSource({ stem, file }: TaskNames, { testingKit }: ImportPaths): string {
  return `import { describe, expect, it } from '@jest/globals';
import { runTask } from '${testingKit}';
import { ${stem}Task } from './${file}.task.js';

describe('${stem}Task', () => {
  it('greets by name, and says so', async () => {
    const { outcome, result, logs } = await runTask(${stem}Task, { name: 'Ada' });
    expect({ outcome, result, logs }).toEqual({
      outcome: 'succeeded',
      result: 'Hello, Ada',
      logs: ['Greeting Ada'],
    });
  });

  it('refuses an empty name', async () => {
    const { error } = await runTask(${stem}Task, { name: '' });
    expect(error).toMatchObject({ type: 'InvalidInputError' });
  });
});
`;
}

export function moduleSource({ feature, file, stem }: TaskNames, { core }: ImportPaths): string {
  return `import { Module } from '@nestjs/common';
import { CoreModule } from '${core}';
import { ${stem}Task } from './${file}.task.js';

/** The tasks of ${feature}. */
@Module({ imports: [CoreModule], providers: [${stem}Task] })
export class ${pascalCase(feature)}Module {}
`;
}
