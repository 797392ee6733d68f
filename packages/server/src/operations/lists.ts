import { type RawBuilder, sql } from "kysely";
import type { RequestTime } from "../budgets/request-time.ts";
import type { ResponseBudget } from "../budgets/response-budget.ts";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Page } from "./page.ts";

/** Lists in one request: each takes its turn, so that they would take long. */
const maxLists = 5;

/** Rows of an index that one statement goes through: the time is looked at after each. */
const sliceRows = 5000;

/** What a list is read with. */
export interface ListReader {
  /** How much the response holds already. */
  readonly budget: ResponseBudget;
  /**
   * The rows of one statement, which goes through a bounded number of rows.
   *
   * @throws ServerError `LIST_TIMEOUT`, `DATABASE_UNAVAILABLE`.
   */
  readonly read: <Row>(statement: RawBuilder<Row>) => Promise<Row[]>;
  /** `leadsByRange` of the database that it reads. */
  readonly leadsByRange: boolean;
}

/** The lists of one request, of one caller. */
export class RequestLists {
  readonly #server: Pick<ServerParts, "database" | "lists">;
  readonly #budget: ResponseBudget;
  /** What the request takes of the event loop: charged after each wait. */
  readonly time: RequestTime;
  #count = 0;

  constructor(server: Pick<ServerParts, "database" | "lists">, budget: ResponseBudget, time: RequestTime) {
    this.#server = server;
    this.#budget = budget;
    this.time = time;
  }

  /**
   * Reads a list, when those of the same token before it are read.
   *
   * @throws ServerError `LIMIT_EXCEEDED` for one too many in this request, `RATE_LIMITED`, `LIST_TIMEOUT`, or what `work`
   *   throws.
   */
  read<T>(callerId: string, work: (reader: ListReader) => Promise<T>): Promise<T> {
    this.#count += 1;
    if (this.#count > maxLists) {
      throw new ServerError("LIMIT_EXCEEDED", `The request has more than ${maxLists} lists.`, "Send several requests.");
    }
    return this.more(callerId, work);
  }

  /** Reads what belongs to the rows of a list, and not everybody asks for. */
  more<T>(callerId: string, work: (reader: ListReader) => Promise<T>): Promise<T> {
    const { lists, database } = this.#server;
    return lists.run(callerId, (checkTime) =>
      work({
        budget: this.#budget,
        leadsByRange: database.leadsByRange,
        read: async (statement) => {
          checkTime();
          const { rows } = await statement.execute(database.lists);
          this.time.charge();
          return rows;
        },
      }),
    );
  }
}

type Key = readonly (string | number)[];

/** Rows that stand together in an index. */
interface Part {
  /** What they have in common, and the index knows. */
  readonly where: readonly RawBuilder<unknown>[];
  /**
   * The first columns of the index with the values that the rows have, where another index has the same order: see
   * `Database.leadsByRange`.
   */
  readonly lead?: readonly { readonly column: string; readonly value: string | null }[];
}

/** Which rows a list goes through: along an index, so that it can begin behind any of them. */
export interface Listing {
  readonly table: keyof Tables;
  /** The columns, with those of `key` and `filter`. */
  readonly columns: RawBuilder<unknown>;
  /** Rows that are merged. Each part has an index that serves it and goes on with the columns of `key`. */
  readonly parts: readonly Part[];
  /** The columns that the rows are ordered by, unique together. */
  readonly key: readonly string[];
  readonly order: "asc" | "desc";
  /** Begins behind the row with this key. */
  readonly after?: Key | undefined;
  /** Which of the team's rows the caller may see, where that is not all: a list can't begin behind another. */
  readonly visible?: RawBuilder<boolean> | undefined;
  /** Which of the rows belong to the list, where no index says so. */
  readonly filter?: RawBuilder<boolean> | undefined;
}

type PlannedListing = Listing & Pick<ListReader, "leadsByRange">;

/**
 * A page of a list. However many rows it goes through to find them, each statement goes through some of them only; rows count
 * in the budget as they are read.
 *
 * @throws ServerError `LIST_TIMEOUT`, `LIMIT_EXCEEDED`, `RATE_LIMITED`, `DATABASE_UNAVAILABLE`.
 */
export async function readRows<Row extends object>(
  { read, budget, leadsByRange }: ListReader,
  listing: Listing,
  { limit, offset }: Page,
): Promise<Row[]> {
  const found: Row[] = [];
  let { after } = listing;
  let toSkip = offset;
  // Most lists are short, or begin with rows that are wanted.
  let size = Math.min(sliceRows, limit + offset);
  const planned = { ...listing, leadsByRange };
  while (found.length < limit) {
    if (toSkip < size) {
      const rows = await read(pageOf<Row>(planned, after, size, { limit: limit - found.length, offset: toSkip }));
      budget.addRows(rows);
      for (const row of rows) found.push(row);
      if (found.length === limit || (listing.filter === undefined && rows.length + toSkip < size)) break;
      if (rows.length > 0) toSkip = 0;
    }
    if (toSkip > 0) toSkip -= await countRows(read, planned, after, size);
    const keys = { ...planned, columns: sql.join(listing.key.map((column) => sql.ref(column))) };
    // The key of the slice's last row, unless the index ends before.
    const [end] = await read<Record<string, unknown>>(sliceOf(keys, after, 1, size - 1));
    if (end === undefined) break;
    after = listing.key.map((column) => end[column] as string | number);
    size = sliceRows;
  }
  return found;
}

/**
 * The key of the row of a team that a list goes on behind.
 *
 * @param id - the row's name or id, in the last column of the key.
 * @throws ServerError `BAD_INPUT` if the team has no such row that the caller may see.
 */
