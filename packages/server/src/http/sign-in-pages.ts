import type { FastifyReply } from "fastify";
import type { Grant } from "../access/grants.ts";
import type { Membership } from "../people/memberships.ts";
import type { SignInChoice } from "../people/sign-in-steps.ts";
import { type Html, html, pageHeaders } from "./html.ts";

const headers = pageHeaders(["form-action 'self'"]);

/** The style of the pages: they have neither scripts nor styles in them. */
const signInStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 34rem; padding: 2rem 1.25rem; }
h1 { font-size: 1.4rem; line-height: 1.25; }
dt { font-weight: 600; }
dd { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
fieldset { border: 1px solid; border-radius: 0.5rem; margin: 0 0 1rem; padding: 0.75rem 1rem; }
label { display: block; padding: 0.25rem 0; }
input[name="code"] { display: block; font: 1.25rem/1.5 ui-monospace, monospace; letter-spacing: 0.1em; padding: 0.25rem 0.5rem; width: 12rem; max-width: 100%; box-sizing: border-box; }
button { font: inherit; padding: 0.5rem 1.25rem; }
ul { margin: 0; padding-left: 1.25rem; }
.problem { border-left: 0.25rem solid #c62828; padding-left: 0.75rem; }
`;

/**
 * Asks for the team, and for the code that the person's own terminal shows.
 *
 * @param problem - what was wrong with what they sent before.
 */
export function choicePage({ person, memberships, sealed, isForTerminal }: SignInChoice, problem?: string): Html {
  const one = memberships.length === 1 ? memberships[0] : undefined;
  return page(
    isForTerminal ? "Sign in a terminal" : "Sign in",
    html`<form method="post" action="/sign-in" autocomplete="off">
<dl><dt>Account</dt><dd>${person.email ?? person.subject}${person.email === null ? html` <small>(the provider gave no verified email)</small>` : ""}</dd>
<dt>Provider</dt><dd>${person.issuer}</dd></dl>
<fieldset><legend>${one ? "Team" : "Choose a team"}</legend>${memberships.map((each) => teamOption(each, one !== undefined))}</fieldset>
${isForTerminal ? codeField(problem) : undefined}
<input type="hidden" name="person" value="${sealed}">
<button type="submit">${isForTerminal ? "Sign the terminal in" : "Sign in"}</button>
</form>`,
  );
}

function teamOption({ teamId, team, grants, tokenSeconds }: Membership, isOnly: boolean): Html {
  const input = isOnly
    ? html`<input type="hidden" name="team" value="${teamId}"><strong>${team}</strong>`
    : html`<label><input type="radio" name="team" value="${teamId}" required> <strong>${team}</strong></label>`;
  return html`${input}<ul>${grants.map((grant) => html`<li>${formatGrant(grant)}</li>`)}</ul>
<p><small>For ${duration(tokenSeconds)}.</small></p>`;
}

function codeField(problem: string | undefined): Html {
  return html`<p>To sign in the terminal in front of you, type the code that it shows. Nobody else needs it: if somebody sent you
here, or gave you a code, close this page.</p>
${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
<p><label for="code">Code</label><input id="code" name="code" required autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20"></p>`;
}

/** Says that the terminal goes on. */
export function terminalSignedInPage(team: string): Html {
  return page("The terminal is signed in", html`<p>It works for ${team} now. You can close this page.</p>`);
}

/** Says why nobody was signed in. */
export function refusedPage(message: string, tip: string | undefined): Html {
  return page(
    "You are not signed in",
    html`<p class="problem" role="alert">${message}</p><p>${tip}</p>
<p><a href="/sign-in">Sign in in this browser</a>, or for a terminal run <code>keyfold login</code> there again.</p>`,
  );
}

/** Sends a page. */
export function sendPage(reply: FastifyReply, status: number, page: Html): FastifyReply {
  return reply.code(status).headers(headers).type("text/html; charset=utf-8").send(page.text);
}

/** Sends the pages' style. */
export function sendStyle(reply: FastifyReply): FastifyReply {
  return reply.header("x-content-type-options", "nosniff").type("text/css; charset=utf-8").send(signInStyle);
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Keyfold</title><link rel="stylesheet" href="/sign-in/style.css"></head>
<body><main><h1>${title}</h1>
${body}
</main></body></html>
`;
}

/** Names of a grant that are shown. */
const maxShown = 20;

function formatGrant({ role, names, uses, runSeconds }: Grant): string {
  const all = uses === null ? names : uses.map(({ name, host }) => `${name} at ${host}`);
  const shown = all?.slice(0, maxShown).join(", ") ?? "all names";
  const more = (all?.length ?? 0) > maxShown ? ` and ${(all?.length ?? 0) - maxShown} more` : "";
  const maxRun = runSeconds === null ? "" : `, runs of ${duration(runSeconds)}`;
  const isWide = role === "admin" || role === "auditor";
  return isWide ? role : `${role}: ${uses === null ? "" : "uses "}${shown}${more}${maxRun}`;
}

function duration(seconds: number): string {
  const units: [string, number][] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  const [unit = "second", size = 1] = units.find(([, each]) => seconds >= each && seconds % each === 0) ?? [];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
