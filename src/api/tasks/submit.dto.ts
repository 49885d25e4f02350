import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional } from 'class-validator';
import { OptionalSubmitOptions, SubmitOptionsDto } from '../schema/submit-options.dto.js';

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

  @OptionalSubmitOptions()
  options?: SubmitOptionsDto;
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

  @OptionalSubmitOptions()
  options?: SubmitOptionsDto;
}
