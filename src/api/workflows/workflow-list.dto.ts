import { ApiProperty } from '@nestjs/swagger';
import { type WorkflowStatus, workflowStatuses } from '../../core/workflows/record/workflow.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { EXAMPLE_ID } from '../schema/task.dto.js';
import { NullableField, OptionalField } from '../schema/fields.js';
import { PRIMES_REPORT } from './workflow-examples.js';
import { WorkflowDto } from './workflow.dto.js';

/** Filters of GET /workflows. All must match. */
export class WorkflowListQuery {
  @OptionalField.oneOf(workflowStatuses, {
    example: 'FAILURE',
    description: 'Only workflows with this status',
  })
  status?: WorkflowStatus;

  @OptionalField.text(1, 64, { example: PRIMES_REPORT.name, description: 'Only workflows with this name' })
  name?: string;

  @OptionalField.text(1, 100, { example: 'customer-7', description: 'Only workflows with this tag' })
  tag?: string;

  @PageLimit('Workflows per page')
  limit?: number;

  @PageCursor(EXAMPLE_ID)
  cursor?: string;
}

export class WorkflowPageDto {
  @ApiProperty({ type: [WorkflowDto], description: 'Newest first' })
  items!: WorkflowDto[];

  @NullableField.text({
    example: null,
    description:
      'Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed ' +
      'by another: with a filter that matches few of many workflows, the search stops after a quarter of a second',
  })
  next_cursor!: string | null;
}

/** Query of GET /workflows/{workflow_id}. */
export class WorkflowDetailsQuery {
  @OptionalField.oneOf(['true', 'false'], {
    default: 'false',
    example: 'true',
    description: 'Lists the items of `each`, of which otherwise only the number is shown',
  })
  items?: 'true' | 'false';
}
