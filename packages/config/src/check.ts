/** What is wrong or doubtful in a configuration, as `keyfold config check` reports it. @packageDocumentation */

export { type ConfigProblem, checkConfig } from "./check-config.ts";
