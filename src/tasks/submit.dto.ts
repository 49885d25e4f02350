import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, ValidateNested } from 'class-validator';
import { SubmitOptionsDto } from '../http/submit-options.dto.js';

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

  @ApiPropertyOptional({ type: SubmitOptionsDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SubmitOptionsDto)
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

  @ApiPropertyOptional({ type: SubmitOptionsDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SubmitOptionsDto)
  options?: SubmitOptionsDto;
}
