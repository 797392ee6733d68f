import type { Duplex } from "node:stream";
import type { Client } from "@keyfold/client";
import { backgroundClock, type Clock } from "@keyfold/common/clock";
import { codeOf } from "@keyfold/common/error";
import { saysRunIsOver } from "@keyfold/common/lasting-run";
import type { Redactor } from "@keyfold/common/redaction/redactor";
import { BrokerError } from "../broker-error.ts";
import { Authority } from "../network/authority.ts";
import type { DialOptions } from "../network/dial.ts";
import { HostConnections } from "../network/host-connections.ts";
import { remember } from "./remember.ts";
import { type BrokerUse, isInUse, type PreparedUse, prepareUses } from "./uses.ts";

/** What a broker asks the server, with the token of a run. */
export type UseClient = Pick<Client, "useSecret" | "whoami">;

/** What a session is made of. */
export interface SessionOptions {
  readonly client: UseClient;
  readonly uses: readonly BrokerUse[];
  /** Whether connections to hosts that are not in use are refused. */
  readonly only: boolean;
  readonly dial: DialOptions;
  /** Knows the values, also those of other sessions of this broker. */
  readonly redactor: Redactor;
  readonly clock?: Clock;
  /** Called once with the server's refusal when the run is over. */
  readonly onOver?: ((error: unknown) => void) | undefined;
}

/** How often the server is asked whether the run still lives. */
const lookMs = 2000;
/** How long connections stand after the run was found to be over. */
const graceMs = 200;
/** Hosts whose connections are remembered. */
const maxHosts = 200;
/** Streams that are open at a time; a connection of the program has up to three. */
const maxOpen = 6000;

/** One run's part of a broker: its uses, placeholders, values, authority and open connections. */
export class Session {
  readonly uses: readonly PreparedUse[];
  readonly authority: Authority;
  readonly dial: DialOptions;
  readonly redactor: Redactor;
  readonly #options: SessionOptions;
  readonly #clock: Clock;
  readonly #hosts = new Map<string, HostConnections>();
  readonly #open = new Set<Duplex>();
  #end: unknown;
  #cancel = (): void => {};

  private constructor(options: SessionOptions, uses: readonly PreparedUse[], authority: Authority) {
    this.#options = options;
    this.#clock = options.clock ?? backgroundClock;
    this.uses = uses;
    this.authority = authority;
    this.dial = options.dial;
    this.redactor = options.redactor;
    this.#wait();
  }

  /**
   * Opens a session.
   *
   * @throws BrokerError with code BAD_USE.
   */
  static async open(options: SessionOptions): Promise<Session> {
    const uses = prepareUses(options.uses);
    const now = (options.clock ?? backgroundClock).now();
    const authority = await Authority.make([...new Set(uses.map(({ host }) => host))], now);
    return new Session(options, uses, authority);
  }

  /**
   * Checks that a connection to a host may be made.
   *
   * @returns whether the host is in use; a connection to another is passed on as it is.
   * @throws what the run was ended with; BrokerError with code HOST_NOT_ALLOWED.
   */
  admit(host: string): boolean {
    if (this.#end !== undefined) throw this.#end;
    if (isInUse(this.uses, host)) return true;
    if (!this.#options.only) return false;
    throw new BrokerError(
      "HOST_NOT_ALLOWED",
      `${host} is not one of the hosts in use.`,
      "Add a use of it, or leave out --only.",
    );
  }

  /**
   * The same for a new connection of the program: no session takes all of what a broker can have.
   *
   * @throws as `admit`; BrokerError with code BAD_REQUEST for one too many.
   */
  admitConnection(host: string): boolean {
    const isInUse = this.admit(host);
    if (this.#open.size < maxOpen) return isInUse;
    throw new BrokerError("BAD_REQUEST", "The program has too many connections at a time.", "Close some of them.");
  }

  /**
   * Asks the server for a value that a request is to carry: it is recorded by then.
   *
   * @throws ClientError with the server's code; BrokerError with code VALUE_NOT_USABLE.
   */
  async ask({ name }: PreparedUse, request: { host: string; method: string; path: string }): Promise<string> {
    const value = await this.#options.client.useSecret({ name, ...request }).catch((error: unknown) => {
      this.#look(error);
      throw error;
    });
    if (typeof value !== "string" && typeof value !== "number") {
      throw new BrokerError(
        "VALUE_NOT_USABLE",
        "The secret's value is no string, and can't be put into a request.",
        "Set it as a string: keyfold secret set NAME",
      );
    }
    this.redactor.add(value);
    // Headers are bytes: a host that takes them for characters spells it so.
    this.redactor.add(Buffer.from(String(value)).toString("latin1"));
    if (this.#end !== undefined) throw this.#end;
    return String(value);
  }

  /** What a host in use shows to the program: a certificate and its key, both in PEM. */
  certify(hostname: string): Promise<{ cert: string; key: string }> {
    return this.authority.certify(hostname, this.#clock.now());
  }

  /** The connections to a host in use. */
  connectionsTo(host: string): HostConnections {
    const connect = (): HostConnections => new HostConnections(host, this.dial);
    return remember(this.#hosts, host, maxHosts, connect, (oldest) => oldest.retire());
  }

  /** Remembers a stream that ends with the session. */
  hold(stream: Duplex): void {
    if (this.#end !== undefined) {
      stream.destroy();
      return;
    }
    this.#open.add(stream);
    stream.once("close", () => this.#open.delete(stream));
    // Whoever reads it has the error.
    stream.on("error", () => {});
  }

  /** Ends every connection. */
  close(): void {
    this.#end ??= new BrokerError("NO_SESSION", "The broker has ended.", "Start the program anew.");
    this.#cancel();
    for (const stream of this.#open) stream.destroy();
    for (const host of this.#hosts.values()) host.close();
  }

  #wait(): void {
    this.#cancel = this.#clock.after(lookMs, () => {
      // A server that is away ends nothing: it refuses each use.
      const asked = this.#options.client.whoami().catch((error: unknown) => this.#look(error));
      void asked.then(() => {
        if (this.#end === undefined) this.#wait();
      });
    });
  }

  #look(error: unknown): void {
    const isOver = saysRunIsOver(error) || codeOf(error) === "UNAUTHENTICATED";
    if (this.#end !== undefined || !isOver) return;
    this.#end = error;
    this.#cancel();
    // The request that found it out is still answered.
    this.#cancel = this.#clock.after(graceMs, () => this.close());
    this.#options.onOver?.(error);
  }
}
