// Offered where a browser has passkeys. What one gives goes with the form; nothing is kept.
const read = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const written = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const type = "public-key";
const says = { keyless: "keyless", InvalidStateError: "known" };
const prf = { eval: { first: new TextEncoder().encode("passkey") } };

const asked = async () => {
  const found = await fetch("/in/challenge");
  return { challenge: read(await found.text()), userVerification: "required" };
};

const keyless = () => Object.assign(new Error(), { name: "keyless" });

// An empty list lets the device offer every passkey it has for this place.
const use = async (...ids) => {
  const allowCredentials = ids.map((id) => ({ type, id }));
  const publicKey = { ...await asked(), allowCredentials, extensions: { prf } };
  const found = await navigator.credentials.get({ publicKey });
  const secret = found.getClientExtensionResults().prf?.results?.first;
  if (!secret) throw keyless();
  const { userHandle, authenticatorData, clientDataJSON, signature } = found.response;
  return {
    id: written(found.rawId),
    user: written(userHandle ?? new ArrayBuffer()),
    secret: written(secret),
    authenticator: written(authenticatorData),
    client: written(clientDataJSON),
    signature: written(signature),
  };
};

const make = async (form) => {
  const { user, place, known } = form.dataset, name = form.elements.label.value || place;
  const { challenge, userVerification } = await asked();
  const made = await navigator.credentials.create({ publicKey: {
    challenge,
    rp: { name: place },
    user: { id: read(user), name, displayName: name },
    pubKeyCredParams: [-7, -257].map((alg) => ({ type, alg })),
    excludeCredentials: known.split(" ").filter(Boolean).map((id) => ({ type, id: read(id) })),
    authenticatorSelection: { residentKey: "required", userVerification },
    extensions: { prf: {} },
  } });
  if (!made.getClientExtensionResults().prf?.enabled) {
    const gone = { rpId: location.hostname, credentialId: made.id };
    await PublicKeyCredential.signalUnknownCredential?.(gone).catch(() => {});
    throw keyless();
  }
  return made;
};

// Made, then used: where a browser wants a press for each, the next one uses what was made.
const add = async (form, kept) => {
  kept.made ??= await make(form);
  const used = await use(kept.made.rawId);
  return { ...used, public: written(kept.made.response.getPublicKey()) };
};

for (const box of document.querySelectorAll("[data-passkey]")) {
  const form = box.closest("form"), does = box.dataset.passkey, kept = {};
  const [field, button, told] = ["input", "button", "p"].map((each) => box.querySelector(each));
  if (!globalThis.PublicKeyCredential) {
    box.remove();
    continue;
  }
  box.hidden = false;
  if (!form) continue;
  form.querySelector("[data-without]")?.remove();
  form.querySelector("[data-with]")?.removeAttribute("hidden");
  button.addEventListener("click", async () => {
    told.textContent = "";
    try {
      field.value = JSON.stringify(await (does === "add" ? add(form, kept) : use()));
      field.disabled = false;
      if (does !== "again") return form.submit();
      form.elements.passphrase.closest(".field").remove();
      button.remove();
      told.textContent = box.dataset.given;
    } catch (error) {
      told.textContent = box.dataset[says[error.name] ?? "none"];
    }
  });
}
