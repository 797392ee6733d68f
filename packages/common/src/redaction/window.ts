/** How many bytes of a text are looked at in one go. */
export const windowSize = 512;
/** Stand in a window among its bytes: nothing goes on here; so it does, and what stands here fills up digits. */
export const gapMark = 0x100;
export const paddingMark = 0x101;

/** Some bytes, each with the place in the text that it comes from. */
export class Window {
  // An escape that is undone may have begun in the window before.
  readonly bytes: Uint16Array = new Uint16Array(windowSize + 64);
  readonly starts: Float64Array = new Float64Array(windowSize + 64);
  readonly ends: Float64Array = new Float64Array(windowSize + 64);
  length = 0;

  push(byte: number, start: number, end: number): void {
    const at = this.length;
    this.bytes[at] = byte;
    this.starts[at] = start;
    this.ends[at] = end;
    this.length = at + 1;
  }
}
