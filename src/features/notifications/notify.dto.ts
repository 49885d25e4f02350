import { ApiProperty } from '@nestjs/swagger';
import { IsMailAddress } from '../../platform/validation/rules/mail-address.js';

export class NotifyQuery {
  @ApiProperty({ format: 'email', example: 'ada@example.com', description: 'Email address of the recipient' })
  @IsMailAddress()
  email!: string;
}

export class NotifiedDto {
  @ApiProperty({ example: 'Notification queued' })
  message!: string;
}
