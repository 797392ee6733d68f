/** A proxy that puts secrets into a program's requests, so that the program never holds them. @packageDocumentation */

export { KeyfoldError } from "@keyfold/common/error";
export { BrokerError, type BrokerErrorCode } from "./broker-error.ts";
export { type BrokerSession, openBrokerSession } from "./open-broker-session.ts";
export { type ProgramAuthorities, programAuthorities, programVariables } from "./program-environment.ts";
export type { UseClient } from "./sessions/session.ts";
export type { BrokerUse } from "./sessions/uses.ts";
export { warningsFor } from "./sessions/warnings.ts";
export { type Broker, type BrokerOptions, type NetworkOptions, type ProxyLimits, startBroker } from "./start-broker.ts";
export {
  type BrokerService,
  type BrokerServiceOptions,
  type ServiceUse,
  type SessionRun,
  startBrokerService,
} from "./start-broker-service.ts";
