"""Waiting for a training, and showing that."""

from heygen_widgets.models.groups import Training
from heygen_widgets.runtime.notebook_loop import NotebookLoop
from heygen_widgets.widgets.avatars.contract import NOTHING_MADE
from heygen_widgets.widgets.studio.avatar.training import TrainingWatch, is_going_on


async def in_training(service_of, seconds):
    client = service_of("v2", look_pending=0, training=seconds).client
    generation = await client.generate("a baker")
    group = await client.create_group("Lina", generation.images[0], confirm=True)
    return client, await client.train(group, confirm=True)


class Watched:
    """A watch, and what it showed and reported."""

    def __init__(self):
        self.shown, self.groups = [], []
        loop = NotebookLoop(self.groups.append)
        self.watch = TrainingWatch(self.show, loop, self.groups.append)

    def show(self, training):
        self.shown.append(training)


async def test_a_training_is_shown_until_it_has_ended(service_of):
    client, group = await in_training(service_of, 0.1)
    watched = Watched()
    trained = await watched.watch.follow(client, group, since=1.0)
    assert trained.training is Training.READY
    assert watched.groups[-1].training is Training.READY
    assert (watched.shown[-2]["group_id"], watched.shown[-2]["started_at"]) == (group.id, 1.0)
    assert watched.shown[-1] == NOTHING_MADE
    assert not watched.watch.is_waiting


async def test_leaving_ends_the_wait_and_not_the_training(service_of):
    client, group = await in_training(service_of, 60)
    watched = Watched()
    watched.watch.follow(client, group)
    assert watched.watch.is_waiting
    watched.watch.leave()
    assert not watched.watch.is_waiting
    assert watched.shown[-1] == NOTHING_MADE
    assert is_going_on(await client.group(group))
