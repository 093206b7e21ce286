// Keeps what somebody is writing, sealed and for them alone: a lock or Exit loses none of it.
const main = document.querySelector("main[data-kept]");
const exit = document.querySelector("form[data-leave]");
const title = document.querySelector("h1").textContent.trim();
const written = (form) => [...form.querySelectorAll("textarea")];
const MOST = 30000, SOON = 700, AGAIN = 5000;
let form, timer;

const fields = () => {
  const found = [["to", new URL(form.action).pathname], ["page", main.dataset.kept], ["title", title]];
  found.push(["kept-op", form.elements.op?.value ?? ""]);
  const isBlank = written(form).every((each) => !each.value.trim());
  for (const each of isBlank ? [] : form.elements) {
    const isChosen = !/^(radio|checkbox)$/.test(each.type) || each.checked;
    const isOpen = !/^(hidden|password|submit|file)$/.test(each.type) && !/pass|code/.test(each.name);
    if (each.name && isChosen && isOpen) found.push([`kept.${each.name}`, each.value]);
  }
  return found;
};

// Exit ends the login at once, so what was just written goes along with it.
const carry = (found) => exit?.replaceChildren(...exit.querySelectorAll("button"), ...found.map(([name, value]) => {
  const hidden = document.createElement("input");
  return Object.assign(hidden, { type: "hidden", name, value });
}));

const forget = () => {
  clearTimeout(timer);
  timer = form = undefined;
};

// Out of reach it is tried again, and nothing is forgotten before it is kept.
const keep = async () => {
  if (!form) return;
  const from = form, body = new URLSearchParams(fields());
  const keepalive = `${body}`.length < MOST;
  forget();
  const answer = await fetch("/kept", { method: "POST", keepalive, body }).catch(() => {});
  if (answer && answer.status < 500) form || carry([]);
  else if (!form && main.contains(from)) wait(from, AGAIN);
};

const wait = (on, soon) => {
  form = on;
  timer = setTimeout(keep, soon);
};

if (main) {
  // What stands in its field again is not left in a fold.
  for (const fold of main.querySelector("form[action='/kept/off']") ? main.querySelectorAll("details") : []) {
    fold.open ||= written(fold).some((each) => each.value.trim());
  }
  addEventListener("input", (e) => {
    const on = e.target.form;
    if (!on || !main.contains(on) || !written(on).length) return;
    if (form !== on) {
      keep();
      wait(on, SOON);
    }
    const found = fields();
    if (`${new URLSearchParams(found)}`.length < MOST) carry(found);
  });
  // Sent is not unfinished.
  addEventListener("submit", (e) => {
    if (e.target === form) {
      forget();
      carry([]);
    }
  }, true);
  for (const kind of ["pagehide", "visibilitychange", "online"]) addEventListener(kind, keep);
}
