import { useState } from "preact/hooks";
import { send, type Choice } from "../messages.js";
import type { Epoch } from "../wire.js";
import { t } from "../words.js";

/** The network that the computer is on, how far it is trusted, and the person's own word on it. */
export function NetworkLine({ network, onChosen }: { network: Epoch; onChosen: () => void }) {
  const [asks, setAsks] = useState(false);
  const [problem, setProblem] = useState("");
  const choose = (choice: Choice): void => {
    send({ kind: "choose", ...choice }).then(
      () => {
        setAsks(false);
        setProblem("");
        onChosen();
      },
      (cause: unknown) => { setProblem(t("parts_not_kept", cause instanceof Error ? cause.message : String(cause))); },
    );
  };
  const { alarmed, words, takeBack } = networkWords(network);
  const trusted = network.trust === "trusted";
  return (
    <section class={`network ${network.trust ?? "unknown"}`} aria-label={t("popup_network")}>
      <p data-testid="network" data-trust={network.trust ?? "unknown"} role="status">{words}</p>
      <Portal network={network} />
      <div class="choices">
        {!alarmed && (network.choice ?? "") !== "untrusted" && (
          <button type="button" class="safe" data-testid="distrust" onClick={() => { choose({ trust: "untrusted", scope: "epoch" }); }}>
            {t("popup_distrust")}
          </button>
        )}
        {!alarmed && !trusted && (
          <button type="button" data-testid="trust" aria-expanded={asks} aria-controls="how-long" onClick={() => { setAsks(!asks); }}>
            {t("popup_trust")}
          </button>
        )}
        {takeBack !== undefined && (
          <button type="button" data-testid="take-back" onClick={() => { choose({ trust: "", scope: takeBack }); }}>
            {t("popup_take_back")}
          </button>
        )}
      </div>
      {asks && !alarmed && !trusted && (
        <div class="choices" id="how-long" role="group" aria-label={t("popup_trust_how_long")}>
          <p>{t("popup_trust_how_long")}</p>
          <button type="button" data-testid="trust-epoch" onClick={() => { choose({ trust: "trusted", scope: "epoch" }); }}>
            {t("popup_trust_epoch")}
          </button>
          {network.distinct && (
            <button type="button" data-testid="trust-network" onClick={() => { choose({ trust: "trusted", scope: "network" }); }}>
              {t("popup_trust_network")}
            </button>
          )}
          <button type="button" data-testid="trust-everywhere" onClick={() => { choose({ trust: "trusted", scope: "everywhere" }); }}>
            {t("popup_trust_everywhere")}
          </button>
          {!network.distinct && <p class="quiet">{t("popup_not_distinct")}</p>}
        </div>
      )}
      {problem !== "" && <p role="alert">{problem}</p>}
    </section>
  );
}

/** The login page that stands in the way, if one does. */
function Portal({ network: { portal } }: { network: Epoch }) {
  if (portal === undefined || (portal.at ?? 0) === 0 || (portal.opened ?? 0) > 0) return null;
  const host = portal.host ?? "";
  return <p class="portal" data-testid="portal">{host === "" ? t("popup_portal") : t("popup_portal_host", host)}</p>;
}

/** What the popup says of a network, and which word of the person's they can take back. */
function networkWords(e: Epoch): { alarmed: boolean; words: string; takeBack?: Choice["scope"] } {
  if (e.trust === "untrusted" && (e.alarms ?? []).some((a) => (a.dismissed ?? "") === "")) {
    return { alarmed: true, words: t("popup_network_alarmed") };
  }
  const own = e.choice ?? "";
  if (e.trust === "untrusted") return { alarmed: false, words: t("popup_network_untrusted"), takeBack: own !== "" ? "epoch" : "network" };
  if (e.trust === "trusted") {
    if (own !== "") return { alarmed: false, words: t("popup_network_trusted"), takeBack: "epoch" };
    return e.everywhere
      ? { alarmed: false, words: t("popup_network_everywhere"), takeBack: "everywhere" }
      : { alarmed: false, words: t("popup_network_always"), takeBack: "network" };
  }
  return { alarmed: false, words: t(e.offline ? "popup_network_offline" : "popup_network_unknown") };
}
