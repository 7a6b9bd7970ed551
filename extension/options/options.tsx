// The settings.
import "../parts/theme.css";
import "../parts/sheet.css";
import "./options.css";
import { render } from "preact";
import { useState } from "preact/hooks";
import { Permissions } from "../parts/permissions.js";
import { loadWords, onLanguage, t } from "../words.js";
import { About } from "./about.js";
import { CanarySection } from "./canary.js";
import { IgnoredSection } from "./ignored.js";
import { LanguageSection } from "./language.js";
import { MemorySection } from "./memory.js";
import { NetworkSection } from "./network.js";
import { Shortcut } from "./shortcut.js";
import { Telling } from "./telling.js";

function Options() {
  // What forgetting may have changed is looked at again.
  const [forgotten, setForgotten] = useState(0);
  return (
    <main data-testid="options">
      <h1>{t("options_title")}</h1>
      <LanguageSection />
      <NetworkSection key={`network ${forgotten}`} />
      <Telling />
      <CanarySection />
      <IgnoredSection key={`ignored ${forgotten}`} />
      <MemorySection onForgotten={() => { setForgotten(forgotten + 1); }} />
      <Shortcut />
      <section>
        <h2>{t("options_permissions")}</h2>
        <Permissions />
      </section>
      <About />
    </main>
  );
}

/** Anew in another language: nothing that is written in the page is lost by it. */
async function show(): Promise<void> {
  await loadWords();
  document.title = t("options_title");
  const root = document.getElementById("options");
  if (root !== null) render(<Options />, root);
}

onLanguage(() => void show());
void show();
