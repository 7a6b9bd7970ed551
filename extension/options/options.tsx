// The settings.
import "../parts/theme.css";
import "../parts/sheet.css";
import "./options.css";
import { render } from "preact";
import { Permissions } from "../parts/permissions.js";
import { loadWords, onLanguage, t } from "../words.js";
import { About } from "./about.js";
import { CanarySection } from "./canary.js";
import { LanguageSection } from "./language.js";
import { MemorySection } from "./memory.js";
import { NetworkSection } from "./network.js";
import { Shortcut } from "./shortcut.js";
import { Telling } from "./telling.js";

function Options() {
  return (
    <main data-testid="options">
      <h1>{t("options_title")}</h1>
      <LanguageSection />
      <NetworkSection />
      <Telling />
      <CanarySection />
      <MemorySection />
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
