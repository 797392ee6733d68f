import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** A text in a colour where the stream is a terminal that has colours and NO_COLOR isn't set; elsewhere as it is. */
export function colour(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  const coloured = stream.isTTY && stream.hasColors();
  return coloured ? styleText(style, text, { validateStream: false }) : text;
}
