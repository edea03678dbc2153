from __future__ import annotations

from heygen_widgets.sandbox.server.public_avatars import PublicAvatars, finished_groups


def test_the_public_avatars_are_finished_and_found_by_every_id():
    public = PublicAvatars(0, 50)
    assert len(public.groups) == 50
    assert all(group.is_public for group in public.groups)
    assert len(public.looks) == sum(group.looks_count for group in public.groups)
    assert {look.final_fault for look in public.looks} == {""}
    for look in public.looks:
        assert public.looks_by_id[look.id] is look
        assert public.looks_by_image_id[look.image_ids[0]] is look
        assert public.groups_by_id[look.group.id] is look.group


def test_they_are_made_when_they_are_asked_for():
    public = PublicAvatars(0, 1400)
    assert "groups" not in vars(public)
    assert len(public.groups) == 1400


def test_the_seed_decides_their_ids():
    def ids(seed):
        return [group.id for group in PublicAvatars(seed, 3).groups]

    assert ids(1) == ids(1)
    assert not set(ids(1)) & set(ids(2))


def test_the_looks_of_a_group_show_one_person():
    for group in finished_groups(0, "own", 30):
        assert len({look.identity_of(0) for look in group.looks}) == 1
        assert len({look.attributes.appearance for look in group.looks}) == group.looks_count
