import type { Response } from 'express';
import { BulkActionDto } from './bulk-action.dto.js';
import type { BulkAction } from './bulk-actions.js';

/** The response for a new bulk action, with its path in `Location`. Its query is the client's own. */
export function accepted(response: Response, bulkAction: BulkAction): BulkActionDto {
  response.setHeader('Location', `/bulk-actions/${bulkAction.task.id}`);
  return BulkActionDto.of(bulkAction, true);
}
