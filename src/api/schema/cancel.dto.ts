import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length, Matches } from 'class-validator';

/** Body of POST /tasks/{id}/cancel and /workflows/{id}/cancel. */
export class CancelDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200, default: 'cancelled', example: 'the customer left' })
  @IsOptional()
  @Length(1, 200)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'reason must have no line breaks and no control characters' })
  reason?: string;
}
