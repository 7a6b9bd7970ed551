// When it happened: bars by level, the networks as bands behind them. What it shows
// stands beside it in a table, for those who do not see it.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Stay, Timeline } from "../wire.js";
import { direction, language, named, t } from "../words.js";
import { levels } from "./rows.js";
import { dayOf, local, moment, timeOfDay } from "./time.js";

interface Props {
  timeline: Timeline;
  networks: readonly Stay[];
  from: number | undefined;
  until: number | undefined;
  onRange: (from: number | undefined, until: number | undefined) => void;
}

export function TimelineView({ timeline, networks, from, until, onRange }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot | undefined>(undefined);
  const choose = useRef(onRange);
  choose.current = onRange;
  useEffect(() => {
    const own = box.current;
    if (own === null) return undefined;
    let plot: uPlot | undefined;
    const draw = (): void => {
      plot?.destroy();
      drawn.current = plot = paint(own, timeline, networks, (a, b) => { choose.current(a, b); });
    };
    draw();
    let width = own.clientWidth;
    const sizes = new ResizeObserver(() => {
      if (own.clientWidth === width) return;
      width = own.clientWidth;
      plot?.setSize({ width, height });
    });
    sizes.observe(own);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => {
      sizes.disconnect();
      scheme.removeEventListener("change", draw);
      plot?.destroy();
    };
  }, [timeline, networks]);
  // The picture marks what the table is narrowed to, however that came.
  useEffect(() => {
    const plot = drawn.current;
    if (plot === undefined) return;
    const at = (ms: number): number => Math.max(0, Math.min(plot.over.clientWidth, plot.valToPos(ms / 1000, "x")));
    const { min = 0, max = 0 } = plot.scales["x"] ?? {};
    const ends = [at(from ?? min * 1000), at(until ?? max * 1000)] as const;
    const none = from === undefined && until === undefined;
    plot.setSelect({ left: Math.min(...ends), top: 0, width: none ? 0 : Math.abs(ends[1] - ends[0]), height: plot.over.clientHeight }, false);
  }, [from, until, timeline, networks]);
  return (
    <>
      <p class="quiet hint">{t("report_timeline_how")}</p>
      <ul class="legend">
        {levels.map((level) => <li key={level} class={level}><span class="swatch" aria-hidden="true" />{named("level", level)}</li>)}
      </ul>
      <div class="plot" ref={box} role="img" aria-label={t("report_timeline_name")} data-testid="timeline" />
      <div class="range">
        <label>
          {t("report_timeline_begin")}
          <input
            type="datetime-local"
            data-testid="from"
            value={local(from)}
            onInput={(e) => { onRange(momentOf(e.currentTarget.value), until); }}
          />
        </label>
        <label>
          {t("report_timeline_end")}
          <input
            type="datetime-local"
            data-testid="until"
            value={local(until)}
            onInput={(e) => { onRange(from, momentOf(e.currentTarget.value)); }}
          />
        </label>
        <button type="button" data-testid="all-time" disabled={from === undefined && until === undefined} onClick={() => { onRange(undefined, undefined); }}>
          {t("report_timeline_all")}
        </button>
      </div>
      <div class="unseen">
        <table data-testid="timeline-table">
          <caption>{t("report_timeline_table")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("report_timeline_begin")}</th>
              {levels.map((level) => <th key={level} scope="col">{named("level", level)}</th>)}
            </tr>
          </thead>
          <tbody>
            {timeline.buckets.map((b, i) => b.danger + b.warning + b.notice > 0 && (
              <tr key={i}>
                <th scope="row">{moment(timeline.from + i * timeline.step)}</th>
                {levels.map((level) => <td key={level}>{b[level].toLocaleString(language())}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function momentOf(value: string): number | undefined {
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

const height = 190; // px
const day = 86_400_000; // ms

function paint(own: HTMLElement, { from, step, buckets }: Timeline, networks: readonly Stay[], onRange: (from: number, until: number) => void): uPlot {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const middle = buckets.map((_, i) => (from + (i + 0.5) * step) / 1000);
  // The highest bar is drawn first, those below it over it.
  const danger = buckets.map((b) => b.danger);
  const warning = buckets.map((b) => b.danger + b.warning);
  const notice = buckets.map((b) => b.danger + b.warning + b.notice);
  const bars = uPlot.paths.bars?.({ size: [0.8, 40] });
  const series = (level: (typeof levels)[number], fill: CanvasPattern | string, line: string): uPlot.Series => ({
    label: named("level", level) ?? level, fill, stroke: line, width: 1, ...(bars && { paths: bars }), points: { show: false },
  });
  const rtl = direction() === "rtl";
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis: uPlot.Axis = { stroke: colour("--quiet"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const beginning: object = rtl ? { side: 1 } : {}; // on the right, where reading begins
  const whole = step >= day / 4;
  const edges = [from / 1000, (from + buckets.length * step) / 1000] as [number, number];
  // A lone bar would be as wide as all.
  const wide = edges[1] - edges[0] < (20 * step) / 1000 ? (10 * step) / 1000 : 0;
  return new uPlot({
    width: own.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { time: true, range: [edges[0] - wide, edges[1] + wide], dir: rtl ? -1 : 1 },
      y: { range: (_u, _min, max) => [0, Math.max(1, max)] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 32, space: 80, values: (_u, at) => at.map((s) => (whole ? dayOf(s * 1000) : timeOfDay(s * 1000))) },
      { ...axis, ...beginning, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000], values: (_u, at) => at.map((n) => n.toLocaleString(language())) },
    ],
    series: [
      {},
      series("notice", hatched(colour("--notice"), "dots"), colour("--notice")),
      series("warning", hatched(colour("--exposed"), "lines"), colour("--exposed")),
      series("danger", colour("--suspect"), colour("--suspect")),
    ],
    hooks: {
      drawClear: [(u) => { bands(u, networks, colour("--raised"), colour("--quiet"), font); }],
      setSelect: [(u) => {
        if (u.select.width < 4) return;
        const a = u.posToVal(u.select.left, "x") * 1000;
        const b = u.posToVal(u.select.left + u.select.width, "x") * 1000;
        onRange(Math.min(a, b), Math.max(a, b));
      }],
    },
  }, [middle, notice, warning, danger], own);
}

/** Every other network's time is shaded, and each is named where there is room. */
function bands(u: uPlot, networks: readonly Stay[], shade: string, text: string, font: string): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.font = font.replace("12px", `${11 * devicePixelRatio}px`);
  networks.forEach((n, i) => {
    const a = u.valToPos(n.first / 1000, "x", true), b = u.valToPos((networks[i + 1]?.first ?? Infinity) / 1000, "x", true);
    const clip = (x: number): number => Math.max(bbox.left, Math.min(bbox.left + bbox.width, Number.isFinite(x) ? x : u.scales["x"]?.dir === -1 ? bbox.left : bbox.left + bbox.width));
    const [left, right] = [Math.min(clip(a), clip(b)), Math.max(clip(a), clip(b))];
    if (i % 2 === 0) {
      ctx.fillStyle = shade;
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    const name = t("report_timeline_network", i + 1);
    if (right - left > ctx.measureText(name).width + 12) {
      ctx.fillStyle = text;
      ctx.textAlign = "left";
      ctx.textBaseline = "top";
      ctx.fillText(name, left + 6, bbox.top + 4);
    }
  });
  ctx.restore();
}

/** A pattern, so that levels are told apart without colour. */
function hatched(colour: string, kind: "lines" | "dots"): CanvasPattern | string {
  const tile = document.createElement("canvas");
  const size = 6 * devicePixelRatio;
  tile.width = tile.height = size;
  const ctx = tile.getContext("2d");
  if (ctx === null) return colour;
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.globalAlpha = 0.25;
  ctx.fillRect(0, 0, size, size);
  ctx.globalAlpha = 1;
  ctx.lineWidth = devicePixelRatio * 1.5;
  if (kind === "dots") {
    ctx.fillRect(size / 3, size / 3, size / 3, size / 3);
  } else {
    ctx.beginPath();
    for (const shift of [-size, 0, size]) {
      ctx.moveTo(shift, size);
      ctx.lineTo(shift + size, 0);
    }
    ctx.stroke();
  }
  return ctx.createPattern(tile, "repeat") ?? colour;
}
