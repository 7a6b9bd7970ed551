import { useEffect, useState } from "preact/hooks";
import { api } from "../browser.js";
import { t } from "../words.js";
import { Switch } from "./switch.js";

const wanted: chrome.permissions.Permissions = { permissions: ["notifications"] };

/** The desktop's notifications. The browser's permission is the setting: it is given back with it. */
export function Notify() {
  const [on, setOn] = useState(false);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const look = (): void => { void api.permissions.contains(wanted).then(setOn); };
    look();
    api.permissions.onAdded.addListener(look);
    api.permissions.onRemoved.addListener(look);
    return () => {
      api.permissions.onAdded.removeListener(look);
      api.permissions.onRemoved.removeListener(look);
    };
  }, []);
  const change = (want: boolean): void => {
    setRefused(false);
    // Asked for at once: browsers listen only while somebody clicks.
    const done = want ? api.permissions.request(wanted) : api.permissions.remove(wanted).then(() => false);
    done.then(
      (allowed) => {
        setOn(allowed);
        setRefused(want && !allowed);
      },
      () => { setRefused(want); },
    );
  };
  return (
    <>
      <Switch id="notify" on={on} label={t("options_notify")} onChange={change}>{t("options_notify_what")}</Switch>
      {refused && <p role="alert" data-testid="notify-refused">{t("options_notify_refused")}</p>}
    </>
  );
}
