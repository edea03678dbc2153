// Times and durations as people read them.

/** Return how long something took or takes, in seconds, or in minutes and seconds. */
export function duration(seconds: number, digits = 0): string {
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${seconds.toFixed(digits)} s`;
  }
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest ? ` ${rest} s` : ""}`;
}

/** Return a time of today as a time, another one as a date; empty for none. */
export function shortTime(when: string, now = new Date()): string {
  if (!when) {
    return "";
  }
  const then = new Date(when);
  const isToday = then.toDateString() === now.toDateString();
  return then.toLocaleString(undefined, isToday ? { timeStyle: "short" } : { dateStyle: "medium" });
}

/** Return the texts that there are, in one line. */
export function joined(...texts: (string | false | null | undefined)[]): string {
  return texts.filter(Boolean).join(" · ");
}

/** Return a number of things in words. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
