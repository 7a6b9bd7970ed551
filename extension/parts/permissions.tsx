import { useEffect, useState } from "preact/hooks";
import { api } from "../browser.js";
import { named, t } from "../words.js";

/** What the manifest asks for, each with its reason: made from it, so that none is left out. */
export function Permissions() {
  const manifest = api.runtime.getManifest() as { permissions?: string[]; optional_permissions?: string[]; host_permissions?: string[] };
  const [held, setHeld] = useState<chrome.permissions.Permissions>({});
  useEffect(() => {
    const look = (): void => { void api.permissions.getAll().then(setHeld); };
    look();
    api.permissions.onAdded.addListener(look);
    api.permissions.onRemoved.addListener(look);
    return () => {
      api.permissions.onAdded.removeListener(look);
      api.permissions.onRemoved.removeListener(look);
    };
  }, []);
  return (
    <dl class="permissions" data-testid="permissions">
      {(manifest.host_permissions ?? []).map((name) => (
        <Permission key={name} name={name} why={t("permission_sites")} note={held.origins && !held.origins.includes(name) ? t("options_permission_withheld") : ""} />
      ))}
      {(manifest.permissions ?? []).map((name) => <Permission key={name} name={name} why={reason(name)} />)}
      {(manifest.optional_permissions ?? []).map((name) => (
        <Permission key={name} name={name} why={reason(name)} note={(held.permissions as string[] | undefined)?.includes(name) ? "" : t("options_permission_off")} />
      ))}
    </dl>
  );
}

/** webRequest is permission_web_request in the catalogue. */
function reason(name: string): string {
  return named("permission", name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)) ?? t("options_permission_unknown");
}

function Permission({ name, why, note = "" }: { name: string; why: string; note?: string }) {
  return (
    <div>
      <dt><code dir="ltr">{name}</code></dt>
      <dd>
        {why}
        {note !== "" && <span class="quiet"> {note}</span>}
      </dd>
    </div>
  );
}
