"""A process that records runs: ``python record_runs.py FOLDER NAME COUNT``.

Says ``ready``, waits for a line, and prints each id once it is recorded.
"""

import sys
from dataclasses import replace

from heygen_widgets.history import History
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import HERE, finished


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


folder, name, count = sys.argv[1:]
history = History(folder)
say("ready")
sys.stdin.readline()
for number in range(int(count)):
    run = finished(run_id=f"run-{name}-{number:04}", id=f"{name}-{number}")
    waiting = replace(run, status=GenerationStatus.IN_PROGRESS, images=(), finished_at=None)
    history.record(replace(waiting, status=GenerationStatus.SUBMITTING, id=None), **HERE)
    history.record(waiting, **HERE)
    say(f"submitted {run.id}")
    history.record(run, **HERE)
    say(f"finished {run.id}")
