// The explorer page: GraphiQL with the explorer panel, over this server's /graphql. React, ReactDOM, GraphiQL and
// GraphiQLPluginExplorer come from scripts loaded before this one. Nothing is inline and nothing is evaluated, so the
// page works under the policy "default-src 'self'; font-src data:" (GraphiQL's style sheet carries its fonts).
"use strict";

/**
 * Sends one operation as whoever is signed in; an access token that has expired is renewed once.
 */
async function fetcher(parameters, options) {
  const answer = await send(parameters, options);
  const isRefused = answer.errors?.some((error) => error.extensions?.code === "UNAUTHENTICATED");
  return isRefused && (await signIn.refresh()) ? send(parameters, options) : answer;
}

/**
 * An answer in JSON is shown whatever its status, a subscription's as they come; anything else becomes an error of our
 * own.
 */
async function send(parameters, { headers = {} } = {}) {
  let response;
  try {
    response = await fetch("graphql", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.8",
        ...signIn.headers(),
        ...headers,
      },
      body: JSON.stringify(parameters),
    });
  } catch {
    return problem("The server cannot be reached. Is it still running?");
  }
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) return answers(response.body);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return problem(`The server answered ${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
  }
}

/** The answers in a stream of server-sent events. `return` ends the subscription at once, even while none comes. */
function answers(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let isStopped = false;
  const values = read();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => values.next(),
    return() {
      isStopped = true;
      reader.cancel().catch(() => {});
      return values.return();
    },
  };

  async function* read() {
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (isStopped) return;
      if (done) return yield problem("The server ended the subscription. Run it again to go on.");
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      for (const event of events) {
        const fields = new Map(event.split("\n").map((line) => line.split(/: ?(.*)/s, 2)));
        if (fields.get("event") === "complete") return;
        if (fields.get("event") === "next") yield JSON.parse(fields.get("data"));
      }
    }
  }
}

function problem(message) {
  return { errors: [{ message }] };
}

function showExplorer(element) {
  const explorer = GraphiQLPluginExplorer.explorerPlugin({ showAttribution: false });
  const page = React.createElement(
    GraphiQL,
    {
      fetcher,
      defaultTabs: examples.map(({ query, variables = {} }) => ({ query, variables: JSON.stringify(variables, null, 2) })),
      plugins: [explorer],
      visiblePlugin: explorer,
      // A token typed into the headers pane is not written to the browser's storage.
      shouldPersistHeaders: false,
    },
    React.createElement(GraphiQL.Logo, null, "Marquee", React.createElement(SignIn)),
  );
  ReactDOM.createRoot(element).render(page);
}

function showNotice(element) {
  const endpoint = new URL("graphql", document.location).href;
  document.getElementById("command").textContent = [
    `curl ${endpoint} \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '{"query": "{ movies(first: 5) { nodes { title } } }"}'`,
  ].join("\n");
  element.hidden = false;
}

if (typeof GraphiQL === "function" && typeof GraphiQLPluginExplorer === "object") {
  showExplorer(document.getElementById("explorer"));
} else {
  showNotice(document.getElementById("notice"));
}
