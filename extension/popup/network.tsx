import { useState } from "preact/hooks";
import { send, type Choice } from "../messages.js";
import type { Epoch } from "../wire.js";
import { networkWords } from "./words.js";

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
      (cause: unknown) => { setProblem(cause instanceof Error ? cause.message : String(cause)); },
    );
  };
  const { alarmed, words, takeBack } = networkWords(network);
  const trusted = network.trust === "trusted";
  return (
    <section class={`network ${network.trust ?? "unknown"}`} aria-label="Network">
      <p data-testid="network" data-trust={network.trust ?? "unknown"} role="status">{words}</p>
      <div class="choices">
        {!alarmed && (network.choice ?? "") !== "untrusted" && (
          <button type="button" class="safe" data-testid="distrust" onClick={() => { choose({ trust: "untrusted", scope: "epoch" }); }}>
            I don’t trust it
          </button>
        )}
        {!alarmed && !trusted && (
          <button type="button" data-testid="trust" aria-expanded={asks} aria-controls="how-long" onClick={() => { setAsks(!asks); }}>
            I trust this network
          </button>
        )}
        {takeBack !== undefined && (
          <button type="button" data-testid="take-back" onClick={() => { choose({ trust: "", scope: takeBack }); }}>
            Take that back
          </button>
        )}
      </div>
      {asks && !alarmed && !trusted && (
        <div class="choices" id="how-long" role="group" aria-label="For how long do you trust it?">
          <button type="button" data-testid="trust-epoch" onClick={() => { choose({ trust: "trusted", scope: "epoch" }); }}>
            Until it changes
          </button>
          {network.distinct && (
            <button type="button" data-testid="trust-network" onClick={() => { choose({ trust: "trusted", scope: "network" }); }}>
              This network, always
            </button>
          )}
          <button type="button" data-testid="trust-everywhere" onClick={() => { choose({ trust: "trusted", scope: "everywhere" }); }}>
            Every network I use
          </button>
          {!network.distinct && (
            <p class="quiet">Your browser does not tell networks apart, so this one alone cannot be trusted for always.</p>
          )}
        </div>
      )}
      {problem !== "" && <p role="alert">It could not be kept. {problem}</p>}
    </section>
  );
}
