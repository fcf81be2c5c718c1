// The search through the disagreements. Everything on the page can be read without it.
"use strict";
(() => {
  const form = document.getElementById("find");
  if (!form) return;
  const { words, field, kind, channel } = form.elements;
  const selects = [field, kind, channel];
  const output = form.querySelector("output");
  const clear = document.getElementById("clear");
  const noMatch = document.getElementById("no-match");
  const PREFIX = "#find?";

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const groups = [...document.querySelectorAll("#cases > .group")].map((element) => ({
    element,
    count: element.querySelector(".count"),
    cases: [...element.querySelectorAll(".case")].map((element) => ({
      element,
      field: element.dataset.field,
      kind: element.dataset.kind,
      channel: element.dataset.channel,
      text: fold(
        [...element.querySelectorAll("dd:not(.nothing), pre")].map((part) => part.textContent).join("\n"),
      ),
    })),
  }));
  const cases = groups.flatMap((group) => group.cases);
  const names = new Map(
    selects.flatMap((select) => [...select.options].map((option) => [option, option.text])),
  );
  let openBefore = null;

  const fits = (found, wanted, except) =>
    wanted.words.every((word) => found.text.includes(word)) &&
    selects.every(({ name, value }) => name === except || value === "" || found[name] === value);

  function show() {
    const wanted = { words: fold(words.value).split(/\s+/).filter(Boolean) };
    const isAsked = wanted.words.length > 0 || selects.some(({ value }) => value !== "");
    let shown = 0;
    if (isAsked && openBefore === null) openBefore = groups.map(({ element }) => element.open);
    groups.forEach((group, index) => {
      let count = 0;
      for (const found of group.cases) {
        const isShown = fits(found, wanted);
        found.element.hidden = !isShown;
        if (isShown) count++;
      }
      shown += count;
      group.count.textContent = count.toLocaleString("en-US");
      group.element.hidden = count === 0;
      if (isAsked) group.element.open = count > 0;
      else if (openBefore !== null) group.element.open = openBefore[index];
    });
    if (!isAsked) openBefore = null;
    // How many there would be for each choice, all else as it is.
    for (const select of selects) {
      const left = cases.filter((found) => fits(found, wanted, select.name));
      for (const option of select.options) {
        const count = option.value === ""
          ? left.length
          : left.filter((found) => found[select.name] === option.value).length;
        option.text = `${names.get(option)} (${count})`;
      }
    }
    output.textContent = `${shown.toLocaleString("en-US")} of ${cases.length.toLocaleString("en-US")} shown`;
    clear.hidden = !isAsked;
    noMatch.hidden = shown > 0;
    return isAsked;
  }

  function keep(isAsked) {
    const asked = new URLSearchParams();
    if (words.value.trim() !== "") asked.set("words", words.value.trim());
    for (const { name, value } of selects) if (value !== "") asked.set(name, value);
    history.replaceState(null, "", isAsked ? PREFIX + asked : location.pathname + location.search);
  }

  function take() {
    if (!location.hash.startsWith(PREFIX)) return;
    const asked = new URLSearchParams(location.hash.slice(PREFIX.length));
    words.value = asked.get("words") ?? "";
    for (const select of selects) {
      const value = asked.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    show();
    form.scrollIntoView();
  }

  form.addEventListener("input", () => keep(show()));
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    form.reset();
    keep(show());
    words.focus();
  });
  addEventListener("hashchange", take);
  addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      form.scrollIntoView();
      words.focus();
    }
    if (event.key === "Escape" && form.contains(document.activeElement)) {
      form.reset();
      keep(show());
    }
  });
  form.hidden = false;
  show();
  take();
})();
