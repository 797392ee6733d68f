import { Secret, withRun } from "@keyfold/secret";

const batches = [
  ["invoice 1", "invoice 2"],
  ["invoice 3", "broken"],
];

for (const [index, jobs] of batches.entries()) {
  const label = `batch ${index + 1}`;
  try {
    await withRun({ allow: ["mail password"], ttlSeconds: 60, label }, async () => {
      for (const job of jobs) console.log(await send(job));
    });
  } catch (error) {
    console.log(`${label} failed: ${(error as Error).message}`);
  }
}

async function send(job: string): Promise<string> {
  if (job === "broken") throw new Error("the job is broken");
  const password = String(await new Secret("mail password").get());
  return `${job} sent with a password of ${password.length} characters`;
}
