import type { Response } from 'express';
import { BulkActionDto } from './bulk-action.dto.js';
import type { BulkAction } from './bulk-actions.js';

/** A bulk action that was ordered just now, as it is answered: with the path at which it can be read. */
export function accepted(response: Response, bulkAction: BulkAction): BulkActionDto {
  response.setHeader('Location', `/bulk-actions/${bulkAction.task.id}`);
  return BulkActionDto.of(bulkAction);
}
