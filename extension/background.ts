// Wiring: every listener is registered at once, before anything is awaited, as
// the browser asks of a worker that it may stop and wake at any time.
import "./wasm_exec.js";
import { onAccess } from "./access.js";
import { api, onConnections, onNavigations, onNetwork, onRequests } from "./browser.js";
import { warmUp } from "./core.js";
import { Sleep } from "./sleep.js";
import { Watch } from "./watch.js";
import { Asking, fromConnection } from "./gather/connection.js";
import { fromNavigation } from "./gather/navigation.js";
import { fromNetwork } from "./gather/network.js";
import { fromRequest } from "./gather/request.js";
import { listen } from "./messages.js";
import { welcome } from "./view/welcome.js";

const watch = new Watch();
const asking = new Asking();
const sleep = new Sleep((at) => { void watch.tell({ kind: "woke", at }); });

onRequests((event, details) => {
  sleep.look(details.timeStamp);
  watch.take(fromRequest(event, details));
});
onNavigations((event, details) => { watch.take(fromNavigation(event, details)); });
onConnections((details) => asking.wants(details), (details, info) => { watch.take(fromConnection(details, info)); });
api.tabs.onRemoved.addListener((tab) => { watch.close(tab); });
onAccess((access) => { void watch.access(access); });
api.runtime.onInstalled.addListener(({ reason }) => { if (reason === "install") void welcome(); });
onNetwork((event, state) => { void watch.tell(fromNetwork(event, state, Date.now())); });
listen({
  page: (message, place) => watch.read(message, place),
  gesture: ({ url, at }, { tab, frame }) => {
    watch.take({ kind: "touched", tab, frame, url, at });
    return Promise.resolve(null);
  },
  tab: (message) => watch.view(message.tab),
  export: (message) => watch.export(message.format, message.earlier),
  forget: (message) => watch.forget(message),
  kept: () => watch.kept(),
  choose: ({ trust, scope }) => watch.choose({ trust, scope }),
  dismiss: ({ check, subject, reason }) => watch.dismiss({ check, subject, reason }),
  ignore: ({ check, host, epoch, private: hidden, undo }) =>
    watch.ignore({ check, host, ...(epoch !== undefined && { epoch }), ...(hidden !== undefined && { private: hidden }), ...(undo !== undefined && { undo }) }),
  ignored: () => watch.ignored(),
  upgrade: ({ tab }) => watch.upgrade(tab),
  canary: (message) => watch.canary(message),
});

// What woke the worker will want to be judged. A core that does not start says so when it is asked.
warmUp().catch(() => undefined);
