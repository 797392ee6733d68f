import { type Claims, claimAt, type Payload, wantedOf } from "./claims.ts";
import { hasInvisible } from "./invisible.ts";

/** Who issues tokens, where that is known: what their claims mean. */
type Platform = "github" | "gitlab" | "kubernetes" | "other";

/** A platform whose programs open runs, as a trust of it begins. */
export type Preset = "github" | "gitlab" | "kubernetes";

/** What a preset fills in. */
interface PresetTrust {
  readonly issuer: string;
  /** Kubernetes hands out the same token for an hour. */
  readonly reusable?: true;
}

/** Where a trust says nothing else. */
export const presets: Readonly<Record<Preset, PresetTrust>> = {
  github: { issuer: "https://token.actions.githubusercontent.com" },
  gitlab: { issuer: "https://gitlab.com" },
  kubernetes: { issuer: "https://kubernetes.default.svc.cluster.local", reusable: true },
};

const namespace = "kubernetes.io.namespace";
const serviceAccount = "kubernetes.io.serviceaccount.name";
/** Both in one: `system:serviceaccount:NAMESPACE:NAME`. */
const accountSubject = /^system:serviceaccount:[^:]+:[^:]+$/;

/** The platform of an issuer, and where its URL doesn't say so, of the claims that a trust demands. */
function platformOf(issuer: string, claims: Claims): Platform {
  const { hostname, pathname } = new URL(issuer);
  const names = Object.keys(claims);
  if (/(?:^|\.)actions\.githubusercontent\.com$/.test(hostname) || /\.ghe\.com$/.test(hostname)) return "github";
  // GitHub Enterprise Server.
  if (/\/_services\/token\/?$/.test(pathname)) return "github";
  if (hostname === "gitlab.com" || /^gitlab\./.test(hostname)) return "gitlab";
  if (/^kubernetes\.default\.svc(?:\.|$)/.test(hostname)) return "kubernetes";
  if (/^oidc\.eks\.|^container\.googleapis\.com$|\.oic\.prod-aks\.azure\.com$/.test(hostname)) return "kubernetes";
  if (names.some((name) => name === "kubernetes.io" || name.startsWith("kubernetes.io."))) return "kubernetes";
  if (wantedOf(claims, "sub").some((sub) => String(sub).startsWith("system:serviceaccount:"))) return "kubernetes";
  if (names.some((name) => /^(?:project_path|project_id|ref_protected|environment_protected)$/.test(name)))
    return "gitlab";
  if (names.some((name) => /^(?:repository|repository_id|job_workflow_ref)$/.test(name))) return "github";
  return "other";
}

/**
 * What a trust leaves open, and the attack that this would let in; undefined: nothing that is known.
 *
 * @param issuer - a URL.
 */
export function lintTrust(issuer: string, claims: Claims): string | undefined {
  return lints[platformOf(issuer, claims)](claims);
}

const lints: Readonly<Record<Platform, (claims: Claims) => string | undefined>> = {
  github: (claims) => {
    if (!binds(claims, "repository") && !binds(claims, "repository_id")) {
      return "It binds neither repository nor repository_id: a workflow of any repository on GitHub, forks too, would fit.";
    }
    if (!binds(claims, "event_name")) {
      return "It does not bind event_name: pull_request_target runs on the default branch for pull requests of anybody's fork, and would fit.";
    }
    if (wantedOf(claims, "event_name").includes("pull_request_target")) {
      return "It takes the event pull_request_target: anybody's fork can start that on the default branch, with the repository's identity.";
    }
    if (!["environment", "job_workflow_ref", "ref"].some((claim) => binds(claims, claim))) {
      return "It binds none of environment, job_workflow_ref and ref: a workflow on any branch that somebody pushes would fit.";
    }
    return undefined;
  },
  gitlab: (claims) => {
    if (!binds(claims, "project_path") && !binds(claims, "project_id")) {
      return "It binds neither project_path nor project_id: a pipeline of any project on this GitLab, forks too, would fit.";
    }
    if (isTrue(claims, "ref_protected")) return undefined;
    if (!binds(claims, "environment") || !isTrue(claims, "environment_protected")) {
      return 'It binds neither ref_protected to the string "true", nor environment with environment_protected "true": a pipeline on any branch that somebody pushes would fit.';
    }
    return undefined;
  },
  kubernetes: (claims) => {
    const subjects = wantedOf(claims, "sub");
    if (subjects.length > 0 && subjects.every((sub) => accountSubject.test(String(sub)))) return undefined;
    if (!binds(claims, namespace)) {
      return `It does not bind ${namespace}: a pod of that service account's name in any namespace would fit.`;
    }
    if (!binds(claims, serviceAccount)) {
      return `It does not bind ${serviceAccount}: any pod in the namespace would fit.`;
    }
    return undefined;
  },
  other: (claims) =>
    Object.keys(claims).some((claim) => !ofEverybody.has(claim))
      ? undefined
      : "It binds no claim beyond issuer and audience: whoever gets any token of this issuer would fit.",
};

/** Claims that tell nobody from others. */
const ofEverybody: ReadonlySet<string> = new Set(["iss", "aud", "exp", "nbf", "iat", "jti", "email_verified"]);

function binds(claims: Claims, claim: string): boolean {
  const wanted = wantedOf(claims, claim);
  return wanted.length > 0 && wanted.every((value) => typeof value === "string" && value !== "");
}

function isTrue(claims: Claims, claim: string): boolean {
  const wanted = wantedOf(claims, claim);
  return wanted.length > 0 && wanted.every((value) => value === "true");
}

/** Characters of an actor, as of any name. */
const maxActor = 255;

/**
 * How the audit log calls whoever a trust lets in: `github:acme/orders@production`, or `trust:` and its name where the token
 * tells no better.
 *
 * @param payload - of a verified token.
 */
export function actorOf(trust: { issuer: string; claims: Claims; name: string }, payload: Payload): string {
  const platform = platformOf(trust.issuer, trust.claims);
  const string = (path: string): string => {
    const value = claimAt(payload, path);
    return typeof value === "string" ? value : "";
  };
  const who = {
    github: [string("repository"), string("environment") || string("ref")],
    gitlab: [string("project_path"), string("environment") || string("ref")],
    kubernetes: [[string(namespace), string(serviceAccount)].filter(Boolean).join("/"), ""],
    other: ["", ""],
  }[platform];
  const [subject = "", place = ""] = who;
  const actor = `${platform}:${subject}${place === "" ? "" : `@${place}`}`;
  return subject === "" || hasInvisible(actor) || actor.length > maxActor ? `trust:${trust.name}` : actor;
}
