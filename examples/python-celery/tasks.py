"""The tasks in Python, before they move: celery -A tasks worker"""
from app import celery_app


@celery_app.task(name='tasks.add')
def add(x, y):
    return x + y


@celery_app.task(name='tasks.count_words', max_retries=2, time_limit=30)
def count_words(text, min_length=1):
    words = [word for word in text.split() if len(word) >= min_length]
    if not words:
        raise ValueError('the text has no words')
    return {'count': len(words), 'longest': max(words, key=len)}


@celery_app.task(name='tasks.guess_language')
def guess_language(text):
    """Stays in Python: its library is only there."""
    return {'language': 'en' if ' the ' in f' {text.lower()} ' else 'unknown'}
