import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { keepReleased } from "./keep-released.ts";

function folderOf(...files: string[]): string {
  const folder = temporaryFolder();
  for (const file of files) writeFileSync(join(folder, file), file);
  return folder;
}

test("a release takes the place of the one before it, package by package", () => {
  const released = folderOf("keyfold-client-0.1.0.tgz", "keyfold-config-0.1.0.tgz", "keyfold-server-0.1.0.tgz");
  keepReleased(folderOf("keyfold-client-0.2.0.tgz", "keyfold-0.2.0.tgz", "keyfold-secret-0.2.0.tgz"), released);
  expect(readdirSync(released).sort()).toEqual([
    "keyfold-client-0.2.0.tgz",
    "keyfold-config-0.1.0.tgz",
    "keyfold-server-0.1.0.tgz",
  ]);
});

test("a pre-release is not kept", () => {
  const released = folderOf("keyfold-client-0.1.0.tgz");
  keepReleased(folderOf("keyfold-client-0.2.0-next.0.tgz"), released);
  expect(readdirSync(released)).toEqual(["keyfold-client-0.1.0.tgz"]);
});

test("the first release makes the folder; one without tarballs leaves it alone", () => {
  const parent = temporaryFolder();
  const released = join(parent, "released");
  keepReleased(join(parent, "not there"), released);
  expect(readdirSync(parent)).toEqual([]);
  keepReleased(folderOf("keyfold-server-0.1.0.tgz"), released);
  expect(readdirSync(released)).toEqual(["keyfold-server-0.1.0.tgz"]);
});
