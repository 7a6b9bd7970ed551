import { useEffect, useState } from "preact/hooks";
import { api } from "../browser.js";
import { languages } from "../messages.gen.js";
import { chooseLanguage, chosenLanguage, isLanguage, languageNames, nearest, t, type Language } from "../words.js";

/** Each language by its own name: who cannot read the page finds theirs. */
export function LanguageSection() {
  const [chosen, setChosen] = useState<Language | undefined>(undefined);
  useEffect(() => { void chosenLanguage().then(setChosen); }, []);
  const browser = nearest(api.i18n.getUILanguage());
  return (
    <section>
      <h2>{t("options_language")}</h2>
      <select
        data-testid="language"
        aria-label={t("options_language_choose")}
        value={chosen ?? ""}
        onChange={(e) => {
          const { value } = e.currentTarget;
          const wanted = isLanguage(value) ? value : undefined;
          setChosen(wanted);
          void chooseLanguage(wanted);
        }}
      >
        <option value="">{t("options_language_browser", languageNames[browser])}</option>
        {languages.map((l) => <option key={l} value={l} lang={l}>{languageNames[l]}</option>)}
      </select>
    </section>
  );
}
