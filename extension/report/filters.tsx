// What the table is narrowed to.
import { titleOf } from "../parts/finding.js";
import type { Overview, Row } from "../wire.js";
import { named, shown, t } from "../words.js";
import { levels, states, without, type Filter, type Shown } from "./rows.js";

interface Props {
  overview: Overview;
  words: Shown;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

export function Filters({ overview, words, filter, onFilter }: Props) {
  const { rows, sites, networks } = overview;
  const checks = new Map(rows.map((row) => [row.check, titleOf(row)]));
  const of = (key: keyof Filter, value: string | number | undefined): void => {
    onFilter(value === undefined || value === "" ? without(filter, key) : { ...filter, [key]: value });
  };
  return (
    <form class="filters" role="search" onSubmit={(e) => { e.preventDefault(); }}>
      <label class="search">
        {t("report_search")}
        <input
          type="search"
          data-testid="search"
          placeholder={t("report_search_example")}
          value={filter.text ?? ""}
          onInput={(e) => { of("text", e.currentTarget.value); }}
        />
      </label>
      <Choice name="level" label={t("report_filter_level")} value={filter.level} onChoice={(v) => { of("level", v); }}>
        {levels.map((level) => [level, named("level", level) ?? level])}
      </Choice>
      <Choice name="check" label={t("report_filter_check")} value={filter.check} onChoice={(v) => { of("check", v); }}>
        {[...checks].sort(([, a], [, b]) => a.localeCompare(b))}
      </Choice>
      <Choice name="site" label={t("report_filter_site")} value={filter.site} onChoice={(v) => { of("site", v); }}>
        {sites.filter(({ name }) => name !== "").map(({ name }): [string, string] => [name, shown(name)]).sort(([a], [b]) => a.localeCompare(b))}
      </Choice>
      <Choice name="network" label={t("report_filter_network")} value={filter.network} onChoice={(v) => { of("network", v === undefined ? undefined : Number(v)); }}>
        {networks.map((_, i) => [String(i), words.network({ network: i } as Row)])}
      </Choice>
      <Choice name="state" label={t("report_filter_state")} value={filter.state} onChoice={(v) => { of("state", v); }}>
        {states.map((state) => [state, named("report_state", state) ?? state])}
      </Choice>
    </form>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  value: string | number | undefined;
  onChoice: (value: string | undefined) => void;
  children: [string, string][];
}

function Choice({ name, label, value, onChoice, children }: ChoiceProps) {
  return (
    <label>
      {label}
      <select data-testid={`filter-${name}`} value={value ?? ""} onChange={(e) => { onChoice(e.currentTarget.value === "" ? undefined : e.currentTarget.value); }}>
        <option value="">{t("report_filter_all")}</option>
        {children.map(([id, words]) => <option key={id} value={id}>{words}</option>)}
      </select>
    </label>
  );
}
