import { expect, test } from "vitest";
import { openWith, trustedServer } from "../identities.ts";
import { githubClaims } from "../issuer.ts";
import { onPostgres } from "../new-instance.ts";
import { testServer } from "../test-server.ts";

test("of 200 requests at once with one signed token, on two servers over one PostgreSQL, one opens a run", async () => {
  const stores = await onPostgres();
  const server = await trustedServer({}, { stores });
  const other = await testServer({}, server);
  const jwt = await server.signer.sign(githubClaims(server.clock.now));
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_request, index) => openWith(index % 2 === 0 ? server : other, jwt)),
  );
  const codes = answers.map(({ code }) => code ?? "opened");
  expect(codes.filter((code) => code === "opened")).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(["opened", "UNAUTHENTICATED"]));
  expect((await server.ask(server.admin, "{ runs { id } }")).data.runs).toHaveLength(1);
});
