import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Task, type TaskHandler } from '../../../src/core/index.js';

export class CountWordsPayload {
  @ApiProperty({ maxLength: 100_000, example: 'to be or not to be' })
  @IsString()
  @MaxLength(100_000)
  text!: string;

  @ApiProperty({ type: 'integer', required: false, minimum: 1, description: 'Default: 1', example: 3 })
  @IsOptional()
  @IsInt()
  @Min(1)
  min_length?: number;
}

export class WordCountDto {
  @ApiProperty({ type: 'integer', example: 1 })
  count!: number;

  @ApiProperty({ example: 'not' })
  longest!: string;
}

/** Arrives as Python's ValueError. */
class ValueError extends Error {}

@Task({
  name: 'texts.count-words',
  aliases: ['tasks.count_words'],
  celery: { args: ['text', 'min_length'] },
  summary: 'Count the words of a text, and find the longest',
  queue: 'tasks',
  payload: CountWordsPayload,
  result: WordCountDto,
  example: { text: 'to be or not to be', min_length: 3 },
  attempts: 3,
  dontRetryOn: [ValueError],
  timeoutMs: 30_000,
})
export class CountWordsTask implements TaskHandler<CountWordsPayload, WordCountDto> {
  run({ text, min_length = 1 }: CountWordsPayload): Promise<WordCountDto> {
    const words = text.split(/\s+/u).filter((word) => lengthOf(word) >= min_length);
    const [longest] = words.toSorted((a, b) => lengthOf(b) - lengthOf(a));
    if (longest === undefined) return Promise.reject(new ValueError('the text has no words'));
    return Promise.resolve({ count: words.length, longest });
  }
}

/** The length that Python counts: in characters, not in UTF-16 units. */
function lengthOf(word: string): number {
  return Array.from(word).length;
}
