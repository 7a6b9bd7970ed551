// A database that cannot be opened is set aside and stays as it is: a newer
// version of Midwatch may be able to read it. A fresh one takes its place.
import { deleteDB } from "idb";
import { api } from "../browser.js";
import { openDatabase, type Database } from "./database.js";

/** How long a database gets to open, in milliseconds, before it counts as one that cannot. */
const patience = 15_000;

/** In storage.local: the name of the database in use, and those set aside. */
interface Names {
  database: string;
  aside: string[];
}

const key = "database";

async function loadNames(): Promise<Names> {
  const stored: unknown = (await api.storage.local.get(key))[key];
  const { database, aside } = (stored ?? {}) as Partial<Record<keyof Names, unknown>>;
  return {
    database: typeof database === "string" ? database : "midwatch",
    aside: Array.isArray(aside) ? aside.filter((n) => typeof n === "string") : [],
  };
}

export interface Opened {
  db: Database;
  /** The one before could not be opened. */
  afresh: boolean;
}

/** Opens the database; throws if not even a fresh one can be opened. */
export async function openOrSetAside(onClosed: () => void): Promise<Opened> {
  const names = await loadNames();
  try {
    return { db: await openInTime(names.database, onClosed), afresh: false };
  } catch {
    const database = `midwatch-${crypto.randomUUID()}`;
    const db = await openInTime(database, onClosed);
    await api.storage.local.set({ [key]: { database, aside: [...names.aside, names.database] } satisfies Names });
    return { db, afresh: true };
  }
}

async function openInTime(name: string, onClosed: () => void): Promise<Database> {
  const opening = openDatabase(name, onClosed);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error("it does not open"));
      void opening.then((db) => { db.close(); }, () => undefined);
    }, patience);
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Takes away what was set aside. */
export async function deleteAside(): Promise<void> {
  const names = await loadNames();
  if (names.aside.length === 0) return;
  await api.storage.local.set({ [key]: { ...names, aside: [] } satisfies Names });
  // One that somebody holds open goes once they let go of it.
  for (const name of names.aside) void deleteDB(name).catch(() => undefined);
}
