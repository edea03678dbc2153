import { nextTick, ref } from "vue";
import { expect, test } from "vitest";
import { useStaticCopy } from "../../src/composables/staticCopy";
import { show } from "../support/page";

const styles = () => [...document.head.querySelectorAll("style")].map((each) => each.textContent);

test("hides the static copy of its token as long as it is on the page", async () => {
  const token = ref("");
  const Part = {
    setup() {
      useStaticCopy(() => token.value);
      return () => null;
    },
  };
  const { unmount } = show(Part, {});
  token.value = "abc";
  await nextTick();
  expect(styles()).toContain(".hgw-static-abc { display: none; }");
  unmount();
  expect(styles()).not.toContain(".hgw-static-abc { display: none; }");
});
