import { PassThrough } from "node:stream";
import { createSecureContext } from "node:tls";
import { Redactor } from "@keyfold/common/redaction/redactor";
import { expect, onTestFinished, test } from "vitest";
import { Session } from "./session.ts";

test("a session has 6000 streams at a time at most, and one that was closed makes room", async () => {
  const nobody = (): Promise<never> => Promise.reject(new Error("no server is asked"));
  const session = await Session.open({
    client: { useSecret: nobody, whoami: nobody },
    uses: [{ name: "key", host: "api.test" }],
    only: false,
    dial: { trust: createSecureContext(), outerProxy: undefined, noProxy: "", lookup: undefined },
    redactor: new Redactor(),
  });
  onTestFinished(() => session.close());
  const streams = Array.from({ length: 6000 }, () => new PassThrough());
  for (const stream of streams.slice(1)) session.hold(stream);
  expect(session.admitConnection("api.test")).toBe(true);
  for (const stream of streams.slice(0, 1)) session.hold(stream);
  expect(() => session.admitConnection("other.test")).toThrow("too many connections");
  const [first] = streams;
  await new Promise((resolve) => first?.once("close", resolve).destroy());
  expect(session.admitConnection("other.test")).toBe(false);
});