export async function findKey(
  { read }: ListReader,
  { table, key, visible = sql<boolean>`true` }: Listing,
  teamId: string,
  id: string,
): Promise<Key> {
  const columns = key.map((column) => sql.ref(column));
  const [row] = await read<Record<string, string | number>>(sql`
    select ${sql.join(columns)} from ${sql.table(table)} where team_id = ${teamId} and ${columns.at(-1)} = ${id}
      and ${visible}`);
  if (row !== undefined) return key.map((column) => row[column] as string | number);
  throw new ServerError("BAD_INPUT", "after must be in the list.", "Use the last row of the page before.");
}

/** The first rows of an index behind a key. */
function sliceOf<Row>(
  { table, parts, columns, key, order, leadsByRange }: PlannedListing,
  after: Key | undefined,
  rows: number,
  offset = 0,
): RawBuilder<Row> {
  const partOf = ({ where, lead = [] }: Part): RawBuilder<unknown> => {
    // SQLite goes along another index, too, where it leads by more than the team: the key of the table, which has all columns.
    const byRange = leadsByRange || lead.length > 1;
    const ranged = byRange ? lead.filter(({ value }) => value !== null) : [];
    const equal = lead.filter((one) => !ranged.includes(one));
    const conditions = [
      ...where,
      ...equal.map(({ column, value }) => sql`${sql.ref(column)} ${value === null ? sql`is null` : sql`= ${value}`}`),
    ];
    const leadColumns = ranged.map(({ column }) => column);
    const leadValues = ranged.map(({ value }) => value);
    const [towards, back] = order === "asc" ? [sql`>`, sql`<=`] : [sql`<`, sql`>=`];
    if (ranged.length > 0) conditions.push(sql`${columnsOf(leadColumns)} ${back} ${valuesOf(leadValues)}`);
    if (after !== undefined) {
      const begin = valuesOf([...leadValues, ...after]);
      conditions.push(sql`${columnsOf([...leadColumns, ...key])} ${towards} ${begin}`);
    } else if (ranged.length > 0) {
      conditions.push(sql`${columnsOf(leadColumns)} ${towards}= ${valuesOf(leadValues)}`);
    }
    const ordered = orderBy(byRange ? [...lead.map(({ column }) => column), ...key] : key, order);
    return sql`select ${columns} from ${sql.table(table)} where ${allOf(conditions)} order by ${ordered}`;
  };
  const [part] = parts;
  // Written as numbers, not parameters: the planner must know that they are few.
  const limits = sql`limit ${sql.lit(rows)} offset ${sql.lit(offset)}`;
  if (parts.length === 1 && part !== undefined) return sql<Row>`${partOf(part)} ${limits}`;
  // Each along its index up to the end of the slice: a planner would rather sort all of them.
  const ends = sql.lit(rows + offset);
  const merged = parts.map((each) => sql`select * from (${partOf(each)} limit ${ends}) as part`);
  return sql<Row>`${sql.join(merged, sql` union all `)} order by ${orderBy(key, order)} ${limits}`;
}

/** A page of the rows of a slice that belong to the list. */
function pageOf<Row>(listing: PlannedListing, after: Key | undefined, size: number, page: Page): RawBuilder<Row> {
  const { key, filter, order } = listing;
  const [limit, offset] = [Math.min(page.limit, sliceRows), page.offset];
  // Nothing around it: in an order of its own the rows would be sorted once more.
  if (filter === undefined) return sliceOf(listing, after, Math.min(limit, size - offset), offset);
  const slice = sliceOf(listing, after, size);
  return sql<Row>`select * from (${slice}) as slice where ${filter} order by ${orderBy(key, order)} limit ${limit} offset ${offset}`;
}

/** How many rows of a slice belong to the list. */
async function countRows(
  read: ListReader["read"],
  listing: PlannedListing,
  after: Key | undefined,
  size: number,
): Promise<number> {
  // The slice has its full length, or is the last.
  if (listing.filter === undefined) return size;
  const [row] = await read(sql<{ count: number }>`
    select count(*) as count from (${sliceOf(listing, after, size)}) as slice where ${listing.filter}`);
  return Number(row?.count ?? 0);
}

function orderBy(key: readonly string[], order: "asc" | "desc"): RawBuilder<unknown> {
  return sql.join(key.map((column) => sql`${sql.ref(column)} ${sql.raw(order)}`));
}

function columnsOf(columns: readonly string[]): RawBuilder<unknown> {
  return tuple(columns.map((column) => sql.ref(column)));
}

function valuesOf(values: readonly unknown[]): RawBuilder<unknown> {
  return tuple(values.map((value) => sql`${value}`));
}

function tuple(parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return parts.length === 1 ? sql`${parts[0]}` : sql`(${sql.join(parts)})`;
}

/** All of some conditions, one at least. */
function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** The filter of a listing: all of some conditions, and undefined where there is none. */
export function filterOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> | undefined {
  return conditions.length === 0 ? undefined : allOf(conditions);
}

/** Parts of a list in order, each of at most `maxItems` items, and of `maxSize` together unless it is one item. */
export function inGroups<Item>(
  items: readonly Item[],
  maxItems: number,
  maxSize: number = Infinity,
  sizeOf: (item: Item) => number = () => 1,
): Item[][] {
  const groups: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const group = groups.at(-1);
    if (group === undefined || group.length >= maxItems || size > room) {
      groups.push([item]);
      room = maxSize - size;
    } else {
      group.push(item);
      room -= size;
    }
  }
  return groups;
}
