import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional } from 'class-validator';
import { OptionalSubmitOptions, SubmitOptionsDto } from '../schema/submit-options.dto.js';

/** What POST /tasks/{name} takes. The payload itself is checked by the DTO of the task with that name. */
export class SubmitDto {
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    example: { x: 10, y: 2 },
    description: "what the task's own schema says",
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
    description: "what the task's own schema says",
  })
  @IsOptional()
  @IsObject()
  payload?: object;

  @OptionalSubmitOptions()
  options?: SubmitOptionsDto;
}
