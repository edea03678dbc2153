// Somebody else's client of HeyGen goes the whole way against the sandbox, unchanged: from a prompt
// to a trained group with new looks. What its types name must be there.
//
// The tests are the steps of one way, in this order. With HEYGEN_WIDGETS_SERVER they ask that one.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";

import { HeygenSDK } from "@teamduality/heygen-typescript-sdk";

import { leadFetchTo, startSandbox } from "./server.mjs";

const LIMIT = 60_000; // milliseconds

const ATTRIBUTES = {
  name: "Lina",
  age: "Young Adult",
  gender: "Woman",
  ethnicity: "South Asian",
  orientation: "square",
  pose: "half_body",
  style: "Realistic",
  appearance: "A green coat, on a bridge",
};

// PhotoAvatar, TrainingJobStatus, AvatarGroup and AssetResponse of the client's types.
const PHOTO_AVATAR = {
  id: ["string"],
  group_id: ["string"],
  name: ["string"],
  image_url: ["string"],
  created_at: ["number"],
  status: ["string"],
  is_motion: ["boolean"],
  motion_preview_url: ["string", "null"],
  business_type: ["string"],
  upscale_availability: ["object"],
  upscaled: ["boolean"],
  background_sound_effect: ["string", "null"],
};
const TRAINING = {
  status: ["string"],
  error_msg: ["string", "null"],
  created_at: ["number"],
  updated_at: ["number", "null"],
};
const GROUP = {
  id: ["string"],
  name: ["string"],
  created_at: ["number"],
  num_looks: ["number"],
  preview_image_url: ["string", "null"],
  group_type: ["string"],
  train_status: ["string", "null"],
};
const ASSET = {
  id: ["string"],
  name: ["string"],
  file_type: ["string"],
  folder_id: ["string"],
  meta: ["object", "null"],
  image_key: ["string"],
  created_ts: ["number"],
  url: ["string"],
};

const sdk = new HeygenSDK("sandbox");
const photos = sdk.photoAvatars;
let generation, images, group, looks, photo;

// Not in a hook: if there is no server, that is said once and not by each test.
const other = process.env.HEYGEN_WIDGETS_SERVER;
const server = other ? { url: other, stop: async () => {} } : await startSandbox();
leadFetchTo(server.url);
after(server.stop);

function kindOf(value) {
  return value === null ? "null" : typeof value;
}

function hasTheFields(fields, object) {
  const kinds = Object.fromEntries(Object.keys(fields).map((name) => [name, kindOf(object[name])]));
  const wrong = Object.keys(fields).filter((name) => !fields[name].includes(kinds[name]));
  assert.deepEqual(wrong, [], `of ${JSON.stringify(object)}`);
}

/** Ask until the answer is as it shall be. */
async function until(ask, isDone) {
  const end = Date.now() + LIMIT;
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    assert.ok(Date.now() < end, `still ${JSON.stringify(answer)}`);
    await wait(50);
  }
}

async function finished(id) {
  const ask = () => photos.checkGenerationStatus(id);
  return until(ask, ({ status }) => !["pending", "processing", "in_progress"].includes(status));
}

async function picture(url) {
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /^image\//);
  return Buffer.from(await answer.arrayBuffer());
}

/** What the client has no method for; its own way of asking does it. */
async function remove(path) {
  return photos.requestV2(path, { method: "DELETE" });
}

/** Train as this client's users do: again as long as HeyGen finds no image. */
async function train(id) {
  const end = Date.now() + LIMIT;
  for (;;) {
    try {
      return await photos.trainGroup({ group_id: id });
    } catch (error) {
      assert.match(error.message, /^No valid image for training found in group /);
      assert.equal(error.statusCode, 400);
      assert.ok(Date.now() < end, error.message);
      await wait(50);
    }
  }
}

test("a prompt becomes four pictures with keys", async () => {
  const quota = await sdk.user.getRemainingQuota();
  assert.equal(kindOf(quota.details.api), "number");
  generation = (await photos.generatePhoto(ATTRIBUTES)).generation_id;
  const done = await finished(generation);
  assert.equal(done.status, "success");
  assert.equal(done.id, generation);
  assert.equal(done.image_key_list.length, 4);
  assert.equal(done.image_url_list.length, 4);
  images = done.image_key_list;
  const pictures = await Promise.all(done.image_url_list.map(picture));
  assert.equal(new Set(pictures.map((each) => each.toString("base64"))).size, 4);
  assert.ok((await sdk.user.getRemainingQuota()).remaining_quota < quota.remaining_quota);
  photo = pictures[3];
});

test("a picture becomes a group, which is pending at first", async () => {
  const [image_key] = images;
  group = await photos.createGroup({ name: "Lina", image_key, generation_id: generation });
  hasTheFields(PHOTO_AVATAR, group);
  assert.equal(group.id, group.group_id);
  assert.equal(group.status, "pending");
  assert.equal(group.upscale_availability.available, false);
});

test("a group whose look is pending is not trained yet", async () => {
  const training = photos.trainGroup({ group_id: group.group_id });
  await assert.rejects(training, { name: "APIError", message: /^No valid image for training/ });
});

