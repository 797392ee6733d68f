import { admin, canary, give, serverUrl } from "./given.ts";

export async function before(): Promise<void> {
  await admin.setSecret({ name: "stripe key", value: canary });
  give({ url: serverUrl, token: (await admin.createToken({ name: "a broker", role: "runner" })).token });
}
