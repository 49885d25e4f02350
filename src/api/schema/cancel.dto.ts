import { Matches } from 'class-validator';
import { OptionalField } from './fields.js';

/** Body of POST /tasks/{id}/cancel and /workflows/{id}/cancel. */
export class CancelDto {
  @OptionalField.text(1, 200, { default: 'cancelled', example: 'the customer left' })
  @Matches(/^[^\p{Cc}]*$/u, { message: 'reason must have no line breaks and no control characters' })
  reason?: string;
}
