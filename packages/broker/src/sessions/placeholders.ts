import { randomInt } from "node:crypto";
import { BrokerError } from "../broker-error.ts";
import { hostnameOf } from "../network/hosts.ts";

/** What clients of common services check a key for, by the end of the host. Each `…` stands for random letters and digits. */
const shapes: readonly (readonly [host: string, shape: string])[] = [
  ["github.com", "ghp_…"],
  ["githubcopilot.com", "ghp_…"],
  ["gitlab.com", "glpat-…"],
  ["stripe.com", "sk_live_…"],
  ["openai.com", "sk-proj-…"],
  ["anthropic.com", "sk-ant-api03-…"],
  ["openrouter.ai", "sk-or-v1-…"],
  ["groq.com", "gsk_…"],
  ["huggingface.co", "hf_…"],
  ["googleapis.com", "AIzaSy…"],
  ["slack.com", "xoxb-…"],
  ["sendgrid.com", "SG.….…"],
  ["npmjs.org", "npm_…"],
  ["pypi.org", "pypi-AgEIcHlwaS5vcmc…"],
  ["crates.io", "cio…"],
];
const plainShape = "keyfold_use_…";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** As long as the keys of most services; nobody guesses it. */
const randomLength = 36;
/** Letters that JSON, forms, queries and headers write as they are. */
const shapeForm = /^[A-Za-z0-9._-]*(?:…[A-Za-z0-9._-]*){1,4}$/u;

/**
 * What a program gets in place of a value.
 *
 * @param host - where the value goes: the keys of common services have their shape.
 * @param shape - another one: letters, digits, `.`, `_`, `-`, and a `…` for what is random, for example `ghp_…`.
 * @throws BrokerError with code BAD_USE.
 */
export function makePlaceholder(host: string, shape: string = shapeFor(host)): string {
  const written = shape.replaceAll("...", "…");
  if (!shapeForm.test(written) || written.length > 200) {
    throw new BrokerError(
      "BAD_USE",
      "A placeholder's shape has characters other than letters, digits, dots, _ and -, or no … for what is random.",
      "Write it for example as ghp_… or sk_test_….",
    );
  }
  return written.replace(/…/gu, () => Array.from({ length: randomLength }, () => alphabet[randomInt(62)]).join(""));
}

function shapeFor(host: string): string {
  const name = hostnameOf(host);
  return shapes.find(([end]) => name === end || name.endsWith(`.${end}`))?.[1] ?? plainShape;
}
