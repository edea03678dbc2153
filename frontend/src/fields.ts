// The attributes that are chosen from lists, with their words as people read them.

import type { Constants, Field, Traits, Word } from "./traits";

/** A trait that holds a word of a list. */
export type ChosenTrait = keyof Pick<
  Traits,
  "age" | "gender" | "ethnicity" | "avatar_style" | "orientation" | "pose"
>;

/** A field of a form. */
export interface FormField extends Omit<Field, "trait" | "words"> {
  trait: ChosenTrait;
  words: Word[];
}

/** Return the fields of a form. */
export function formFields({ fields, labels }: Pick<Constants, "fields" | "labels">): FormField[] {
  return fields.map((field) => ({
    ...field,
    trait: field.trait as ChosenTrait,
    words: field.words.map((value) => ({ value, label: labels[value] ?? value })),
  }));
}
