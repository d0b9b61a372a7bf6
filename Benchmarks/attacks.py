#!/usr/bin/env python3
"""Attacks the accounts of a running server and prints, as a Markdown table, what answered; then what signing in costs.

Usage: Benchmarks/attacks.py [PROGRAM]

The server runs its own PostgreSQL and Redis in a new home. Ends with status 1 if an attack got through.
"""
import base64
import concurrent.futures
import hashlib
import hmac
import http.client
import json
import statistics
import sys
import threading
import time

import wrk
from keys import Keys
from server import PROGRAM, Server
from workloads import WORKLOADS

PASSWORD = "difference engine"
VIEWER = "{ viewer { user { username } } }"
SIGN_IN = "mutation ($input: LoginInput!) { login(input: $input) { tokens { accessToken refreshToken } userErrors { code } } }"
REGISTER = SIGN_IN.replace("LoginInput", "RegisterInput").replace("login(", "register(")
REFRESH = SIGN_IN.replace("LoginInput", "RefreshTokenInput").replace("login(", "refreshToken(")
ROUNDS, SECONDS = 5, 2
local = threading.local()


def ask(server, document, token=None, **variables):
    """Status and body of one request, on a connection of the thread's own."""
    for _ in range(2):
        try:
            if getattr(local, "port", None) != server.port:
                local.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
                local.port = server.port
            headers = {"Content-Type": "application/json"}
            if token is not None:
                headers["Authorization"] = f"Bearer {token}"
            local.connection.request("POST", "/graphql", json.dumps({"query": document, "variables": variables}), headers)
            response = local.connection.getresponse()
            return response.status, json.loads(response.read())
        except (ConnectionError, http.client.HTTPException):
            local.port = None
    raise SystemExit("the server does not answer")


def payload(answer):
    return next(iter((answer[1].get("data") or {}).values()), None) or {}


def code(answer):
    """The code that refused, `CODE` or `CODE 401`; "let in" when nothing did."""
    status, body = answer
    if body.get("errors"):
        return f"{body['errors'][0]['extensions']['code']} {status}"
    errors = payload(answer).get("userErrors") or []
    return errors[0]["code"] if errors else "let in"


def register(server, name, password=PASSWORD, email=None):
    answer = ask(server, REGISTER, input={"username": name, "email": email or f"{name}@example.org", "password": password})
    return code(answer), payload(answer).get("tokens")


def login(server, name, password=PASSWORD):
    answer = ask(server, SIGN_IN, input={"identifier": name, "password": password})
    return code(answer), payload(answer).get("tokens")


def encode(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).rstrip(b"=").decode()


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def forged(server, token):
    """Tokens that no server of ours gave, by name."""
    header, claims, signature = token.split(".")
    admin = dict(json.loads(decode(claims)), role="admin", sub="1")
    public = json.dumps(fetch(server, "/.well-known/jwks.json")["keys"][0])
    key = json.loads(public)
    none = encode({"alg": "none", "typ": "JWT"})
    hs256 = encode({"alg": "HS256", "typ": "JWT", "kid": key["kid"]})

    def mac(secret, data=f"{hs256}.{claims}"):
        return f"{data}.{encode(hmac.new(secret, data.encode(), hashlib.sha256).digest())}"

    return {
        "a token with `alg: none`": f"{none}.{claims}.",
        "its signature kept, its claims changed": f"{header}.{encode(admin)}.{signature}",
        "HS256 over the public key": mac(decode(key["x"])),
        "HS256 over the text of the key set": mac(public.encode()),
        "a token cut short": token[:-7],
        "a token with a part added": token + ".x",
        "5,000 letters for a token": "a" * 5000,
        "SQL for a token": "' or 1=1 --",
    }


