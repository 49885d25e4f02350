import { ApiProperty } from '@nestjs/swagger';
import { IsEmail } from 'class-validator';

export class NotifyQuery {
  @ApiProperty({ format: 'email', example: 'ada@example.com', description: 'who is notified' })
  @IsEmail()
  email!: string;
}

export class NotifiedDto {
  @ApiProperty({ example: 'Notification queued' })
  message!: string;
}
