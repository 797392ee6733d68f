// Fills an embedded store up to so many secrets: every STEPth is there, and the others are rows like them, whose values nobody can read.
import { join } from "node:path";
import Database from "better-sqlite3";

const [dataFolder, count, step] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const database = new Database(join(dataFolder, "keyfold.db"));
// What is lost by a power cut is filled anew.
database.pragma("synchronous = off");
database.pragma("cache_size = -400000");
const digit = (place) => `substr(printf('%04d', n % 10000), ${place}, 1)`;
const folder = [1, 2, 3, 4].map(digit).join(" || '/' || ");
database.exec(`
  create temp table made as
    with recursive numbers (n) as (values (0) union all select n + 1 from numbers where n + 1 < ${count})
    select printf('00000000-0000-4000-8000-%012x', n) as id, ${folder} as folder,
      ${folder} || '/' || printf('secret-%07d', n) as name from numbers where n % ${step} <> 0;
  begin;
  insert into secret (id, team_id, name, folder, version, created_at, updated_at, updated_by)
    select made.id, team_id, made.name, made.folder, 1, created_at, updated_at, updated_by
    from made, (select * from secret limit 1) order by made.name;
  insert into secret_version (secret_id, version, team_id, name, created_at, created_by)
    select made.id, 1, team_id, made.name, created_at, created_by
    from made, (select * from secret_version limit 1) order by made.id;
  insert into vault_value (secret_id, version, team_id, name, sealed, key_number)
    select made.id, 1, team_id, made.name, sealed, key_number
    from made, (select * from vault_value limit 1) order by made.id;
  commit;`);
database.close();
