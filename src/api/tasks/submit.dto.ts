import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsObject, IsOptional } from 'class-validator';
import { OptionalSubmitOptions, SubmitOptionsDto } from '../schema/submit-options.dto.js';
import { WantsTokenDto } from '../schema/token.dto.js';

/** Options of a submit by a request, which can have a token in its response. */
export class RequestOptionsDto extends IntersectionType(SubmitOptionsDto, WantsTokenDto) {}

/** Body of POST /tasks/{name}. The payload is checked by the DTO of that task type. */
export class SubmitDto {
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    example: { x: 10, y: 2 },
    description: 'Defined by the schema of the task type',
  })
  @IsObject()
  payload!: object;

  @OptionalSubmitOptions({ type: RequestOptionsDto })
  options?: RequestOptionsDto;
}

/** Body of POST /tasks/{id}/replay: omitted fields are taken from the original. */
export class ReplayDto {
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    example: { x: 10, y: 4 },
    description: 'Defined by the schema of the task type',
  })
  @IsOptional()
  @IsObject()
  payload?: object;

  @OptionalSubmitOptions({ type: RequestOptionsDto })
  options?: RequestOptionsDto;
}
