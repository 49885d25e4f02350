import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { OpenToEveryone } from './http/needs.decorator.js';

class HelloDto {
  @ApiProperty({ example: 'Hello World' })
  message!: string;
}

@ApiTags('Operations')
@Controller()
export class AppController {
  @Get()
  @OpenToEveryone()
  @ApiOperation({ operationId: 'getGreeting', summary: 'Say hello' })
  @ApiOkResponse({ type: HelloDto, description: 'The greeting' })
  hello(): HelloDto {
    return { message: 'Hello World' };
  }
}
