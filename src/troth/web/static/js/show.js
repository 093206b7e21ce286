// Shows a passphrase as it is typed, for whoever wants to see it. What is typed is never touched.
for (const box of document.querySelectorAll("[data-hide]")) {
  const field = box.parentElement.querySelector("input"), button = box.querySelector("button");
  const word = button.firstElementChild, show = word.textContent;
  const turn = (isShown) => {
    field.type = isShown ? "text" : "password";
    word.textContent = isShown ? box.dataset.hide : show;
  };
  box.hidden = false;
  button.addEventListener("click", () => turn(field.type === "password"));
  // Sent, it is a passphrase again for whatever keeps it; out of sight, nobody reads it there.
  field.form.addEventListener("submit", () => turn(false));
  document.addEventListener("visibilitychange", () => turn(false));
}
