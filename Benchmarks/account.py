"""Asks a server as one account, over a connection that is opened again when it broke."""

import http.client
import json

PASSWORD = "difference engine"
REGISTER = """mutation ($input: RegisterInput!) {
  register(input: $input) { user { id } tokens { accessToken } userErrors { message } }
}"""


class Unanswered(Exception):
    """No answer, or one that says that the server could not: the code of its error, or what happened to the connection."""


class Session:
    def __init__(self, port, token=None):
        self.port, self.token, self.connection = port, token, None

    def ask(self, document, **variables):
        """The data of an answer without errors."""
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
            self.connection.request("POST", "/graphql", json.dumps({"query": document, "variables": variables}), headers)
            answer = json.loads(self.connection.getresponse().read())
        except (OSError, http.client.HTTPException) as failure:
            self.connection = None
            raise Unanswered(type(failure).__name__) from failure
        except ValueError as failure:
            raise Unanswered("NoJSON") from failure
        if errors := answer.get("errors"):
            raise Unanswered(errors[0]["extensions"]["code"]) from ValueError(errors[0]["message"])
        return answer["data"]

    def change(self, mutation, selection, **fields):
        """The payload of a mutation, with `userErrors`."""
        name = mutation[0].upper() + mutation[1:]
        payload = f"{selection} userErrors {{ code message }}"
        document = f"mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{ {payload} }} }}"
        return self.ask(document, input=fields)[mutation]


def register(port, name):
    """A new account: its number, and a token for a quarter of an hour."""
    answer = Session(port).ask(REGISTER, input={"username": name, "email": f"{name}@example.org", "password": PASSWORD})
    payload = answer["register"]
    return int(payload["user"]["id"].split("_")[1]), payload["tokens"]["accessToken"]
