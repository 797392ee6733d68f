import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { startServer } from "@tooling/vitest/processes";
import { selfSignedCertificate } from "@tooling/vitest/self-signed-certificate";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, onTestFinished, test } from "vitest";
import { testServer } from "../../test/test-server.ts";
import { readTlsFiles, type TlsFiles } from "./tls-files.ts";

async function tlsFiles(name: string): Promise<TlsFiles & { renew(newName: string): Promise<void> }> {
  const folder = temporaryFolder();
  const files = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
  const renew = async (newName: string): Promise<void> => {
    const { cert, key } = await selfSignedCertificate(newName);
    writeFileSync(files.certFile, cert);
    writeFileSync(files.keyFile, key);
  };
  await renew(name);
  return { ...files, renew };
}

async function connection(port: number): Promise<TLSSocket> {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  onTestFinished(() => void socket.destroy());
  await once(socket, "secureConnect");
  return socket;
}

/** The name in the certificate that a server shows to a new connection. */
async function shownName(port: number): Promise<string> {
  return String((await connection(port)).getPeerCertificate().subject.CN);
}

function status(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { rejectUnauthorized: false }, (response) => resolve(response.resume().statusCode))
      .once("error", reject)
      .end();
  });
}

describe("https", () => {
  test("is served from files, and new connections get the new certificate after a reload", async () => {
    const files = await tlsFiles("one");
    const { server, log } = await testServer({ tls: files, tlsWatchMs: 3_600_000 });
    const url = await server.listen({ host: "127.0.0.1", port: 0 });
    const port = Number(new URL(url).port);
    expect(url).toMatch(/^https:/);
    expect(await status(`${url}/healthz`)).toBe(200);
    expect(await shownName(port)).toBe("one");
    await files.renew("two");
    expect(await shownName(port)).toBe("one");
    await server.reload();
    expect(await shownName(port)).toBe("two");
    writeFileSync(files.certFile, "half a certificate");
    await server.reload();
    expect(await shownName(port)).toBe("two");
    expect(log()).toContain("the old ones still are");
  });

  test("takes up changed files by itself", async () => {
    const files = await tlsFiles("one");
    const { server } = await testServer({ tls: files, tlsWatchMs: 20 });
    const port = Number(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
    await files.renew("two");
    await expect.poll(() => shownName(port)).toBe("two");
  });

  test("SIGHUP makes the command read its files again; open connections stay, and files that are broken change nothing", async () => {
    const files = await tlsFiles("one");
    const server = await startServer(undefined, ["--tls-cert", files.certFile, "--tls-key", files.keyFile]);
    const port = Number(new URL(server.url).port);
    const open = await connection(port);
    // The command looks at its files every ten seconds, too; those that are as they were, only the signal makes it read.
    server.child.kill("SIGHUP");
    await server.prints(/the TLS files were read again/);

    await files.renew("two");
    server.child.kill("SIGHUP");
    await expect.poll(() => shownName(port)).toBe("two");
    open.write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
    expect(String((await once(open, "data"))[0])).toMatch(/^HTTP\/1.1 200 /);

    writeFileSync(files.certFile, "half a certificate");
    server.child.kill("SIGHUP");
    await server.prints(/TLS_INVALID.*the old ones still are/);
    expect(await shownName(port)).toBe("two");
    expect(open.destroyed).toBe(false);
  });

  test("is not begun with files that are missing or don't fit each other", async () => {
    const files = await tlsFiles("one");
    const other = await tlsFiles("two");
    const gone = join(temporaryFolder(), "gone.pem");
    expect(() => readTlsFiles({ ...files, keyFile: other.keyFile })).toThrow(
      expect.objectContaining({ code: "TLS_INVALID", message: expect.stringContaining(files.certFile) }),
    );
    await expect(testServer({ tls: { ...files, certFile: gone } })).rejects.toMatchObject({
      code: "TLS_INVALID",
      message: `${gone} can't be read: ENOENT.`,
    });
  });
});
