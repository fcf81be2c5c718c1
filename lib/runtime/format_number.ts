const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** `1,234`, `0.5`, `12,345.68`. */
export function formatCount(count: number): string {
  return GROUPED.format(count);
}

/** A share as a percentage of one decimal: `0.125` is `12.5 %`; `n/a` where there is nothing to share. */
export function formatPercent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : "n/a";
}

/** A size in decimal units: `512 B`, `12.3 MB`. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  for (const unit of ["B", "kB", "MB", "GB"]) {
    if (size < 999.95) return `${unit === "B" ? size : size.toFixed(1)} ${unit}`;
    size /= 1000;
  }
  return `${size.toFixed(1)} TB`;
}

/** A large count in three digits or so: `412`, `12.3 k`, `1.2 M`. */
export function formatShortCount(count: number): string {
  let size = count;
  for (const unit of ["", " k", " M"]) {
    if (size < 999.5) return `${unit === "" ? Math.round(size) : size.toFixed(size < 99.95 ? 1 : 0)}${unit}`;
    size /= 1000;
  }
  return `${size.toFixed(1)} G`;
}

/** An amount of US dollars; small ones to a hundredth of a cent: `US$ 0.0431`, `US$ 12.50`. */
export function formatUsd(amount: number): string {
  return `US$ ${amount < 1 ? amount.toFixed(4) : amount.toFixed(2)}`;
}

/** A rate: three digits where it is small, whole and grouped where it is large: `0.25`, `12.5`, `4,321`. */
export function formatRate(perSecond: number): string {
  const digits = perSecond < 1 ? 2 : perSecond < 100 ? 1 : 0;
  return formatCount(Number(perSecond.toFixed(digits)));
}

/** A span of time in its two largest units: `0.4 s`, `12 s`, `1m 05s`, `2h 03m`, `4d 07h`. */
export function formatDuration(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(seconds, 60, "m", 1, "s");
  if (seconds < 86_400) return twoUnits(seconds, 3600, "h", 60, "m");
  return twoUnits(seconds, 86_400, "d", 3600, "h");
}

function twoUnits(
  seconds: number,
  large: number,
  largeUnit: string,
  small: number,
  smallUnit: string,
): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeUnit} ${String(rest).padStart(2, "0")}${smallUnit}`;
}
