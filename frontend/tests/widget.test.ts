import { mount } from "@vue/test-utils";
import { defineComponent, h, nextTick, reactive, ref, useId } from "vue";
import type { Component, VNodeChild } from "vue";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Calls, EnlargedImage } from "../src/traits";
import { defineWidget, useKernel } from "../src/widget";
import type { Answer, Kernel, WidgetModel } from "../src/widget";
import { living } from "./support/scope";
import { enlarged, someBytes } from "./support/traits";

let kernels: Kernel[] = [];

beforeEach(() => {
  kernels = [];
});

/** Return a component that does this when it is set up. */
function part(setup: () => () => VNodeChild): Component {
  return defineComponent(setup);
}

const View = part(() => {
  const kernel = useKernel();
  kernels.push(kernel);
  const id = useId();
  return () => h("p", { id }, kernel.traits.name);
});

/** Return a widget in which somebody asks for a call. */
function asking<C extends keyof Calls>(call: C, answer: Answer<C>): Component {
  const setup = () => {
    useKernel().on(call, answer);
    return () => h(View);
  };
  return defineWidget(part(setup));
}

interface Instance {
  name: string;
  jupyter_enlarged: (...said: unknown[]) => void;
  jupyter_changed: (...said: unknown[]) => void;
}

/** Mount a widget as ipyvue does: traits are data of a mixin, events are its methods. */
function asIpyvue(widget = defineWidget(View), modelId = "1234567890ab") {
  const sent: unknown[][] = [];
  const record =
    (event: string) =>
    (...said: unknown[]) => {
      sent.push([event, ...said]);
    };
  const mixin = {
    data: () => ({ name: "Iris" }),
    methods: { stop: record("stop"), rehearse: record("rehearse"), drop_file: record("drop_file") },
  };
  const model: WidgetModel = { model_id: modelId };
  const page = mount(
    { ...(widget as object), mixins: [mixin] },
    { global: { provide: { viewCtx: { getView: () => ({ cid: "view-1", model }) } } } },
  );
  const kernel = kernels.at(-1);
  if (!kernel) {
    throw new Error("The view was not mounted.");
  }
  return { page, kernel, sent, model, root: page.vm as unknown as Instance };
}

describe("a trait", () => {
  test("is read by the view, and followed", async () => {
    const { page, root } = asIpyvue();
    root.name = "Bo";
    await nextTick();
    expect(page.text()).toBe("Bo");
  });

  test("is set by the view where ipyvue watches it", () => {
    const { kernel, root } = asIpyvue();
    kernel.traits.name = "Bo";
    expect(root.name).toBe("Bo");
  });
});

describe("an event", () => {
  test("is sent with what it says", () => {
    const { kernel, sent } = asIpyvue();
    kernel.send("rehearse", "slow");
    expect(sent).toEqual([["rehearse", "slow"]]);
  });

  test("is sent without a word if it says nothing", () => {
    const { kernel, sent } = asIpyvue();
    kernel.send("stop");
    expect(sent).toEqual([["stop"]]);
  });

  test("takes files along", () => {
    const { kernel, sent } = asIpyvue();
    const bytes = new ArrayBuffer(3);
    kernel.send("drop_file", { name: "a.png" }, [bytes]);
    expect(sent).toEqual([["drop_file", { name: "a.png" }, [bytes]]]);
  });

  test("that the kernel doesn't know is not sent", () => {
    const { kernel, sent } = asIpyvue();
    kernel.send("decline");
    expect(sent).toEqual([]);
  });
});

describe("a call", () => {
  test("reaches who asks for it, with its buffers", () => {
    const answer = vi.fn();
    const { root } = asIpyvue(asking("enlarged", answer));
    const buffers = [someBytes()];
    root.jupyter_enlarged(enlarged("key-1"), buffers);
    expect(answer).toHaveBeenCalledExactlyOnceWith(enlarged("key-1"), buffers);
  });

  test("without a word has its buffers all the same", () => {
    const answer = vi.fn();
    const { root } = asIpyvue(asking("changed", answer));
    root.jupyter_changed([]);
    root.jupyter_changed(undefined);
    expect(answer.mock.calls).toEqual([
      [undefined, []],
      [undefined, []],
    ]);
  });

  test("that nobody asks for does nothing", () => {
    const { root } = asIpyvue();
    expect(() => root.jupyter_changed([])).not.toThrow();
  });

  test("reaches components only as long as they are on the page", async () => {
    const answer = vi.fn<(facts: EnlargedImage) => void>();
    const isShown = ref(true);
    const Part = part(() => {
      useKernel().on("enlarged", answer);
      return () => h("p");
    });
    const Whole = part(() => () => [h(View), isShown.value && h(Part)]);
    const { root } = asIpyvue(defineWidget(Whole));
    isShown.value = false;
    await nextTick();
    root.jupyter_enlarged(enlarged("key-1"), []);
    expect(answer).not.toHaveBeenCalled();
  });

  test("reaches nobody after the view was closed", () => {
    const answer = vi.fn();
    const { page, root } = asIpyvue(asking("changed", answer));
    page.unmount();
    root.jupyter_changed([]);
    expect(answer).not.toHaveBeenCalled();
  });

  test("to one view does not reach another of the same widget", () => {
    const answers: string[] = [];
    const Part = part(() => {
      const { view, on } = useKernel();
      on("changed", () => answers.push(view));
      return () => h(View);
    });
    const widget = defineWidget(Part);
    const [one] = [asIpyvue(widget), asIpyvue(widget)];
    one.root.jupyter_changed([]);
    expect(answers).toEqual([one.kernel.view]);
  });
});

describe("two views of a widget", () => {
  test("are told apart", () => {
    const widget = defineWidget(View);
    const [one, other] = [asIpyvue(widget), asIpyvue(widget)];
    expect(one.kernel.view).not.toBe(other.kernel.view);
  });

  test("share no id on the page", () => {
    const widget = defineWidget(View);
    const ids = [asIpyvue(widget), asIpyvue(widget)].map(({ page }) => page.get("p").element.id);
    expect(new Set(ids).size).toBe(2);
  });
});

test("an id begins with that of the widget's model", () => {
  expect(asIpyvue().page.get("p").element.id).toMatch(/^hgw-12345678-/u);
});

test("the view knows its widget's model", () => {
  const { kernel, model } = asIpyvue();
  expect(kernel.model).toBe(model);
});

test("a widget can be shown on a page that has no notebook", () => {
  const mixin = { data: () => reactive({ name: "Iris" }) };
  const page = mount({ ...(defineWidget(View) as object), mixins: [mixin] });
  expect([page.text(), kernels[0]?.model]).toEqual(["Iris", undefined]);
});

test("a part of a widget can't stand alone", () => {
  expect(() => living(useKernel)).toThrow("it can't stand alone");
});
