// Which elements are in sight, or nearly: one observer for all cells of a view.

import { onScopeDispose } from "vue";

const MARGIN = "300px";

export interface Sight {
  add: (element: Element, onChange: (isInSight: boolean) => void) => void;
  remove: (element: Element) => void;
}

/** Return what tells when elements come into sight. Without an observer, all are in sight. */
export function useSight(): Sight {
  const heard = new Map<Element, (isInSight: boolean) => void>();
  const observer =
    typeof IntersectionObserver === "undefined"
      ? undefined
      : new IntersectionObserver(
          (entries) => {
            entries.forEach(({ target, isIntersecting }) => heard.get(target)?.(isIntersecting));
          },
          { rootMargin: MARGIN },
        );
  onScopeDispose(() => observer?.disconnect());
  return {
    add: (element, onChange) => {
      heard.set(element, onChange);
      if (observer) {
        observer.observe(element);
      } else {
        onChange(true);
      }
    },
    remove: (element) => {
      heard.delete(element);
      observer?.unobserve(element);
    },
  };
}
