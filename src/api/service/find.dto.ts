import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { Field, NullableField } from '../schema/fields.js';

export const foundKinds = ['task', 'workflow', 'bulk-action', 'worker', 'schedule', 'error'] as const;

export type FoundKind = (typeof foundKinds)[number];

/** Query of GET /find. */
export class FindQuery {
  @Field.text(1, 200, {
    example: EXAMPLE_ID,
    description: 'ID of a task, workflow, bulk action, worker or schedule, or fingerprint of an error',
  })
  id!: string;
}

/** The resource that has an ID. */
export class FoundDto {
  @ApiProperty({
    enum: [...foundKinds, null],
    nullable: true,
    type: String,
    example: 'task',
    description: 'Null if nothing has the ID',
  })
  kind!: FoundKind | null;

  @ApiProperty({ example: EXAMPLE_ID })
  id!: string;

  @NullableField.text({
    example: `/tasks/${EXAMPLE_ID}`,
    description: 'Path of its route; null if nothing has the ID',
  })
  path!: string | null;

  static of(kind: FoundKind | undefined, id: string): FoundDto {
    if (kind === undefined) return { kind: null, id, path: null };
    return { kind, id, path: `/${PATHS[kind]}/${encodeURIComponent(id)}` };
  }
}

const PATHS: Readonly<Record<FoundKind, string>> = {
  task: 'tasks',
  workflow: 'workflows',
  'bulk-action': 'bulk-actions',
  worker: 'workers',
  schedule: 'schedules',
  error: 'errors',
};
