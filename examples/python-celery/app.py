"""A web service that knows only Celery: nothing in it changes when a task moves to TypeScript.

uvicorn app:app --port 8080
"""
import os

from celery import Celery, chain
from celery.result import AsyncResult
from fastapi import FastAPI

celery_app = Celery(
    'texts',
    broker=os.environ.get('CELERY_BROKER_URL', 'redis://localhost:6379/0'),
    backend=os.environ.get('CELERY_RESULT_BACKEND', 'redis://localhost:6379/1'),
)
app = FastAPI()


@app.post('/sums', status_code=202)
def add(x: int, y: int):
    return {'task_id': celery_app.send_task('tasks.add', args=[x, y]).id}


@app.post('/sums-of-three', status_code=202)
def add_three(x: int, y: int, z: int):
    steps = chain(celery_app.signature('tasks.add', args=(x, y)), celery_app.signature('tasks.add', args=(z,)))
    return {'task_id': steps.apply_async().id}


@app.post('/counts', status_code=202)
def count_words(text: str, min_length: int = 1):
    sent = celery_app.send_task('tasks.count_words', args=[text], kwargs={'min_length': min_length}, expires=60)
    return {'task_id': sent.id}


@app.get('/results/{task_id}')
def result(task_id: str):
    found = AsyncResult(task_id, app=celery_app)
    return {'state': found.state, 'result': repr(found.result) if found.failed() else found.result}
