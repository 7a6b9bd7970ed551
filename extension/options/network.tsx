import { useEffect, useState } from "preact/hooks";
import { Switch } from "../parts/switch.js";
import { send } from "../messages.js";
import { t } from "../words.js";

/** No tab has it: only the network is asked about. */
const noTab = -1;

/** Trust in every network, for a computer that never leaves home. */
export function NetworkSection() {
  const [on, setOn] = useState<boolean | undefined>(undefined);
  const [problem, setProblem] = useState("");
  const look = async (): Promise<void> => { setOn((await send({ kind: "tab", tab: noTab })).network.everywhere === true); };
  const doing = (work: Promise<unknown>): void => {
    setProblem("");
    work.then(look).catch((cause: unknown) => { setProblem(cause instanceof Error ? cause.message : String(cause)); });
  };
  useEffect(() => { doing(Promise.resolve()); }, []);
  return (
    <section>
      <h2>{t("options_network")}</h2>
      <Switch
        id="everywhere"
        on={on === true}
        disabled={on === undefined}
        label={t("options_network_everywhere")}
        onChange={(trusted) => { doing(send({ kind: "choose", trust: trusted ? "trusted" : "", scope: "everywhere" })); }}
      >
        {t("options_network_everywhere_what")}
      </Switch>
      {problem !== "" && <p role="alert">{t("options_failed", problem)}</p>}
    </section>
  );
}
