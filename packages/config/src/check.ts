export { type ConfigProblem, checkConfig } from "./check-config.ts";
