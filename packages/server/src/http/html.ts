/**
 * What a page is sent with: it loads only what is its own, and stands in no frame.
 *
 * @param policy - what its Content-Security-Policy has beside that.
 */
export function pageHeaders(policy: readonly string[]): Readonly<Record<string, string>> {
  const all = ["default-src 'none'", "style-src 'self'", ...policy, "base-uri 'none'", "frame-ancestors 'none'"];
  return {
    "content-security-policy": all.join("; "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

/** HTML that is sent as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | Html | readonly Html[] | undefined;

/** Makes HTML of a template: strings in it are text or the value of an attribute in double quotes, whatever they hold. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((string, index) => string + textOf(parts[index])).join(""));
}

function textOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  return typeof part === "string"
    ? part.replace(/[&<>"']/g, (sign) => entities[sign] ?? "")
    : part.map(({ text }) => text).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
