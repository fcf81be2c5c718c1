/**
 * The label page: shows one case after the other and writes each label at once. A label that cannot be written yet waits, in
 * order and across reloads, until the server answers.
 */
const token = new URLSearchParams(location.search).get("token") ?? "";
const tabs = new BroadcastChannel("resift labels");
const RETRY_MS = 2000;

/** All cases, with the labels that hold as far as this page knows. */
let cases = [];
/** The case that is shown. */
let at = 0;
/** What is still to be written, oldest first: { path, body, case }. */
let waiting = [];
let storageKey = "";
let isSending = false;
/** The labels of this page, newest last, for undo: { id, case, before }. */
const history = [];

const element = (id) => document.getElementById(id);
const choiceButtons = [...document.querySelectorAll("[data-choice]")];

async function ask(path, body) {
  const response = await fetch(path, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error), { status: response.status });
  return answer;
}

/** Loads what holds by now; what this page has not written yet stays as it is shown. */
async function load() {
  const loaded = await ask("/cases");
  const isFirst = storageKey === "";
  document.title = `Label: ${loaded.title}`;
  element("title").textContent = loaded.title;
  if (isFirst) {
    storageKey = `resift labels ${loaded.title}`;
    waiting = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]");
  }
  const unwritten = new Map(
    waiting.map((write) => [write.case, cases[write.case]?.label ?? write.shown ?? null]),
  );
  cases = loaded.cases.map((item, index) =>
    unwritten.has(index) ? { ...item, label: unwritten.get(index) } : item
  );
  if (isFirst) at = nextOpen(0) ?? 0;
  element("main").hidden = cases.length === 0;
  if (cases.length === 0) {
    element("done").textContent = "There is nothing to label: the versions share no post";
  } else show(isFirst);
  send();
}

function nextOpen(from) {
  for (let step = 0; step < cases.length; step++) {
    const index = (from + step) % cases.length;
    if (cases[index].label === null) return index;
  }
  return null;
}

function show(withFocus) {
  const item = cases[at];
  if (item === undefined) return;
  element("question").textContent = item.field;
  element("place").textContent = `${item.place} \u00b7 case ${at + 1} of ${cases.length}` +
    (item.alike ? " \u00b7 the two agree" : "");
  for (const side of ["left", "right"]) element(side).replaceChildren(...valueParts(item[side]));
  element("post").replaceChildren(...item.post.map(({ text, mark }) => {
    if (mark === "none") return document.createTextNode(text);
    const marked = document.createElement("mark");
    marked.className = mark;
    marked.textContent = text;
    return marked;
  }));
  for (const button of choiceButtons) {
    const isChosen = item.label?.choice === button.dataset.choice ||
      (item.label?.choice === "both" && button.classList.contains("side"));
    button.classList.toggle("chosen", isChosen);
    button.setAttribute("aria-pressed", String(isChosen));
  }
  closeTyped();
  if (item.label?.choice === "neither") {
    element("said").textContent = `Labelled: ${item.label.value?.join(", ")}`;
  }
  element("undo").disabled = history.length === 0;
  showProgress();
  if (withFocus) element("question").focus({ preventScroll: true });
}

function valueParts(value) {
  if (value === null) {
    const nothing = document.createElement("span");
    nothing.className = "nothing";
    nothing.textContent = "nothing";
    return [nothing];
  }
  return value.map((text) => {
    const part = document.createElement("span");
    part.className = "part";
    part.textContent = text;
    return part;
  });
}

function showProgress() {
  const labelled = cases.filter(({ label }) => label !== null);
  element("bar").max = cases.length;
  element("bar").value = labelled.length;
  element("done").textContent = `${labelled.length} of ${cases.length} labelled` +
    (labelled.length === cases.length ? ": all done, thank you" : "");
  const share = (choices) =>
    Math.round(100 * labelled.filter(({ label }) => choices.includes(label.choice)).length / labelled.length);
  element("tally").textContent = labelled.length === 0
    ? ""
    : `both right ${share(["both"])} %, one ${share(["left", "right"])} %, neither ${
      share(["neither", "absent"])
    } %`;
  const fields = Map.groupBy(cases, ({ field }) => field);
  element("by-field").replaceChildren(...[...fields].map(([field, own]) => {
    const row = document.createElement("tr");
    for (const text of [field, own.filter(({ label }) => label !== null).length, own.length]) {
      row.insertCell().textContent = text;
    }
    return row;
  }));
}

function choose(choice, typed) {
  const item = cases[at];
  if (item === undefined) return;
  if (choice === "neither" && typed === undefined) return openTyped();
  if (choice === "both" && !item.alike && (item.left === null) !== (item.right === null)) {
    return say("Only one of the two says something, so that one of them is wrong: choose it");
  }
  const id = crypto.randomUUID();
  history.push({ id, case: at, before: item.label });
  const value = typed === undefined
    ? choice === "absent" ? null : item[choice] ?? item.left
    : typed.split("\n");
  item.label = {
    id,
    choice: item.alike && choice !== "neither" && choice !== "absent" ? "both" : choice,
    value,
  };
  enqueue("/labels", { id, case: at, choice, ...(typed === undefined ? {} : { typed }) }, at);
  element("said").textContent = `${item.field}: ${choice}`;
  at = nextOpen(at) ?? at;
  show(true);
}

