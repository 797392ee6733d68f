import { expect, test } from "vitest";
import { checkUrl } from "./connection.ts";

test.for([
  ["https://keyfold.example", "https://keyfold.example/graphql"],
  ["https://keyfold.example/", "https://keyfold.example/graphql"],
  ["https://keyfold.example/graphql", "https://keyfold.example/graphql"],
  ["https://keyfold.example/graphql/", "https://keyfold.example/graphql"],
  ["https://keyfold.example:8443/team//", "https://keyfold.example:8443/team/graphql"],
  ["HTTPS://Keyfold.Example?a=b#c", "https://keyfold.example/graphql"],
  ["http://127.0.0.1:4250", "http://127.0.0.1:4250/graphql"],
  ["http://127.1", "http://127.0.0.1/graphql"],
  ["http://localhost:4250", "http://localhost:4250/graphql"],
  ["http://[::1]:4250", "http://[::1]:4250/graphql"],
] as const)("%s", ([text, endpoint]) => {
  expect(checkUrl(text, "url", false).href).toBe(endpoint);
});

test.for([
  ["", "INVALID_URL"],
  ["keyfold.example", "INVALID_URL"],
  ["ftp://keyfold.example", "INVALID_URL"],
  ["file:///etc/passwd", "INVALID_URL"],
  ["https://user@keyfold.example", "INVALID_URL"],
  ["https://:password@keyfold.example", "INVALID_URL"],
  ["http://keyfold.example", "INSECURE_URL"],
  ["http://127.0.0.1.example", "INSECURE_URL"],
  ["http://localhost.example", "INSECURE_URL"],
  ["http://127.example", "INSECURE_URL"],
  ["http://10.0.0.1", "INSECURE_URL"],
  ["http://[::2]", "INSECURE_URL"],
  ["http://0.0.0.0", "INSECURE_URL"],
] as const)("%s is refused: %s", ([text, code]) => {
  const attempt = (): URL => checkUrl(text, "The URL of the test", false);
  expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringMatching(/^The URL of the test /) }));
  expect(attempt).not.toThrow(/:password|user@|\.example/);
});

test("plain http to another machine, allowed by name", () => {
  expect(checkUrl("http://keyfold.example", "url", true).href).toBe("http://keyfold.example/graphql");
});
