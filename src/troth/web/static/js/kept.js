// Keeps what somebody is writing, sealed and for them alone: a lock or Exit loses none of it.
const main = document.querySelector("main[data-kept]");
const exit = document.querySelector("form[data-leave]");
const title = document.querySelector("h1").textContent.trim();
const written = (form) => [...form.querySelectorAll("textarea")];
const MOST = 30000;
let form, timer;

const fields = () => {
  const found = [["to", new URL(form.action).pathname], ["page", main.dataset.kept], ["title", title]];
  const isBlank = written(form).every((each) => !each.value.trim());
  for (const each of isBlank ? [] : form.elements) {
    const isChosen = !/^(radio|checkbox)$/.test(each.type) || each.checked;
    if (each.name && isChosen && !/^(hidden|password|submit|file)$/.test(each.type)) {
      found.push([`kept.${each.name}`, each.value]);
    }
  }
  return found;
};

// Exit ends the login at once, so what was just written goes along with it.
const carry = (found) => exit?.replaceChildren(...exit.querySelectorAll("button"), ...found.map(([name, value]) => {
  const hidden = document.createElement("input");
  return Object.assign(hidden, { type: "hidden", name, value });
}));

const done = () => {
  clearTimeout(timer);
  form = undefined;
  carry([]);
};

const keep = () => {
  if (!form) return;
  const body = new URLSearchParams(fields());
  done();
  fetch("/kept", { method: "POST", keepalive: `${body}`.length < MOST, body }).catch(() => {});
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
      form = on;
      timer = setTimeout(keep, 700);
    }
    const found = fields();
    if (`${new URLSearchParams(found)}`.length < MOST) carry(found);
  });
  // Sent is not unfinished.
  addEventListener("submit", (e) => e.target === form && done(), true);
  addEventListener("pagehide", keep);
  addEventListener("visibilitychange", keep);
}
