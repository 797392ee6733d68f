/** Values shorter than this, in characters, are not masked: half of any log would be. */
export const shortest = 4;

/** The forms in which a text may turn up in a log: as it is, escaped, encoded, or line by line. */
export function spellingsOf(value: string): string[] {
  const lines = value.includes("\n") ? value.split(/\r?\n/).filter((line) => line.length >= 8) : [];
  const forms = [value, value.trim(), ...lines].flatMap((text) => [
    text,
    ...jsonForms(text),
    ...urlForms(text),
    ...byteForms(Buffer.from(text, "utf8")),
  ]);
  return [...new Set(forms)].filter((form) => form.length >= shortest);
}

function jsonForms(text: string): string[] {
  const once = JSON.stringify(text).slice(1, -1);
  const ascii = once.replace(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return [once, ascii, JSON.stringify(once).slice(1, -1)];
}

function urlForms(text: string): string[] {
  // A lone surrogate has no UTF-8 and therefore no percent form.
  const whole = text.toWellFormed();
  const percent = encodeURIComponent(whole);
  const url = new URL("http://host");
  url.password = whole;
  return [
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams([["", whole]]).toString().slice(1),
    encodeURI(whole),
    url.password,
  ];
}

function byteForms(bytes: Buffer): string[] {
  const hex = bytes.toString("hex");
  return [hex, hex.toUpperCase(), bytes.toString("base64"), bytes.toString("base64url"), ...insideBase64(bytes)];
}

/** Base64 of a text that has this one somewhere inside, as in a Basic authorization header: the characters that are sure. */
function insideBase64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const all = Buffer.concat([Buffer.alloc(offset), bytes]);
    const sure = all.toString("base64").slice(Math.ceil((offset * 8) / 6), Math.floor((all.length * 8) / 6));
    return sure.length < 6 ? [] : [sure, sure.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
