import { ApiProperty } from '@nestjs/swagger';
import { IsMailAddress } from '../validation/mail-address.js';

export class NotifyQuery {
  @ApiProperty({ format: 'email', example: 'ada@example.com', description: 'who is notified' })
  @IsMailAddress()
  email!: string;
}

export class NotifiedDto {
  @ApiProperty({ example: 'Notification queued' })
  message!: string;
}
