export { withSecrets } from "./with-secrets.ts";
