// Each site with its grade, the reasons for it, and what was done to it on the way.
import { useState } from "preact/hooks";
import { titleOf } from "../parts/finding.js";
import type { Reason, Site } from "../wire.js";
import { named, say, shown, t } from "../words.js";
import { usePrinting } from "./printing.js";

const atFirst = 9;

/** Paper has room for so many. */
const printed = 200;

export function Sites({ sites, onSite }: { sites: readonly Site[]; onSite: (site: string) => void }) {
  const [most, setMost] = useState(atFirst);
  const printing = usePrinting();
  const left = sites.length - most;
  return (
    <section aria-labelledby="sites-title">
      <h2 id="sites-title">{t("report_sites")}</h2>
      <ul class="sites">
        {sites.slice(0, printing ? printed : most).map((site) => <SiteItem key={site.name} site={site} onSite={onSite} />)}
      </ul>
      {left > 0 && (
        <button type="button" data-testid="more-sites" onClick={() => { setMost(most + Math.max(100, atFirst)); }}>
          {t("report_sites_more", left)}
        </button>
      )}
      <details class="how">
        <summary>{t("report_sites_how")}</summary>
        <p>{t("report_sites_rule")}</p>
        <dl>
          {grades.map(([grade, words]) => (
            <div key={grade}>
              <dt><span class={`grade ${grade}`}>{grade}</span></dt>
              <dd>{words()}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

const grades: [string, () => string][] = [
  ["A", () => t("grade_a")],
  ["B", () => t("report_sites_rule_b")],
  ["C", () => t("report_sites_rule_c")],
  ["D", () => t("grade_d")],
  ["F", () => t("grade_f")],
];

function SiteItem({ site, onSite }: { site: Site; onSite: (site: string) => void }) {
  const name = site.name === "" ? t("report_sites_none") : shown(site.name);
  return (
    <li data-testid="site" data-site={site.name} data-grade={site.grade}>
      <span class={`grade ${site.grade}`} role="img" aria-label={t("report_sites_grade", site.grade)}>{site.grade}</span>
      <div>
        <h3><bdi>{name}</bdi></h3>
        <p>{say(site.words, site.sentence)}</p>
        <Reasons list={site.reasons} />
        {site.network !== undefined && site.network.length > 0 && (
          <div class="between">
            <p class="quiet">{t("report_sites_between")}</p>
            <Reasons list={site.network} />
          </div>
        )}
        {(site.ignored ?? 0) > 0 && <p class="quiet">{t("report_sites_ignored", site.ignored ?? 0)}</p>}
        <button type="button" class="plain" data-testid="show-site" onClick={() => { onSite(site.name); }}>
          {t("report_sites_findings", site.count, name)}
        </button>
      </div>
    </li>
  );
}

function Reasons({ list }: { list: readonly Reason[] }) {
  if (list.length === 0) return null;
  return (
    <ul class="reasons" aria-label={t("report_sites_reasons")}>
      {list.map((r) => (
        <li key={r.check} class={r.level}>
          <span class="glyph" role="img" aria-label={named("level", r.level) ?? r.level} />
          <span>{titleOf(r)}</span>
          {r.count > 1 && <span class="quiet">{t("parts_times", r.count)}</span>}
        </li>
      ))}
    </ul>
  );
}

