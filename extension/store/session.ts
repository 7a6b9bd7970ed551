// What lives as long as the browser runs and never touches the disk: the
// session's name, the network epoch, and all that private windows did.
import { api } from "../browser.js";
import type { Open } from "../gather/open.js";
import { isEpoch, isFinding, type Epoch, type Finding } from "../wire.js";
import type { Judged } from "./database.js";
import { isOpen } from "./shape.js";

export interface Session {
  id: string;
  began: number;
  /** Visits of private windows that were judged. */
  hidden: number;
  /** The database could not be opened in this session, and a fresh one was begun. */
  afresh: boolean;
  /** Records that were damaged and left out. */
  damaged: number;
  /** Documents that were forgotten while a tab showed them. */
  forgotten: string[];
}

const sessionKey = "session";
const epochKey = "epoch";
const visitKey = "visit:";
const findingsKey = "findings:";

/** Visits of private windows whose findings are kept: storage.session holds 10 MB in all. */
const maxPrivate = 100;

interface Private {
  at: number;
  findings: Finding[];
}

export interface Loaded {
  session: Session;
  /** The network epoch, unless none began in this session. */
  epoch: Epoch | undefined;
  /** Visits of private windows that were open when the worker stopped. */
  open: Open[];
}

export async function loadSession(): Promise<Loaded> {
  const all = await api.storage.session.get(null);
  const open: Open[] = [];
  for (const [key, value] of Object.entries(all)) {
    if (key.startsWith(visitKey) && isOpen(value)) open.push(value);
  }
  const epoch = isEpoch(all[epochKey]) ? all[epochKey] : undefined;
  const stored = all[sessionKey] as Partial<Session> | undefined;
  if (stored?.id !== undefined) return { session: { ...begin(stored.id), ...stored }, epoch, open };
  const session = begin(crypto.randomUUID());
  await saveSession(session);
  return { session, epoch, open };
}

export function begin(id: string): Session {
  return { id, began: Date.now(), hidden: 0, afresh: false, damaged: 0, forgotten: [] };
}

export async function saveSession(session: Session): Promise<void> {
  await api.storage.session.set({ [sessionKey]: session });
}

export async function saveEpoch(epoch: Epoch): Promise<void> {
  await api.storage.session.set({ [epochKey]: epoch });
}

export async function writePrivate(session: Session, visits: Open[], judged: Judged[], ended: string[]): Promise<void> {
  const items: Record<string, unknown> = { [sessionKey]: session };
  const at = Date.now();
  for (const open of visits) items[visitKey + open.visit.id] = open;
  for (const { visit, findings } of judged) items[findingsKey + visit] = { at, findings } satisfies Private;
  await api.storage.session.set(items);
  if (ended.length > 0) await api.storage.session.remove(ended.map((id) => visitKey + id));
  if (judged.length === 0) return;
  const kept = (await readPrivate()).sort((a, b) => b.at - a.at);
  if (kept.length > maxPrivate) await api.storage.session.remove(kept.slice(maxPrivate).map(({ key }) => key));
}

export async function privateFindings(): Promise<Finding[]> {
  return (await readPrivate()).flatMap(({ findings }) => findings);
}

async function readPrivate(): Promise<(Private & { key: string })[]> {
  const list: (Private & { key: string })[] = [];
  for (const [key, value] of Object.entries(await api.storage.session.get(null))) {
    if (!key.startsWith(findingsKey)) continue;
    const { at, findings } = value as Partial<Private>;
    if (typeof at === "number" && Array.isArray(findings) && findings.every(isFinding)) list.push({ key, at, findings });
  }
  return list;
}

/** Takes private findings away that are to be forgotten, and the visits that they are of. */
export async function forgetPrivate(visits: readonly string[], gone: (finding: Finding) => boolean): Promise<void> {
  await api.storage.session.remove(visits.map((id) => visitKey + id));
  for (const { key, at, findings } of await readPrivate()) {
    const left = visits.includes(key.slice(findingsKey.length)) ? [] : findings.filter((f) => !gone(f));
    if (left.length === findings.length) continue;
    if (left.length === 0) await api.storage.session.remove(key);
    else await api.storage.session.set({ [key]: { at, findings: left } satisfies Private });
  }
}
