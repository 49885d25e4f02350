import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional } from 'class-validator';
import { OptionalSubmitOptions, SubmitOptionsDto } from '../schema/submit-options.dto.js';

/** What POST /tasks/{name} takes. The payload itself is checked by the DTO of the task with that name. */
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

/** What POST /tasks/{id}/replay takes: whatever is left out is as it was. */
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
