// The failures that can be rehearsed, as a list that is searched.

import type { Fault } from "../traits";

/** Return the failures that hold all words, by the heading that they stand under. */
export function grouped(faults: readonly Fault[], words: string): [string, Fault[]][] {
  const wanted = words.toLowerCase().split(/\s+/u).filter(Boolean);
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const text = `${fault.group} ${fault.kind} ${fault.text}`.toLowerCase();
    if (wanted.every((word) => text.includes(word))) {
      groups.set(fault.group, [...(groups.get(fault.group) ?? []), fault]);
    }
  }
  return [...groups];
}