def fetch(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", path)
    return json.loads(connection.getresponse().read())


def row(attack, answer, is_safe):
    print(f"| {attack} | {answer} |" + ("" if is_safe else " **got through** |"), flush=True)
    row.failures += not is_safe


row.failures = 0


def refused(attack, answer, *expected):
    row(attack, f"`{answer}`", answer.split()[0] in expected)


def attack_tokens(server, tokens):
    for name, token in forged(server, tokens["accessToken"]).items():
        refused(name, code(ask(server, VIEWER, token)), "UNAUTHENTICATED")
    refused("a refresh token for an access token", code(ask(server, VIEWER, tokens["refreshToken"])), "UNAUTHENTICATED")
    refused("an access token for a refresh token",
            code(ask(server, REFRESH, input={"refreshToken": tokens["accessToken"]})), "BAD_CREDENTIALS", "BAD_TOKEN")


def attack_sessions(server):
    _, stolen = register(server, "stolen")
    first = ask(server, REFRESH, input={"refreshToken": stolen["refreshToken"]})
    time.sleep(10.5)
    again = ask(server, REFRESH, input={"refreshToken": stolen["refreshToken"]})
    refused("a copied refresh token, after its owner used it", code(again), "BAD_TOKEN")
    owner = ask(server, REFRESH, input={"refreshToken": payload(first)["tokens"]["refreshToken"]})
    refused("… and then the owner's newer one: the session has ended", code(owner), "BAD_TOKEN")
    _, tokens = login(server, "stolen")
    ask(server, "mutation { logoutEverywhere(input: {}) { endedSessions } }", tokens["accessToken"])
    refused("an access token after `logoutEverywhere`", code(ask(server, VIEWER, tokens["accessToken"])), "UNAUTHENTICATED")


def attack_roles(server, tokens):
    change = "mutation { setUserRole(input: {userId: \"U_1\", role: ADMIN}) { role userErrors { code } } }"
    refused("a user gives a role", code(ask(server, change, tokens["accessToken"])), "FORBIDDEN")
    refused("nobody gives a role", code(ask(server, change)), "UNAUTHENTICATED")
    field = ask(server, REGISTER, input={"username": "boss", "email": "b@example.org", "password": PASSWORD, "role": "ADMIN"})
    refused("registering with a role", code(field), "BAD_USER_INPUT")


def attack_registration(server):
    with concurrent.futures.ThreadPoolExecutor(16) as clients:
        answers = [answer for answer, _ in clients.map(lambda n: register(server, "race", email=f"race{n}@example.org"), range(16))]
    row("16 clients register one name at once", f"{answers.count('let in')} let in, {answers.count('CONFLICT')} `CONFLICT`",
        answers.count("let in") == 1 and answers.count("CONFLICT") == 15)
    for name, words in [("RACE", "the name in capitals"), ("rаce", "the name with a Cyrillic letter"),
                        ("race\u200b", "the name and a zero-width space"), ("a'; drop table users; --", "SQL for a name"),
                        ("{\"$ne\": null}", "JSON for a name"), ("a" * 33, "33 letters")]:
        refused(f"registering {words}", register(server, name, email="other@example.org")[0], "CONFLICT", "INVALID_INPUT")
    refused("the commonest password", register(server, "common", "password123")[0], "INVALID_INPUT")
    refused("a password of 100,000 letters", register(server, "long", "x" * 100_000)[0], "INVALID_INPUT")


def attack_passwords(server):
    register(server, "guessed")
    known, unknown = [], []
    for turn in range(8):
        for name, times in [("guessed", known), ("nobody.of.this.name", unknown)]:
            start = time.monotonic()
            answer, _ = login(server, name, "wrong password")
            times.append(time.monotonic() - start)
            if answer != "BAD_CREDENTIALS":
                row(f"a wrong password for {name}", f"`{answer}`", False)
    known, unknown = sorted(known)[4] * 1000, sorted(unknown)[4] * 1000
    row("whether an account exists, by the time of a wrong password", f"{known:.0f} ms if it does, {unknown:.0f} ms if not",
        abs(known - unknown) < 0.25 * known)
    answers = [login(server, "guessed", f"guess {turn}")[0] for turn in range(20)]
    row("28 guesses for one account", f"{answers.count('BAD_CREDENTIALS') + 8} heard, then `RATE_LIMITED`",
        answers[-1].startswith("RATE_LIMITED"))


def attack_by_number(server):
    answers = []
    for turn in range(250):
        answers.append(code(ask(server, VIEWER, f"mqk_{turn}") if turn % 2 else ask(server, f"{{ none{turn} }}")))
    heard = sum(not answer.startswith("RATE_LIMITED") for answer in answers)
    row("250 unknown API keys and invalid documents in turn, at 2,000 points a minute", f"{heard} heard, then `RATE_LIMITED`",
        190 <= heard <= 210 and answers[-1] == "RATE_LIMITED 429")


def measure_sign_ins(server):
    names = [f"signs.in.{number}" for number in range(8)]
    for name in names:
        register(server, name)
    start, processor = time.monotonic(), server.cpu()
    with concurrent.futures.ThreadPoolExecutor(len(names)) as clients:
        answers = list(clients.map(lambda turn: login(server, names[turn % len(names)])[0], range(80)))
    seconds = time.monotonic() - start
    print(f"\n{len(answers) / seconds:.0f} sign-ins a second from {len(names)} clients, "
          f"{(server.cpu() - processor) / len(answers) * 1000:.0f} ms of processor time each; "
          f"{answers.count('let in')} of {len(answers)} let in.")


def measure_point_queries(server):
    """What authentication adds to a point query: medians of interleaved rounds with a token and without."""
    _, tokens = register(server, "asks.much")
    keys = Keys(1, 1, 200)
    micros = {None: [], tokens["accessToken"]: []}
    for _ in range(ROUNDS):
        for token, found in micros.items():
            processor = server.cpu()
            requests = wrk.load(server.url, WORKLOADS[0], keys, 32, SECONDS, [token] if token else [])["requests"]
            found.append((server.cpu() - processor) / requests * 1e6)
    without, with_token = (statistics.median(found) for found in micros.values())
    print(f"A point query takes {without:.1f} µs of processor time without a token, {with_token:.1f} µs with one: "
          f"{with_token / without:.2f} ×.")


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else PROGRAM
    print("| attack | answer |\n|---|---|")
    with Server(program=program, RATE_LIMIT="1000000000") as server:
        _, tokens = register(server, "honest")
        attack_tokens(server, tokens)
        attack_sessions(server)
        attack_roles(server, tokens)
        attack_registration(server)
        attack_passwords(server)
        with Server(program=program, RATE_LIMIT="2000", RATE_LIMIT_EXEMPT="none") as limited:
            attack_by_number(limited)
        measure_sign_ins(server)
    # Without caches, or only the requests without a token would be answered from them.
    with Server(program=program, RATE_LIMIT="1000000000", CACHE="off") as server:
        measure_point_queries(server)
    sys.exit(row.failures > 0)


main()
