import type { FastifyInstance } from "fastify";
import { ServerError } from "../server-error.ts";

/**
 * Listens on an address.
 *
 * @param address - port 0 picks a free one.
 * @returns the URL to call.
 * @throws ServerError `PORT_TAKEN` if it can't be listened on.
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw cannotListen(host, port, error);
  }
}

function cannotListen(host: string, port: number, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE") {
    const tip = "Stop the other process, or choose another port with --listen.";
    return new ServerError("PORT_TAKEN", `Port ${port} on ${host} is taken by another process.`, tip, { cause: error });
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    const tip = "Choose another address with --listen.";
    return new ServerError("PORT_TAKEN", `The server can't listen on ${host}:${port}: ${code}.`, tip, { cause: error });
  }
  return error;
}
