// The explorer's place to sign in. Tokens live in this page's memory only: a reload signs out, and nothing is written to
// the browser's storage, where other scripts could read it.
"use strict";

const signIn = {
  /** The tokens of `AuthTokens`; null for nobody. */
  tokens: null,

  /** The headers that say who asks. */
  headers() {
    return this.tokens ? { authorization: `Bearer ${this.tokens.accessToken}` } : {};
  },

  /** Changes the refresh token for new tokens; false if that signed out. */
  async refresh() {
    if (!this.tokens) return false;
    const payload = await this.mutate("refreshToken", "RefreshTokenInput", { refreshToken: this.tokens.refreshToken });
    this.tokens = payload.tokens ?? null;
    return this.tokens !== null;
  },

  /** Signs in; a text that says why not, or null. */
  async enter(identifier, password) {
    const payload = await this.mutate("login", "LoginInput", { identifier, password, device: "Explorer" });
    this.tokens = payload.tokens ?? null;
    return payload.problem ?? payload.userErrors?.[0]?.message ?? null;
  },

  async leave() {
    if (this.tokens) await this.mutate("logout", "LogoutInput", {}, this.headers());
    this.tokens = null;
  },

  async mutate(name, type, input, headers = {}) {
    const selection = name === "logout" ? "ok" : "tokens { accessToken refreshToken }";
    try {
      const response = await fetch("graphql", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", ...headers },
        body: JSON.stringify({
          query: `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { message } } }`,
          variables: { input },
        }),
      });
      const answer = await response.json();
      return answer.data?.[name] ?? { problem: answer.errors?.[0]?.message ?? "The server gave no answer." };
    } catch {
      return { problem: "The server cannot be reached. Is it still running?" };
    }
  },
};

/** Name and password, or who is signed in. */
function SignIn() {
  const [name, setName] = React.useState(null);
  const [problem, setProblem] = React.useState(null);

  async function submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const refusal = await signIn.enter(form.get("identifier"), form.get("password"));
    setProblem(refusal);
    if (!refusal) setName(form.get("identifier"));
  }

  async function leave() {
    await signIn.leave();
    setName(null);
  }

  const h = React.createElement;
  if (name !== null) {
    return h("div", { className: "sign-in" }, h("span", null, name), h("button", { onClick: leave }, "Sign out"));
  }
  return h(
    "form",
    { className: "sign-in", onSubmit: submit },
    h("input", { name: "identifier", placeholder: "Name or e-mail", autoComplete: "username", required: true }),
    h("input", { name: "password", type: "password", placeholder: "Password", autoComplete: "current-password", required: true }),
    h("button", null, "Sign in"),
    problem && h("span", { className: "problem", role: "alert" }, problem),
  );
}
