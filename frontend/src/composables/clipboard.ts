/** Put a text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages over plain http have no clipboard object, and frames may not be allowed to use it.
    copyOnPage(text);
  }
}

function copyOnPage(text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way on such a page
  document.execCommand("copy");
  area.remove();
}
