/**
 * What is not seen, or makes other characters seen in another order: control and format characters (marks of direction, zero-width spaces and
 * joiners), those that Unicode lets programs leave out, line breaks and lone surrogates. Made when it is called: to make its sets
 * takes time, which each start would take for a literal that stands here.
 */
const invisible = (): RegExp => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The same, past the emoji that are made of several characters, which joiners and selectors hold together. It is slow, few strings need it, and its
 * sets take 20 ms.
 */
let emojiOrInvisible: RegExp | undefined;

/** A string with each invisible character replaced; those inside an emoji stay. Takes time in proportion to its length. */
export function replaceInvisible(string: string, replacement: (character: string) => string): string {
  const one = invisible();
  if (!one.test(string)) return string;
  emojiOrInvisible ??= new RegExp(`\\p{RGI_Emoji}|${one.source}`, "gv");
  return string.replace(emojiOrInvisible, (found) => (isOne(found) && one.test(found) ? replacement(found) : found));
}

/** Whether a string has an invisible character outside an emoji. */
export function hasInvisible(string: string): boolean {
  let found = false;
  replaceInvisible(string, (character) => {
    found = true;
    return character;
  });
  return found;
}

function isOne(string: string): boolean {
  return string.length === (Number(string.codePointAt(0)) > 0xffff ? 2 : 1);
}
