import { type ConfigOptions, type ConfigWatcher, watchConfig } from "@keyfold/config";
import { z } from "zod";

const schema = z.object({
  server: z.object({ host: z.string(), port: z.number().int().min(0).max(65_535) }),
  greeting: z.object({ text: z.string(), signing_key: z.string().min(8).meta({ writeOnly: true }) }),
});

export type Settings = z.infer<typeof schema>;

/** The service's settings: greeter.toml, then variables that begin with GREETER__; followed while the service runs. */
export function loadSettings(log: (line: string) => void): ConfigWatcher<Settings> {
  const options: ConfigOptions<Settings> = { envPrefix: "GREETER", schema };
  return watchConfig(options, (_, problem) =>
    log(problem ? `kept the old settings: ${problem.message}` : "new settings"),
  );
}
