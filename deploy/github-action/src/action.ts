import { processEnvironment } from "@keyfold/common/process-environment";
import { mainStep } from "./main-step.ts";
import { isPostStep, postStep } from "./post-step.ts";
import { runStep } from "./workflow.ts";

// The runner starts this file twice: where the step stands, and when the job is over.

const env = processEnvironment();
await runStep(() => (isPostStep(env) ? postStep(env) : mainStep(env)));
