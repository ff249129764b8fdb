/** The form for the API key; the server responds with a session cookie that scripts cannot read. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "web/html.js";
import { APP_NAME } from "web/model/app_name.js";
import { signIn } from "web/model/session.js";
import { useTitle } from "web/parts/title.js";
import { Button } from "web/parts/button.js";
import { address } from "web/net/address.js";

export function LoginView() {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  useTitle("Sign in");
  useEffect(() => field.current.focus(), []);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await signIn(new FormData(event.target).get("key"));
    } catch (refused) {
      setProblem(refused.status === 401 ? "This is not the key." : refused.message);
    }
    setBusy(false);
  };
  return html`<main class="login">
    <form class="card" onSubmit=${submit}>
      <img src=${address("/static/favicon.svg")} alt="" width="40" height="40" />
      <h1>${APP_NAME}</h1>
      <label for="key">API key</label>
      <input ref=${field} id="key" name="key" type="password" required autocomplete="current-password" aria-invalid=${Boolean(problem)} aria-describedby="key-problem" />
      <p id="key-problem" class="field-problem" role="alert">${problem}</p>
      <${Button} kind="main" type="submit" icon="key-round" busy=${busy}>Sign in<//>
      <p class="muted">The server's API_KEY, or a key that its operator made for you.</p>
    </form>
  </main>`;
}
