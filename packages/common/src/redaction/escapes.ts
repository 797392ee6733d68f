/** A way to write any character by others: how its escapes begin and what they stand for. */
export interface Grammar {
  /** The first byte of each escape. */
  readonly starter: number;
  /** Whether more bytes can belong to it. */
  readonly open: RegExp;
  /** How many characters of a token are undone, and the bytes that they stand for; undefined if it is no escape. */
  readonly decode: (token: string) => [used: number, bytes: Uint8Array] | undefined;
}

const hex = "[\\da-fA-F]";
const low = `[dD][c-fC-F]${hex}{2}`;
const high = `[dD][89abAB]${hex}{2}`;
const anyEscape = new RegExp(
  `^\\\\(?:u(?<pair>${high}\\\\u${low})|u(?<four>${hex}{4})|u\\{(?<braced>${hex}{1,6})\\}|U(?<eight>${hex}{8})|x(?<two>${hex}{2})|(?<octal>[0-3][0-7]{2}))`,
);
const open = new RegExp(
  `^\\\\(?:u(?:${hex}{0,3}|\\{${hex}{0,6}|${high}(?:\\\\(?:u(?:[dD](?:[c-fC-F]${hex}?)?)?)?)?)|U${hex}{0,7}|x${hex}?|[0-3][0-7]?)?$`,
);
const controls: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b", E: "\x1b" },
};

/**
 * As in JSON, JavaScript, Python, C and the shells. `\xfc` is a byte of UTF-8 in Python's bytes and in shells, and U+00FC in Python's strings:
 * the same escapes may be either.
 */
function backslash(two: "a byte" | "a character"): Grammar {
  return {
    starter: 0x5c,
    open,
    decode(token) {
      const found = anyEscape.exec(token);
      if (!found) {
        const sign = controls[token.charAt(1)] ?? token.charAt(1);
        return /^\w?$/.test(sign) ? undefined : [2, Buffer.from(sign, "latin1")];
      }
      const [{ length }] = found;
      const { pair, four, braced, eight, two: hex, octal } = found.groups ?? {};
      if (octal) return [length, Uint8Array.of(Number.parseInt(octal, 8))];
      if (hex && two === "a byte") return [length, Uint8Array.of(Number.parseInt(hex, 16))];
      if (pair) return [length, Buffer.from(JSON.parse(`"\\u${pair}"`) as string)];
      return character(length, Number.parseInt(four ?? braced ?? eight ?? hex ?? "", 16));
    },
  };
}

/** As in URLs. */
const percent: Grammar = {
  starter: 0x25,
  open: /^%[\da-fA-F]?$/,
  decode: (token) => (token.length === 3 ? [3, Buffer.from(token.slice(1), "hex")] : undefined),
};

const names: Readonly<Record<string, number>> = { lt: 0x3c, gt: 0x3e, amp: 0x26, quot: 0x22, apos: 0x27, nbsp: 0xa0 };

/** As in XML and HTML. */
const entity: Grammar = {
  starter: 0x26,
  open: /^&(?:#(?:\d{0,7}|[xX][\da-fA-F]{0,6})|[a-z]{0,4})$/,
  decode(token) {
    const found = /^&(?:#(\d+)|#[xX]([\da-fA-F]+)|([a-z]+));$/.exec(token);
    if (!found) return undefined;
    const [, decimal, hex, name = ""] = found;
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : names[name];
    return code === undefined ? undefined : character(token.length, code);
  },
};

/** An apostrophe inside a shell's apostrophes: `'\''`. The backslashes beside it are plain characters. */
const apostrophe: Grammar = {
  starter: 0x27,
  open: /^'(?:\\'?)?$/,
  decode: (token) => (token === "'\\''" ? [4, Uint8Array.of(0x27)] : undefined),
};

export const grammars: readonly Grammar[] = [
  backslash("a byte"),
  backslash("a character"),
  percent,
  entity,
  apostrophe,
];

function character(used: number, code: number): [number, Uint8Array] | undefined {
  return code > 0x10ffff ? undefined : [used, Buffer.from(String.fromCodePoint(code))];
}
