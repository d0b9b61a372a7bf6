// graphql-js over HTTP in several processes that share a port. Arguments: the port and the number of processes.
"use strict";
const cluster = require("cluster");
const http = require("http");
const { execute, parse, validate } = require("graphql");
const { Loaders } = require("./loaders");
const { schema, rootValue } = require("./schema");

const [port, processes] = process.argv.slice(2).map(Number);

if (cluster.isPrimary) {
  for (let index = 0; index < processes; index++) cluster.fork();
  process.on("SIGTERM", () => {
    for (const worker of Object.values(cluster.workers)) worker.process.kill();
    process.exit();
  });
} else {
  http.createServer(serve).listen(port);
}

/// Parsed and validated documents by their text.
const documents = new Map();

function prepare(text) {
  let prepared = documents.get(text);
  if (!prepared) {
    const document = parse(text);
    prepared = { document, errors: validate(schema, document) };
    documents.set(text, prepared);
  }
  return prepared;
}

function serve(request, response) {
  if (request.method === "GET") return response.end("ready");
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", async () => {
    const { query, variables } = JSON.parse(Buffer.concat(pieces).toString());
    const { document, errors } = prepare(query);
    const result = errors.length
      ? { errors }
      : await execute({ schema, document, rootValue, contextValue: new Loaders(), variableValues: variables });
    const body = Buffer.from(JSON.stringify(result));
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
    response.end(body);
  });
}
