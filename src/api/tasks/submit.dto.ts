import { IntersectionType } from '@nestjs/swagger';
import { OptionalSubmitOptions, SubmitOptionsDto } from '../schema/submit-options.dto.js';
import { WantsTokenDto } from '../schema/token.dto.js';
import { ReasonDto } from '../schema/reason.dto.js';
import { Field, OptionalField } from '../schema/fields.js';

/** Options of a submit by a request, which can have a token in its response. */
export class RequestOptionsDto extends IntersectionType(SubmitOptionsDto, WantsTokenDto) {}

/** Body of POST /tasks/{name}. The payload is checked by the DTO of that task type. */
export class SubmitDto {
  @Field.object({
    example: { x: 10, y: 2 },
    description: 'Defined by the schema of the task type',
  })
  payload!: object;

  @OptionalSubmitOptions({ type: RequestOptionsDto })
  options?: RequestOptionsDto;
}

/** Body of POST /tasks/{id}/replay: omitted fields are taken from the original. */
export class ReplayDto extends ReasonDto {
  @OptionalField.object({
    example: { x: 10, y: 4 },
    description: 'Defined by the schema of the task type',
  })
  payload?: object;

  @OptionalSubmitOptions({ type: RequestOptionsDto })
  options?: RequestOptionsDto;
}
