// Reading back: a damaged record is left out and taken away, and costs no other.
import { isKnown, type Epoch, type Known } from "../wire.js";
import { takeOut, type Database, type StoredFinding, type StoredVisit } from "./database.js";
import { isNamedEpoch, isStoredFinding, isStoredVisit } from "./shape.js";

interface Kinds {
  visits: StoredVisit;
  findings: StoredFinding;
  known: Known;
  epochs: Epoch;
}

type Name = keyof Kinds;

const isWhole: { [N in Name]: (v: unknown) => v is Kinds[N] } = { visits: isStoredVisit, findings: isStoredFinding, known: isKnown, epochs: isNamedEpoch };

/** What was read, and the keys of the records that could not be used. */
export interface Kept<N extends Name> {
  whole: Kinds[N][];
  damaged: IDBValidKey[];
}

/** Which records of a store: all, or those of a range of its keys or of an index. */
export interface Which {
  index?: string;
  range?: IDBKeyRange;
}

/** All that idb's types know of one store at a time. */
interface Source {
  getAll(range?: IDBKeyRange): Promise<unknown[]>;
  getAllKeys(range?: IDBKeyRange): Promise<IDBValidKey[]>;
}

export async function read<N extends Name>(db: Database, name: N, { index, range }: Which = {}): Promise<Kept<N>> {
  const source = (): Source => {
    const store = db.transaction(name).store;
    return index === undefined ? store : store.index(index as never);
  };
  const is = isWhole[name];
  let values: unknown[] | undefined;
  try {
    values = await source().getAll(range);
    if (values.every(is)) return { whole: values, damaged: [] };
  } catch {
    // One that cannot be read at all: they are asked for one by one.
  }
  const kept: Kept<N> = { whole: [], damaged: [] };
  for (const key of await source().getAllKeys(range)) {
    const value = await readOne(db, name, key);
    if (value === damaged) kept.damaged.push(key);
    else if (value !== undefined) kept.whole.push(value);
  }
  return kept;
}

/** Stands for a record that is there and cannot be used. */
export const damaged = Symbol("damaged");

export async function readOne<N extends Name>(db: Database, name: N, key: IDBValidKey): Promise<Kinds[N] | typeof damaged | undefined> {
  let value: unknown;
  try {
    value = await db.get(name, key as string);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "InvalidStateError") throw cause; // it is the database that cannot be used
    return damaged;
  }
  return value === undefined || isWhole[name](value) ? value : damaged;
}

/** Takes records away that are damaged still, and tells how many there were. */
export async function dropDamaged(db: Database, name: Name, keys: readonly IDBValidKey[]): Promise<number> {
  const still: IDBValidKey[] = [];
  for (const key of keys) if (await readOne(db, name, key) === damaged) still.push(key);
  await takeOut(db, async (tx) => { await Promise.all(still.map((key) => tx.objectStore(name).delete(key as never))); });
  return still.length;
}
