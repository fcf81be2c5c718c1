const TAG = /<(\/?)(?:think|thinking|reasoning)>|\[(\/?)THINK\]/gi;

/**
 * What a model wrote after thinking aloud: the parts between `<think>` and `</think>` are taken out. A closing tag without an
 * opening one ends thoughts that began with the text, for some servers send the opening tag as part of the prompt; an opening tag
 * without a closing one hides the rest, for a draft is no answer.
 */
export function stripThinking(text: string): string {
  let kept = "";
  let keptTo = 0;
  let depth = 0;
  for (const match of text.matchAll(TAG)) {
    const isClosing = (match[1] || match[2]) === "/";
    if (!isClosing) {
      if (depth === 0) kept += text.slice(keptTo, match.index);
      depth += 1;
      continue;
    }
    if (depth === 0) kept = "";
    depth = Math.max(0, depth - 1);
    keptTo = match.index + match[0].length;
  }
  return depth === 0 ? kept + text.slice(keptTo) : kept;
}
