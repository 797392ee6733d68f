import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { programAuthorities, programVariables } from "./index.ts";

const files = { added: "/added.pem", all: "/all.pem" };
const broker = {
  url: "http://keyfold:x@127.0.0.1:1",
  hosts: ["api.example.com", "127.0.0.1:8443", "*.wild.test"],
  only: false,
};

test("a host in use is never in NO_PROXY, whichever entry names it; others stay", () => {
  const remaining = [
    "internal.test",
    "10.0.0.1",
    "example.org",
    "other.example.com",
    "api.example.com:8443",
    "wild.testx",
  ];
  const dropped = [
    "*",
    "api.example.com",
    ".example.com",
    "*.example.com",
    "com",
    "API.example.com:443",
    "127.0.0.1",
    "wild.test",
    "a.wild.test",
  ];
  const NO_PROXY = [...remaining, ...dropped].join(", ");
  for (const environment of [{ NO_PROXY }, { no_proxy: NO_PROXY }]) {
    const variables = programVariables(broker, environment, files);
    expect(variables.NO_PROXY?.split(",")).toEqual(remaining);
    expect(variables.no_proxy).toBe(variables.NO_PROXY);
  }
  expect(programVariables({ ...broker, only: true }, { NO_PROXY }, files).NO_PROXY).toBe("");
});

test("a proxy for everything is replaced where there is one", () => {
  expect(programVariables(broker, { all_proxy: "socks5://x" }, files)).toMatchObject({
    all_proxy: broker.url,
    https_proxy: broker.url,
  });
  expect(programVariables(broker, {}, files)).not.toHaveProperty("ALL_PROXY");
});

test("the authorities that the environment names are merged", () => {
  const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;
  const file = join(temporaryFolder(), "own.pem");
  writeFileSync(file, `${pem("YQ==")}\n${pem("Yg==")}\n`);
  const { added, all } = programAuthorities(
    { certificate: `${pem("Yw==")}\n` },
    { REQUESTS_CA_BUNDLE: file, NODE_EXTRA_CA_CERTS: "/none" },
  );
  expect(added).toBe(`${pem("Yw==")}\n${pem("YQ==")}\n${pem("Yg==")}\n`);
  for (const one of ["YQ==", "Yg==", "Yw=="]) expect(all).toContain(pem(one));
});

test("a program finds the proxy, and the authorities beside or in place of the system's, by all that clients look at", () => {
  const named = (names: string, value: string) => Object.fromEntries(names.split(" ").map((name) => [name, value]));
  expect(programVariables(broker, {}, files)).toEqual({
    ...named("HTTP_PROXY HTTPS_PROXY http_proxy https_proxy", broker.url),
    ...named("NO_PROXY no_proxy", ""),
    NODE_USE_ENV_PROXY: "1",
    ...named("NODE_EXTRA_CA_CERTS DENO_CERT", files.added),
    ...named("SSL_CERT_FILE REQUESTS_CA_BUNDLE CURL_CA_BUNDLE GIT_SSL_CAINFO", files.all),
    ...named("CARGO_HTTP_CAINFO AWS_CA_BUNDLE PIP_CERT", files.all),
  });
});
