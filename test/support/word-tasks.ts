import { Module } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { DiscardTask } from '../../src/core/task/task-outcome.js';
import { Task, type TaskHandler } from '../../src/core/task/task.js';

class WordPayload {
  @ApiProperty()
  @IsString()
  word!: string;
}

/** Whether `test.word` succeeds, and the words of its runs. */
export const scene = { isMended: false, runs: [] as string[] };

/** Fails with the word in its message, until it is fixed. */
@Task({ name: 'test.word', queue: 'tasks', payload: WordPayload, attempts: 1 })
export class WordTask implements TaskHandler<WordPayload, string> {
  run({ word }: WordPayload): Promise<string> {
    scene.runs.push(word);
    if (!scene.isMended) throw new RangeError(`cannot say "${word}" ${word.length} times`);
    return Promise.resolve(word);
  }
}

/** Always fails, in another queue. */
@Task({ name: 'test.other', queue: 'fetch', payload: WordPayload })
export class OtherTask implements TaskHandler<WordPayload, string> {
  run({ word }: WordPayload): Promise<string> {
    throw new DiscardTask(`no way to ${word}`);
  }
}

@Module({ providers: [WordTask, OtherTask] })
export class WordTasks {}
