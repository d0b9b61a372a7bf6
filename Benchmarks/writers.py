"""Clients that write without a pause and keep a record of what was acknowledged."""

import collections
import math
import random
import threading
import time

import steps
from account import Session, Unanswered
from records import Write

#: How long a step is tried again before the client gives it up, in seconds.
PATIENCE = 60
PAUSE = 0.02
#: One in so many steps reads what the client itself wrote.
READS = 10

Answer = collections.namedtuple("Answer", "step start end failures")

OWN_EPISODE = "query ($id: ID!) { episode(id: $id) { viewerState { watched stars review { body } } } }"
OWN_MOVIE = "query ($id: ID!) { movie(id: $id) { viewerState { stars favorite status lists { id } } } }"


class Writer(threading.Thread):
    """One device of the account."""

    def __init__(self, number, port, token, stage, records):
        super().__init__(daemon=True)
        self.number, self.stage, self.records = number, stage, records
        self.session = Session(port, token)
        self.count, self.is_done = 0, False
        #: Idempotency keys of what was acknowledged.
        self.keys = set()
        #: What was acknowledged, with the failures before that; attempts that failed, as moment and code; what is wrong.
        self.answers, self.failures, self.wrong = [], [], []

    def new_key(self):
        self.count += 1
        return f"{self.number}-{self.count}"

    def run(self):
        try:
            while not self.is_done:
                self.read() if random.randrange(READS) == 0 else self.take(steps.next_step(self))
        except (KeyError, TypeError) as failure:  # an answer of another form than asked for
            self.wrong.append(f"after {self.answers[-1].step}: {failure!r}")

    def take(self, step):
        """Tries until it is acknowledged, as an app does that keeps what it could not send."""
        start = time.monotonic()
        payload, failures = self.insist(lambda: self.session.change(step.mutation, step.selection, **step.fields))
        end = time.monotonic()
        refusals = [error["code"] for error in payload["userErrors"]] if payload else ["given up"]
        is_certain = not refusals
        if step.place:
            self.records.add(step.place, Write(step.value, start, end if payload else math.inf, is_certain))
        self.answers.append(Answer(step.mutation, start, end, failures))
        if is_certain:
            step.keep(payload)
            self.keys.add(step.fields.get("idempotencyKey"))
        elif refusals[0] not in step.excuses:
            message = payload and payload["userErrors"][0]["message"]
            self.wrong.append(f"{step.mutation} {step.fields}: {refusals[0]}, {message}")

    def insist(self, ask):
        """An answer, or nothing after a long time; and how many attempts failed."""
        start, failures = time.monotonic(), 0
        while time.monotonic() < start + PATIENCE:
            try:
                return ask(), failures
            except Unanswered as failure:
                failures += 1
                self.failures.append((time.monotonic(), str(failure)))
                time.sleep(PAUSE)
        return None, failures

    def read(self):
        """What only this client writes has to be as it left it, whatever happened in between."""
        episode = random.choice(self.stage.own(self.stage.episodes, self.number))
        movie = random.choice(self.stage.own(self.stage.movies, self.number))
        start = time.monotonic()
        answer, failures = self.insist(lambda: (
            self.session.ask(OWN_EPISODE, id=episode), self.session.ask(OWN_MOVIE, id=movie)))
        self.answers.append(Answer("(reads)", start, time.monotonic(), failures))
        if not answer:
            self.wrong.append("a read was never answered")
            return
        for place, seen in {**of_episode(episode, answer[0]), **of_movie(movie, answer[1], self.stage.list)}.items():
            possible = self.records.possible(place)
            if seen not in possible:
                self.wrong.append(f"read {place}: {seen!r} where {possible!r} was written")


def of_episode(episode, answer):
    state = answer["episode"]["viewerState"]
    review = state["review"] and state["review"]["body"]
    return {("watched", episode): state["watched"] or None, ("stars", episode): state["stars"], ("review", episode): review}


def of_movie(movie, answer, shared_list):
    state = answer["movie"]["viewerState"]
    return {
        ("stars", movie): state["stars"], ("favourite", movie): state["favorite"] or None,
        ("planned", movie): state["status"] == "PLANNED" or None,
        ("listed", movie): shared_list in [own["id"] for own in state["lists"]] or None}
