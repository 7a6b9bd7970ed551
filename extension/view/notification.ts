// The browser's own notifications, where a person lets Midwatch have them.
import { api } from "../browser.js";
import { t } from "../words.js";

/** So many in so long, in milliseconds: what is more is no help. */
const most = 3;
const within = 60_000;

const permission = { permissions: ["notifications" as const] };
const name = "danger-in-tab-";

let made: number[] = [];

/** Tells of a danger in a tab, and whether it did. */
export async function notify(tab: number, title: string, host: string): Promise<boolean> {
  if (!await api.permissions.contains(permission)) return false;
  const { incognito } = await api.tabs.get(tab).catch(() => ({ incognito: true }));
  made = made.filter((at) => at > Date.now() - within);
  if (made.length >= most) return false;
  made.push(Date.now());
  // The computer keeps what it shows: of private windows it learns no name.
  const message = incognito ? t("notification_private") : t("notification_text", host);
  await api.notifications.create(name + String(tab), { type: "basic", iconUrl: api.runtime.getURL("icons/suspect-128.png"), title, message });
  return true;
}

/** Whether somebody may be looking at a tab. */
export async function inFront(tab: number): Promise<boolean> {
  try {
    const { active, windowId } = await api.tabs.get(tab);
    return active && (await api.windows.get(windowId)).focused;
  } catch {
    return true; // it is gone: nobody needs to be led there
  }
}

async function come(id: string): Promise<void> {
  const tab = Number(id.slice(name.length));
  await clear(tab);
  const { windowId } = await api.tabs.update(tab, { active: true }) ?? {};
  if (windowId !== undefined) await api.windows.update(windowId, { focused: true });
}

async function clear(tab: number): Promise<void> {
  // Without the permission there is no such thing.
  await (api.notifications as typeof api.notifications | undefined)?.clear(name + String(tab));
}

/** Registers what happens to notifications: at once, and again when they are first allowed. */
export function onNotifications(): void {
  const clicked = (id: string): void => { if (id.startsWith(name)) void come(id).catch(() => undefined); };
  const listen = (): void => {
    (api.notifications as typeof api.notifications | undefined)?.onClicked.addListener(clicked);
  };
  listen();
  api.permissions.onAdded.addListener(listen);
  api.tabs.onRemoved.addListener((tab) => { void clear(tab); });
  api.tabs.onActivated.addListener(({ tabId, windowId }) => {
    void inFront(tabId).then((seen) => { if (seen && windowId >= 0) void clear(tabId); });
  });
  api.windows.onFocusChanged.addListener((windowId) => {
    if (windowId < 0) return;
    void api.tabs.query({ active: true, windowId }).then((tabs) => { for (const { id } of tabs) if (id !== undefined) void clear(id); });
  });
}
