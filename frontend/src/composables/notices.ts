// What was said of the last press, in a few words; some of it can be undone.

import { onScopeDispose, reactive } from "vue";

const PLAIN = 3000; // milliseconds

export interface Notice {
  text: string;
  isShown: boolean;
  undo: (() => void) | undefined;
}

export interface Notices {
  notice: Notice;
  /** Say something for a moment. */
  say: (text: string) => void;
  /** Say what was done, and offer to undo it for so many seconds. */
  offerUndo: (text: string, undo: () => void, seconds: number) => void;
  undo: () => void;
  /** Keep what is said as long as somebody points at it. */
  hold: () => void;
  release: () => void;
  hide: () => void;
}

/** Return the place where notices are shown. */
export function useNotices(): Notices {
  const notice = reactive<Notice>({ text: "", isShown: false, undo: undefined });
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let time = PLAIN;
  const leaveSoon = (): void => {
    clearTimeout(leaving);
    leaving = setTimeout(() => (notice.isShown = false), time);
  };
  const show = (text: string, undo: (() => void) | undefined, milliseconds: number): void => {
    Object.assign(notice, { text, undo, isShown: true });
    time = milliseconds;
    leaveSoon();
  };
  onScopeDispose(() => {
    clearTimeout(leaving);
  });
  return {
    notice,
    say: (text) => {
      show(text, undefined, PLAIN);
    },
    offerUndo: (text, undo, seconds) => {
      show(text, undo, seconds * 1000);
    },
    undo: () => {
      notice.isShown = false;
      notice.undo?.();
    },
    hold: () => {
      clearTimeout(leaving);
    },
    release: leaveSoon,
    hide: () => {
      notice.isShown = false;
    },
  };
}
