"""What the client writes into the history about a run, and when."""

from __future__ import annotations

from heygen_widgets.models.prices import Price
from tests.support.scripted_runs import look_id


async def test_keys_and_intent_are_in_the_history_before_the_first_post_leaves(looks, attributes):
    client, seen = looks.client(), []

    async def look(request):
        if request.method == "POST":
            [row] = client.history
            seen.append((row.status, row.id, row.attributes, [job.key for job in row.jobs]))

    looks.on_request = look
    await client.generate(attributes)
    keys = sorted(looks.sent_keys)
    assert seen[0] == ("submitting", None, attributes, keys)
    assert all(sorted(row[3]) == keys for row in seen)


async def test_the_finished_run_is_in_the_history_with_its_jobs_and_price(looks, attributes):
    client = looks.client()
    generation = await client.generate(attributes)
    [row] = client.history
    assert (row.id, row.api, row.status, row.run_id) == (
        looks.id,
        "v3",
        "success",
        generation.run_id,
    )
    assert [job.id for job in row.jobs] == [look_id(number) for number in range(4)]
    assert row.price == Price(1.32)
    assert row.cost == generation.cost == Price(5.28)
    assert all(image.is_downloaded for image in row.images)
