import type { Client } from "@keyfold/client";
import { configuredFolder, configuredServer } from "@keyfold/common/configured-server";
import { formatError } from "@keyfold/common/error";
import { LastingRun } from "@keyfold/common/lasting-run";
import type { Config } from "@keyfold/config";
import { type ChosenServer, clientOf, clientWith } from "../server/connect.ts";
import { CommandError } from "../terminal/command-error.ts";
import { note } from "../terminal/print.ts";
import type { RunPlan } from "./plan.ts";
import { type Guard, openSecretFiles, type SecretFiles } from "./secret-files.ts";

/** What a program is started with: a run on a server, or none where secrets are local. */
export interface ProgramRun {
  /** Whether there is no run, as secrets are local. */
  readonly isLocal?: boolean;
  /** Asks the server in the run, for a broker; only in a run of keyfold's own. */
  readonly client?: Pick<Client, "useSecret" | "whoami">;
  /** The variables by which the program finds its run; `undefined` without one, and where it only uses secrets. */
  readonly variables: RunVariables | undefined;
  /**
   * The values of names that are not in `context.secrets`, in order.
   *
   * @throws CommandError that has every name that can't be read.
   */
  read(names: readonly string[]): Promise<readonly unknown[]>;
  /** Ends the run, if it was opened for the program. */
  end(): Promise<void>;
}

/** A run that keyfold opened. */
export interface OwnRun extends ProgramRun {
  readonly client: NonNullable<ProgramRun["client"]>;
}

/** What a run is opened for. */
type RunToOpen = Pick<RunPlan, "allow" | "folder" | "json" | "label" | "ttlSeconds" | "uses">;

/** What makes `new Secret(…).get()` read in a run. */
export type RunVariables = Readonly<{
  KEYFOLD__CLOUD__URL: string;
  KEYFOLD__CLOUD__TOKEN: string;
  /** Holds the token of the run that is open now; empty where no file could be written. */
  KEYFOLD__CLOUD__TOKEN_FILE: string;
  KEYFOLD__CLOUD__USE_LOCAL_SECRETS: string;
}>;

/** How long the end of a run may hold up the end of keyfold. */
const endTimeoutMs = 5000;

/**
 * Opens a run and keeps it alive until `end`. Where its time was up nevertheless, another is opened, and its token replaces
 * the one in the run's file; the file goes when no other run will come.
 *
 * @throws ClientError with the server's or the client's code.
 */
export async function openServerRun(
  config: Config,
  server: ChosenServer,
  plan: RunToOpen,
  guard: Guard,
): Promise<OwnRun> {
  const { allow, label, ttlSeconds } = plan;
  const folder = plan.folder ?? configuredFolder(config);
  const { trust } = configuredServer(config);
  const usesOnly = plan.uses.length > 0;
  const opener = await clientOf(config, server);
  const clientOfRun = ({ token }: { token: string }): Promise<Client> => clientWith(config, server.url, token);
  // While the server works on the answer: there will be a file to remove.
  if (!usesOnly) setImmediate(() => guard.start());
  const lasting = await LastingRun.open({
    ttlSeconds,
    open: () =>
      opener.openRun({
        ...{ ttlSeconds, folder, label },
        allow: allow && [...allow],
        uses: usesOnly
          ? plan.uses.map(({ name, host, methods, paths }) => ({ name, host, methods, paths }))
          : undefined,
        trust: server.by === "login" ? undefined : trust,
      }),
    extend: async (run) => (await clientOfRun(run)).extendRun({ id: run.id, ttlSeconds }),
    end: async (run) => (await clientOfRun(run)).endRun({ id: run.id }, { timeoutMs: endTimeoutMs }),
    onReplaced: ({ token }) => files?.replace("token", token),
    onOver: (error) => {
      files?.remove();
      note(`the run is over, and the program can't read secrets any more. ${formatError(error)}`, plan);
    },
  });
  const { token } = lasting.run;
  const files = usesOnly ? undefined : openFiles(guard, token);
  /** Asks in the run that is open now, and once more in the next where its time was up. */
  const inRun = async <T>(ask: (client: Client) => Promise<T>): Promise<T> => {
    const { run } = lasting;
    const client = await clientOfRun(run);
    return ask(client).catch(async (error: unknown) => {
      if (!(await lasting.replace(run.token, error))) throw error;
      return ask(await clientOfRun(lasting.run));
    });
  };
  return {
    variables: usesOnly ? undefined : variablesOf(server, token, files?.tokenFile),
    client: {
      useSecret: (input, options) => inRun((client) => client.useSecret(input, options)),
      whoami: (options) => inRun((client) => client.whoami(options)),
    },
    read: async (names) => readFromServer(await clientOfRun(lasting.run), server, names),
    end: async () => {
      await lasting.stop();
      files?.remove();
      await lasting.end();
    },
  };
}

/** A system on which no file can be written runs programs, too; theirs are over with their first run. */
function openFiles(guard: Guard, token: string): (SecretFiles & { readonly tokenFile: string }) | undefined {
  let files: SecretFiles | undefined;
  try {
    files = openSecretFiles(guard);
    return { ...files, tokenFile: files.write("token", token) };
  } catch {
    files?.remove();
    return undefined;
  }
}

/** The run that keyfold was started in. Whoever opened it keeps it alive and ends it. */
export function outerRun(config: Config, server: ChosenServer, token: string): ProgramRun {
  return {
    variables: variablesOf(server, token, configuredServer(config).tokenFile),
    read: async (names) => readFromServer(await clientOf(config, server), server, names),
    end: async () => {},
  };
}

function variablesOf({ url }: ChosenServer, token: string, file = ""): RunVariables {
  return {
    KEYFOLD__CLOUD__URL: url,
    KEYFOLD__CLOUD__TOKEN: token,
    KEYFOLD__CLOUD__TOKEN_FILE: file,
    KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false",
  };
}

/** Reads values in one request; the code of the error is that of the first name that can't be read. */
async function readFromServer(client: Client, { url }: ChosenServer, names: readonly string[]): Promise<unknown[]> {
  if (names.length === 0) return [];
  const results = await client.secretValues([...names]);
  const refused = results.flatMap(({ name, error }) => (error ? [{ name, ...error }] : []));
  const [first] = refused;
  if (first) {
    const each = refused.map(({ name, message }) => `${JSON.stringify(name)} (${message.replace(/\.$/, "")})`);
    throw new CommandError(
      first.code,
      `The program was not started, because these secrets could not be read from ${url}: ${each.join(", ")}.`,
      "See keyfold secret list for the names, and keyfold audit for what was refused.",
    );
  }
  return results.map(({ value }) => value);
}