test("the details say when a look is completed, and its link shows it", async () => {
  const look = await until(
    () => photos.getDetails(group.id),
    ({ status }) => status !== "pending",
  );
  hasTheFields(PHOTO_AVATAR, look);
  assert.equal(look.status, "completed");
  assert.match(look.image_url, /[?&]Expires=\d+/);
  await picture(look.image_url);
});

test("other pictures of the generation become looks", async () => {
  const added = await photos.addLooks({
    group_id: group.group_id,
    image_keys: images.slice(1),
    name: "Lina",
    generation_id: generation,
  });
  looks = added.photo_avatar_list;
  assert.equal(looks.length, 3);
  looks.forEach((look) => hasTheFields(PHOTO_AVATAR, look));
  assert.deepEqual(new Set(looks.map((look) => look.group_id)), new Set([group.group_id]));
});

test("more than four at once are refused", async () => {
  const image_keys = [...images, images[0]];
  const request = { group_id: group.group_id, image_keys, name: "Lina", generation_id: generation };
  await assert.rejects(photos.addLooks(request), { name: "APIError", statusCode: 400 });
});

test("an own photo is uploaded to the other host and becomes a look", async () => {
  const asset = await sdk.assets.upload(photo, "image/png");
  hasTheFields(ASSET, asset);
  assert.equal(asset.file_type, "image");
  const image_keys = [asset.image_key];
  const { photo_avatar_list } = await photos.addLooks({
    group_id: group.group_id,
    image_keys,
    name: "Lina, a photo",
  });
  assert.equal(photo_avatar_list[0].name, "Lina, a photo");
  looks.push(...photo_avatar_list);
});

test("an upload that isn't what it says is refused", async () => {
  await assert.rejects(sdk.assets.upload(photo, "image/jpeg"), {
    name: "APIError",
    statusCode: 400,
  });
});

test("a group that is not trained makes no new looks", async () => {
  const { orientation, pose, style } = ATTRIBUTES;
  const prompt = "In a red dress, in a garden";
  const request = { group_id: group.group_id, prompt, orientation, pose, style };
  await assert.rejects(photos.generateLooks(request), { name: "APIError", statusCode: 400 });
});

test("a group is trained", async () => {
  await train(group.group_id);
  const begun = await photos.getTrainingStatus(group.group_id);
  hasTheFields(TRAINING, begun);
  assert.notEqual(begun.status, "ready");
  // While it is at work HeyGen says the same as for a look that is pending.
  const again = photos.trainGroup({ group_id: group.group_id });
  await assert.rejects(again, { name: "APIError", message: /^No valid image for training/ });
  const done = await until(
    () => photos.getTrainingStatus(group.group_id),
    ({ status }) => !["pending", "training", "processing"].includes(status),
  );
  hasTheFields(TRAINING, done);
  assert.equal(done.status, "ready");
  assert.equal(done.error_msg, null);
});

test("a trained group makes new looks from a prompt", async () => {
  const { generation_id } = await photos.generateLooks({
    group_id: group.group_id,
    prompt: "In a red dress, in a garden",
    orientation: "square",
    pose: "half_body",
    style: "Realistic",
  });
  const made = await finished(generation_id);
  assert.equal(made.status, "success");
  assert.equal(made.image_key_list.length, made.image_url_list.length);
  await Promise.all(made.image_url_list.map(picture));
  const { photo_avatar_list } = await photos.addLooks({
    group_id: group.group_id,
    image_keys: made.image_key_list.slice(0, 2),
    name: "Lina in a garden",
    generation_id,
  });
  looks.push(...photo_avatar_list);
});

test("the lists show the group and its looks", async () => {
  const { avatar_group_list, total_count } = await sdk.avatars.listGroups({
    include_public: false,
  });
  assert.equal(total_count, avatar_group_list.length);
  const listed = avatar_group_list.find(({ id }) => id === group.group_id);
  hasTheFields(GROUP, listed);
  assert.equal(listed.num_looks, looks.length + 1);
  assert.equal(listed.group_type, "PRIVATE");
  await picture(listed.preview_image_url);
  const { avatar_list } = await photos.listInGroup(group.group_id);
  avatar_list.forEach((look) => hasTheFields(PHOTO_AVATAR, look));
  const ids = [group, ...looks].map(({ id }) => id);
  assert.deepEqual(new Set(avatar_list.map(({ id }) => id)), new Set(ids));
});

test("a look that is deleted is gone, and then the group", async () => {
  const [{ id }] = looks;
  await remove(`/photo_avatar/${id}`);
  await assert.rejects(photos.getDetails(id), { name: "APIError", statusCode: 404 });
  await remove(`/photo_avatar_group/${group.group_id}`);
  await assert.rejects(photos.getDetails(group.id), { name: "APIError", statusCode: 404 });
  const { avatar_group_list } = await sdk.avatars.listGroups({ include_public: false });
  assert.deepEqual(
    avatar_group_list.filter((each) => each.id === group.group_id),
    [],
  );
});
