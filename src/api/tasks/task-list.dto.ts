import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LookedDto, TaskCountDto } from '../search/looked.dto.js';
import { MAX_CURSOR } from '../search/search-cursor.js';
import { TaskSelection } from '../search/task-selection.dto.js';
import { PageCursor, PageLimit } from '../schema/paging.js';
import { EXAMPLE_ID, TaskDto } from '../schema/task.dto.js';
import { NullableField, OptionalField } from '../schema/fields.js';

/** Query of GET /tasks. */
export class TaskListQuery extends TaskSelection {
  @OptionalField.oneOf(['estimate'], {
    example: 'estimate',
    description: 'Adds `count`, the number of tasks that match',
  })
  count?: 'estimate';

  @PageLimit('Tasks per page')
  limit?: number;

  @PageCursor(EXAMPLE_ID, { maxLength: MAX_CURSOR })
  cursor?: string;
}

export class TaskPageDto {
  @ApiProperty({ type: [TaskDto], description: 'Newest first, unless `sort` or `order` is given' })
  items!: TaskDto[];

  @NullableField.text({
    example: null,
    description:
      'Cursor of the next page; null on the last page. A page may have fewer than `limit` items and still be followed ' +
      'by another: with a filter that matches few of many tasks, the search stops after a quarter of a second',
  })
  next_cursor!: string | null;

  @ApiPropertyOptional({
    type: LookedDto,
    description: 'Only with `q`, `sort`, `order`, `count` or `include`',
  })
  looked?: LookedDto;

  @ApiPropertyOptional({ type: TaskCountDto, description: 'Only with `count`' })
  count?: TaskCountDto;
}
