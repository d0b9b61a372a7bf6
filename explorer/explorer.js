// The explorer page: GraphiQL with the explorer panel, over this server's /graphql. React, ReactDOM, GraphiQL and
// GraphiQLPluginExplorer come from scripts loaded before this one. Nothing is inline and nothing is evaluated, so the
// page works under the policy "default-src 'self'; font-src data:" (GraphiQL's style sheet carries its fonts).
"use strict";

/** Sends one operation. An answer in JSON is shown whatever its status; anything else becomes an error of our own. */
async function fetcher(parameters, { headers = {} } = {}) {
  let response;
  try {
    response = await fetch("graphql", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json;q=0.9",
        ...headers,
      },
      body: JSON.stringify(parameters),
    });
  } catch {
    return problem("The server cannot be reached. Is it still running?");
  }
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return problem(`The server answered ${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
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
    React.createElement(GraphiQL.Logo, null, "Marquee"),
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
