const DASHES = /[\u2010-\u2015\u2212\uff5e\u301c~]/;
const QUOTES = /[\u2018\u2019\u201b\u02bc\u0060\u00b4]/;
const DOUBLE_QUOTES = /[\u201c-\u201f\u2033]/;
const SPACES = /[\u00a0\u2000-\u200d\u202f\u2060\u3000\ufe0e\ufe0f\ufeff]/;
const REPLACEABLE = /[\u0080-\uffff]|~|`/g;

/**
 * A lower-case twin of `text` with plain ASCII in place of typographic dashes, quotes, spaces and full-width forms.
 * It has the same length, unit for unit, so that a match in the twin is a verbatim span of the original.
 */
export function foldText(text: string): string {
  return text.replace(REPLACEABLE, foldUnit).toLowerCase();
}

/** One UTF-16 code unit to one code unit. */
function foldUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e && code !== 0xff5e) return String.fromCharCode(code - 0xfee0);
  if (DASHES.test(unit)) return "-";
  if (SPACES.test(unit)) return " ";
  if (QUOTES.test(unit)) return "'";
  if (DOUBLE_QUOTES.test(unit)) return '"';
  if (code === 0x3001) return ",";
  if (code === 0x3002) return ".";
  // The one letter whose lower case is longer than itself.
  if (code === 0x0130) return "i";
  return unit;
}
