import { docsPage } from "@keyfold/common/docs-page";
import { canonicalHost, canonicalPath } from "@keyfold/common/uses";
import { type Grant, isFolder, serializeGrants, type Use } from "../access/grants.ts";
import type { CreateTokenInput, GrantInput, UseInput, UseSecretInput } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";
import { maxTokenTtlSeconds } from "./lifetimes.ts";
import { checkName } from "./names.ts";

/**
 * Reads the grants of a new credential: `grants`, or `role`, `names` and `runSeconds` in place of them.
 *
 * @throws ServerError `BAD_INPUT` for grants that can't be, `LIMIT_EXCEEDED` for more than the setting `grantBytes`.
 */
export function readGrants(
  { grants, role, names, runSeconds }: Pick<CreateTokenInput, "grants" | "role" | "names" | "runSeconds">,
  limits: Limits,
): Grant[] {
  const isOne = role != null || names != null || runSeconds != null;
  if (isOne === (grants != null)) throw badGrant("Give either grants, or role with names and runSeconds.");
  if (grants == null) {
    if (role == null) throw badGrant("A grant has a role.");
    return checkBytes([readGrant({ role, names: names ?? null, runSeconds: runSeconds ?? null }, limits)], limits);
  }
  if (grants.length === 0) throw badGrant("The list of grants is empty.");
  if (grants.length > maxGrants) throw badGrant(`A credential has at most ${maxGrants} grants.`);
  return checkBytes(
    grants.map((grant) => readGrant(grant, limits)),
    limits,
  );
}

/**
 * Reads what a run or its grant may use.
 *
 * @throws ServerError `BAD_INPUT`.
 */
export function readUses(uses: readonly UseInput[], limits: Limits): Use[] {
  if (uses.length === 0) throw badGrant("The list of uses is empty.");
  if (uses.length > maxUses) throw tooManyUses();
  if (Buffer.byteLength(JSON.stringify(uses)) > limits.grantBytes) {
    throw badGrant(`The uses have more than ${limits.grantBytes} bytes as JSON.`);
  }
  return uses.map(({ name, host, methods = null, paths = null }) => {
    checkGrantName(name, limits);
    const used = canonicalHost(host);
    if (used === undefined) throw badGrant("The host of a use is a name or an address, with its port if need be.");
    if (methods?.every((method) => methodForm.test(method)) === false || methods?.length === 0) {
      throw badGrant("The methods of a use are one or more words in capitals.");
    }
    if (Math.max(methods?.length ?? 0, paths?.length ?? 0) > maxParts) {
      throw badGrant(`A use has at most ${maxParts} methods, and at most ${maxParts} paths.`);
    }
    const clear = paths?.flatMap((path) => canonicalPath(path) ?? []) ?? null;
    if (clear?.length === 0 || clear?.length !== paths?.length) {
      throw badGrant("The paths of a use are one or more, each with / in front and without a query.");
    }
    return { name, host: used, methods, paths: clear };
  });
}

/**
 * Reads the request that a secret is to be put into, as a use of nothing else. Its path is null, which only uses of every path
 * cover, where servers differ in what they take it for.
 *
 * @throws ServerError `BAD_INPUT`.
 */
export function readRequest({ name, host, method, path }: UseSecretInput): Use {
  const used = canonicalHost(host);
  if (used === undefined || used.startsWith("*")) throw badRequest("The host of a request is a name or an address.");
  if (!methodForm.test(method)) throw badRequest("The method of a request is a word in capitals.");
  if (!/^\/[^?#]*$/.test(path) || Buffer.byteLength(path) > maxPathBytes) {
    throw badRequest(`The path of a request has / in front, no query, and at most ${maxPathBytes} bytes.`);
  }
  const clear = canonicalPath(path);
  return { name, host: used, methods: [method], paths: clear === undefined ? null : [clear] };
}

/**
 * Checks where a run looks for names first, and gives it back.
 *
 * @throws ServerError `BAD_INPUT`.
 */
export function checkFolder(folder: string, limits: Limits): string {
  checkName(folder, limits.nameCharacters, "A folder's name");
  const parts = folder.split("/");
  if (parts.includes("") || parts.length > maxParts) {
    throw new ServerError(
      "BAD_INPUT",
      `A folder has a / at one end, two in a row, or more than ${maxParts} parts.`,
      "Write folders as prod/orders, and all that is in one as prod/orders/*.",
    );
  }
  return folder;
}

/** How many grants and uses a credential may have, and how many parts a folder or a use: they are compared each with each. */
const maxGrants = 32;
const maxUses = 100;
const maxParts = 20;

const methodForm = /^[A-Z]{1,20}$/;
/** The maximum length of a request's path, which the audit log holds. */
const maxPathBytes = 8192;

function readGrant({ role, names = null, runSeconds = null, uses = null }: GrantInput, limits: Limits): Grant {
  if (names !== null && role !== "editor" && role !== "runner") throw notFor(role, "names");
  if (runSeconds !== null && role !== "runner") throw notFor(role, "max life of runs");
  if (uses !== null && role !== "runner") throw notFor(role, "uses");
  if (uses !== null && names !== null) throw badGrant("A grant with uses has no names: each use has its own.");
  if (names?.length === 0) throw badGrant("The list of a grant's names is empty.");
  if (runSeconds !== null && (runSeconds < 1 || runSeconds > maxTokenTtlSeconds)) {
    throw badGrant(`The max life of runs must be 1 to ${maxTokenTtlSeconds} seconds.`);
  }
  for (const name of names ?? []) if (name !== "*") checkGrantName(name, limits);
  const all = names === null || names.includes("*");
  return {
    role,
    names: all ? null : [...new Set(names)],
    runSeconds,
    uses: uses && readUses(uses, limits),
  };
}

function checkGrantName(name: string, limits: Limits): void {
  if (isFolder(name)) checkFolder(name.slice(0, -2), limits);
  else checkName(name, limits.nameCharacters);
}

function checkBytes(grants: Grant[], { grantBytes }: Limits): Grant[] {
  if (grants.flatMap(({ uses }) => uses ?? []).length > maxUses) throw tooManyUses();
  if (Buffer.byteLength(serializeGrants(grants)) <= grantBytes) return grants;
  throw new ServerError(
    "LIMIT_EXCEEDED",
    `The grants have more than ${grantBytes} bytes as JSON.`,
    "Name folders instead of the names in them.",
  );
}

function tooManyUses(): ServerError {
  return badGrant(`A credential or a run has at most ${maxUses} uses.`);
}

function notFor(role: string, what: string): ServerError {
  return badGrant(`A grant of ${role} has no ${what}.`);
}

function badRequest(message: string): ServerError {
  return badGrant(message, "useSecret takes");
}

function badGrant(message: string, what = "a grant may have"): ServerError {
  const tip = `See ${docsPage("server.md#roles-grants-and-tokens")} for what ${what}.`;
  return new ServerError("BAD_INPUT", message, tip);
}
