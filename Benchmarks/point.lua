-- One movie by a random ID, in the way clients send it: a document with a variable.
local before = [[{"query":"query ($id: ID!) { movie(id: $id) { id title releaseDate } }","variables":{"id":"M_]]
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function init() math.randomseed(os.time()) end

function request() return wrk.format(nil, nil, nil, before .. math.random(1, 100000) .. [["}}]]) end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('result {"rps": %f, "requests": %d, "p50_ms": %f, "p99_ms": %f, "errors": %d}\n',
    summary.requests / summary.duration * 1e6, summary.requests, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
