import "reflect-metadata";
import { once } from "node:events";
import { Secret, withRun } from "@keyfold/secret";
import { Controller, Injectable, Module, Post } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";

@Injectable()
class Payments {
  async charge(): Promise<string> {
    const key = await new Secret<string>("stripe key").get();
    return `a key of ${key.length} characters`;
  }
}

@Controller()
class PaymentsController {
  constructor(private readonly payments: Payments) {}

  @Post("charge")
  async charge(): Promise<{ paidBy: string }> {
    return { paidBy: await this.payments.charge() };
  }
}

@Module({ controllers: [PaymentsController], providers: [Payments] })
class AppModule {}

await withRun({ allow: ["stripe key"], label: "nest" }, async () => {
  const app = await NestFactory.create(AppModule, { logger: ["error"] });
  await app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
  console.log(`listening on ${await app.getUrl()}`);
  await once(process, "SIGTERM");
  await app.close();
});
