import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { RemoteTask, RemoteTaskHandler } from '../../../src/bridges/celery/index.js';

export class TextPayload {
  @ApiProperty({ maxLength: 100_000, example: 'What is in the box?' })
  @IsString()
  @MaxLength(100_000)
  text!: string;
}

export class LanguageDto {
  @ApiProperty({ example: 'en' })
  @IsString()
  language!: string;
}

/** Runs in Python: `tasks.guess_language` in ../tasks.py. */
@RemoteTask({
  name: 'texts.guess-language',
  task: 'tasks.guess_language',
  queue: 'python',
  args: ['text'],
  summary: 'Guess the language of a text',
  payload: TextPayload,
  result: LanguageDto,
  example: { text: 'What is in the box?' },
  timeoutMs: 30_000,
})
export class GuessLanguageTask extends RemoteTaskHandler<TextPayload, LanguageDto> {}
