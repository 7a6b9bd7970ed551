// What lives as long as the browser runs and never touches the disk: the
// session's name, the network epoch, and all that private windows did.
import { api } from "../browser.js";
import type { Open } from "../gather/open.js";
import type { Report } from "../wire.js";

export interface Session {
  id: string;
  /** Of the network: a new one begins when the computer comes online again. */
  epoch: string;
}

const sessionKey = "session";
const visitKey = "visit:";
const reportKey = "report:";

/** Visits of private windows that are kept: storage.session holds 10 MB in all. */
const maxPrivate = 100;

export async function loadSession(): Promise<Session> {
  const stored = (await api.storage.session.get(sessionKey))[sessionKey] as Session | undefined;
  if (stored?.id) return stored;
  const id = crypto.randomUUID();
  return saveSession({ id, epoch: id });
}

export async function saveSession(session: Session): Promise<Session> {
  await api.storage.session.set({ [sessionKey]: session });
  return session;
}

export async function writePrivate(visits: Open[], reports: Report[], ended: string[]): Promise<void> {
  const items: Record<string, unknown> = {};
  for (const open of visits) items[visitKey + open.visit.id] = open;
  for (const report of reports) items[reportKey + report.visit] = report;
  if (Object.keys(items).length > 0) await api.storage.session.set(items);
  if (ended.length > 0) await api.storage.session.remove(ended.map((id) => visitKey + id));
  const all = Object.keys(await api.storage.session.get(null)).filter((k) => k.startsWith(reportKey));
  if (all.length > maxPrivate) await api.storage.session.remove(all.slice(0, all.length - maxPrivate));
}

export async function readPrivate(): Promise<{ visits: Open[]; reports: Report[] }> {
  const visits: Open[] = [];
  const reports: Report[] = [];
  for (const [key, value] of Object.entries(await api.storage.session.get(null))) {
    if (key.startsWith(visitKey)) visits.push(value as Open);
    if (key.startsWith(reportKey)) reports.push(value as Report);
  }
  return { visits, reports };
}
