"""A process that works on one run: ``python mark_images.py FOLDER WHAT COUNT``.

Says ``ready``, waits for a line, and then again and again sets one thing of the run's images, or
records the run anew.
"""

import sys

from heygen_widgets.history import History
from tests.history.runs import HERE, finished

folder, what, count = sys.argv[1:]
history = History(folder)
sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
for number in range(int(count)):
    if what == "record":
        history.record(finished(), **HERE)
    else:
        value = {"favourite": number % 8 > 3, "rating": number % 5 + 1, "note": f"Nr. {number}"}
        history.mark("701c", f"image/701c/{number % 4}", **{what: value[what]})
