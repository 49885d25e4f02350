import { Module } from '@nestjs/common';
import { RemoteTasksModule } from '../../../src/bridges/celery/index.js';
import { CoreModule } from '../../../src/core/index.js';
import { AddTask } from './add.task.js';
import { CountWordsTask } from './count-words.task.js';
import { GuessLanguageTask } from './guess-language.remote-task.js';

/** Two tasks of ../tasks.py that have moved, in a queue that every worker serves, and one that has stayed. */
@Module({
  imports: [CoreModule, RemoteTasksModule],
  providers: [AddTask, CountWordsTask, GuessLanguageTask],
})
export class TextsModule {}
