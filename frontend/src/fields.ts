// The attributes that are chosen from lists, with their words as people read them.

import type { Constants, Field, Word } from "./traits";

/** A field of a form. */
export interface FormField extends Omit<Field, "words"> {
  words: Word[];
}

/** Return the fields of a form. */
export function formFields({ fields, labels }: Pick<Constants, "fields" | "labels">): FormField[] {
  return fields.map((field) => ({
    ...field,
    words: field.words.map((value) => ({ value, label: labels[value] ?? value })),
  }));
}
