export { findLogin } from "./logins/find-login.ts";
export { listOrigins } from "./logins/list-origins.ts";
export type { Environment } from "./logins/logins-path.ts";
export { removeLogin } from "./logins/remove-login.ts";
export { saveLogin } from "./logins/save-login.ts";