function undo() {
  const last = history.pop();
  if (last === undefined) return;
  at = last.case;
  cases[at].label = last.before;
  enqueue("/undo", { id: last.id }, at);
  show(true);
  element("said").textContent = "Undone";
}

function enqueue(path, body, index) {
  waiting.push({ path, body, case: index, shown: cases[index].label });
  keepWaiting();
  send();
}

function keepWaiting() {
  sessionStorage.setItem(storageKey, JSON.stringify(waiting));
}

/** Writes what waits, one after the other. What the server refuses is taken back and shown; what it cannot take yet is tried again. */
async function send() {
  if (isSending) return;
  isSending = true;
  while (waiting.length > 0) {
    const [write] = waiting;
    try {
      const answer = await ask(write.path, write.body);
      waiting.shift();
      const item = cases[write.case];
      if (write.path === "/labels" && item?.label?.id === answer.id) {
        item.label = answer;
        if (write.case === at && element("typed-form").hidden) show(false);
        else showProgress();
      }
      trouble(null);
    } catch (error) {
      if (error.status === 400) {
        waiting.shift();
        refuse(write, error.message);
      } else {
        trouble(
          error.status === undefined
            ? `The server does not answer; ${waiting.length} waiting to be written`
            : `${error.message}; ${waiting.length} waiting to be written`,
        );
        keepWaiting();
        setTimeout(send, RETRY_MS);
        isSending = false;
        return;
      }
    }
    keepWaiting();
    tabs.postMessage("written");
  }
  isSending = false;
}

function refuse(write, message) {
  const index = history.findLastIndex(({ id }) => id === write.body.id);
  const [entry] = index < 0 ? [] : history.splice(index, 1);
  if (cases[write.case]?.label?.id === write.body.id) cases[write.case].label = entry?.before ?? null;
  at = write.case;
  show(false);
  if (write.body.typed !== undefined) {
    openTyped();
    element("typed").value = write.body.typed;
    element("typed-error").textContent = message;
    element("typed-error").hidden = false;
  } else {
    trouble(message);
  }
}

function trouble(message) {
  element("trouble").textContent = message ?? "";
  element("trouble").hidden = message === null;
}

/** A hint that goes with the next key. */
function say(message) {
  trouble(message);
  element("said").textContent = message;
}

const HINTS = {
  list: "The right value, one part a line (Shift+Enter)",
  slots: "The right slots, one a line (Shift+Enter): monday 19:00-21:00",
  number: "The right number",
};

function openTyped() {
  const item = cases[at];
  element("typed-label").textContent = HINTS[item.kind] ?? "The right value";
  element("typed").value = (item.label?.value ?? item.left ?? item.right ?? []).join("\n");
  element("typed-error").hidden = true;
  element("typed-form").hidden = false;
  document.querySelector("[data-choice=neither]").setAttribute("aria-expanded", "true");
  element("typed").focus();
  element("typed").select();
}

function closeTyped() {
  element("typed-form").hidden = true;
  document.querySelector("[data-choice=neither]").setAttribute("aria-expanded", "false");
}

function move(step) {
  at = (at + step + cases.length) % cases.length;
  show(true);
}

/** The next case without a label; where all others have one, the next. */
function skip() {
  const open = nextOpen((at + 1) % cases.length);
  if (open === null || open === at) return move(1);
  at = open;
  show(true);
}

const KEYS = {
  "1": () => choose("left"),
  "2": () => choose("right"),
  "3": () => choose("both"),
  "4": () => choose("neither"),
  "0": () => choose("absent"),
  " ": skip,
  u: undo,
  ArrowLeft: () => move(-1),
  ArrowRight: () => move(1),
  "?": () => element("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || element("help").open || cases.length === 0) return;
  if (event.target === element("typed")) {
    if (event.key === "Escape") {
      closeTyped();
      element("question").focus();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      element("typed-form").requestSubmit();
    }
    return;
  }
  // Space presses the button that has the focus, as everywhere.
  if (event.key === " " && event.target.closest("button, summary")) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act === undefined || event.repeat) return;
  event.preventDefault();
  if (waiting.length === 0) trouble(null);
  act();
});

for (const button of choiceButtons) button.addEventListener("click", () => choose(button.dataset.choice));
element("typed-form").addEventListener("submit", (event) => {
  event.preventDefault();
  choose("neither", element("typed").value);
});
element("typed-cancel").addEventListener("click", closeTyped);
element("previous").addEventListener("click", () => move(-1));
element("next").addEventListener("click", () => move(1));
element("skip").addEventListener("click", skip);
element("undo").addEventListener("click", undo);
element("help-button").addEventListener("click", () => element("help").showModal());

tabs.addEventListener("message", refresh);
addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
addEventListener("beforeunload", (event) => waiting.length > 0 && event.preventDefault());

function refresh() {
  load().catch(() => {});
}

load().catch((error) => {
  element("done").textContent = "";
  trouble(
    error.status === undefined
      ? "The server does not answer; start the task again, then reload"
      : error.message,
  );
});
