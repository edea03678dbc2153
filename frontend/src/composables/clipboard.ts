/** Put a text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  // Pages over plain http have no clipboard object.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) {
    await clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way on such a page
  document.execCommand("copy");
  area.remove();
}
