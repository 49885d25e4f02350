import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';

/** What POST /tasks/{name} takes. The payload itself is checked by the DTO of the task with that name. */
export class SubmitDto {
  @ApiProperty({ type: Object, description: "what the task's own schema says" })
  @IsObject()
  payload!: object;
}
