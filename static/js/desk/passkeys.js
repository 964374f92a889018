// Passkeys (Web Authentication, level 3): a form with data-passkey asks the browser for one, and sends what it says.
// Without this file, or without passkeys in the browser, such a form stays hidden; password and codes do without it.

const forms = document.querySelectorAll("form[data-passkey]");
const works = window.PublicKeyCredential && "parseRequestOptionsFromJSON" in PublicKeyCredential;

function say(form, what) {
  const line = form.querySelector("[role=status]");
  line.textContent = line.dataset[what] ?? "";
}

function reason(error) {
  const words = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "insecure" };
  return words[error.name] ?? "failed";
}

/** What the server asks for: it stands in the page, but for signing in, which is asked when the button is pressed. */
async function optionsFor(form) {
  if (form.dataset.passkey !== "login") {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function credentialFor(form, options) {
  if (form.dataset.passkey !== "add") {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey);
    return navigator.credentials.get({ publicKey });
  }
  const asked = options.creation_options.publicKey;
  if (form.elements.passwordless?.checked) {
    const alone = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    asked.authenticatorSelection = { ...asked.authenticatorSelection, ...alone };
  }
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) });
}

for (const form of works ? forms : []) {
  const button = form.querySelector("button");
  form.hidden = false;
  // Enter in a field is the same as the button: the form alone would send nothing.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.click();
  });
  button.addEventListener("click", async () => {
    say(form, "");
    button.setAttribute("aria-busy", "true");
    try {
      const credential = await credentialFor(form, await optionsFor(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      say(form, window.isSecureContext ? reason(error) : "insecure");
      button.removeAttribute("aria-busy");
    }
  });
}
