// Files that a person gives: dropped on the widget, or chosen. Large ones are refused before they
// are sent, since they would cut the kernel's connection.

import { ref } from "vue";
import type { Ref } from "vue";

export interface GivenFile {
  name: string;
  bytes: ArrayBuffer;
}

/** Return why files can't be sent; empty if they can. */
export function tooLarge(files: readonly File[], most: number): string {
  const names = files.filter(({ size }) => size > most).map(({ name }) => name);
  if (!names.length) {
    return "";
  }
  const limit = `${Math.floor(most / 1e6)} MB`;
  return `${names.join(", ")}: larger than ${limit}, the most that can be sent. Nothing was sent: take a smaller copy.`;
}

export interface FileDrop {
  isOver: Ref<boolean>;
  onDragOver: (event: DragEvent) => void;
  onDragLeave: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => Promise<void>;
}

/** Return the handlers of a place on which a file can be dropped. */
export function useFileDrop(
  most: () => number,
  take: (file: GivenFile) => void,
  refuse: (why: string) => void,
): FileDrop {
  const isOver = ref(false);
  return {
    isOver,
    onDragOver: (event) => {
      if (event.dataTransfer?.types.includes("Files")) {
        event.preventDefault();
        event.stopPropagation();
        isOver.value = true;
      }
    },
    onDragLeave: ({ currentTarget, relatedTarget }) => {
      isOver.value = (currentTarget as Node).contains(relatedTarget as Node | null) && isOver.value;
    },
    onDrop: async (event) => {
      const file = event.dataTransfer?.files[0];
      isOver.value = false;
      if (!file) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      const why = tooLarge([file], most());
      if (why) {
        refuse(why);
      } else {
        take({ name: file.name, bytes: await file.arrayBuffer() });
      }
    },
  };
}
