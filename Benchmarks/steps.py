"""The things a client does: each a mutation, the place it writes to and the value it leaves there, none if it takes away."""

import dataclasses
import random
import typing

STARS = [half / 2 for half in range(1, 11)]


@dataclasses.dataclass
class Step:
    mutation: str
    fields: dict
    place: tuple = None
    value: object = None
    selection: str = ""
    #: Codes of `userErrors` that are right when others are quicker; then it did nothing.
    excuses: tuple = ()
    #: Takes the IDs out of the payload.
    keep: typing.Callable = lambda payload: None


def mark(client, episode):
    return Step(
        "markEpisodeWatched", {"episodeId": episode, "idempotencyKey": client.new_key()}, ("watched", episode), True,
        "episode { viewerState { watched } } progress { watchedCount }")


def unmark(client, episode):
    return Step("unmarkEpisodeWatched", {"episodeId": episode}, ("watched", episode), None, "deletedPlayIds")


def rate(client, subject):
    stars = random.choice(STARS)
    return Step("rate", {"subjectId": subject, "stars": stars}, ("stars", subject), stars, "rating { stars }")


def unrate(client, subject):
    return Step("removeRating", {"subjectId": subject}, ("stars", subject), None)


def review(client, episode):
    text = f"Text {client.new_key()}"

    def keep(payload):
        # Another client may have deleted it before it was read for the answer.
        if payload["review"]:
            client.stage.reviews[episode] = payload["review"]["id"]
    fields = {"subjectId": episode, "body": text}
    return Step("saveReview", fields, ("review", episode), text, "review { id }", keep=keep)


def take_review_back(client, episode):
    known = client.stage.reviews.get(episode)
    if not known:
        return review(client, episode)
    return Step("deleteReview", {"reviewId": known}, ("review", episode), None, "deletedId", ("NOT_FOUND",))


def favourite(client, movie):
    wanted = random.random() < 0.6
    fields = {"titleIds": [movie], "favorite": wanted}
    return Step("setFavorite", fields, ("favourite", movie), wanted or None, "entries { favorite }")


def plan(client, movie):
    fields = {"target": {"system": "WATCHLIST"}, "entries": [{"subjectId": movie}], "idempotencyKey": client.new_key()}
    return Step("addToList", fields, ("planned", movie), True, "addedCount")


def unplan(client, movie):
    fields = {"target": {"system": "WATCHLIST"}, "subjectIds": [movie]}
    return Step("removeFromList", fields, ("planned", movie), None, "removedSubjectIds")


def add(client, movie):
    def keep(payload):
        client.stage.entries[movie] = payload["entries"][0]["id"] if payload["entries"] else None
    fields = {
        "target": {"id": client.stage.list}, "entries": [{"subjectId": movie}], "idempotencyKey": client.new_key(),
        "place": random.choice([{"first": True}, {"last": True}, {"position": random.randint(1, 20)}])}
    return Step("addToList", fields, ("listed", movie), True, "entries { id }", keep=keep)


def remove(client, movie):
    fields = {"target": {"id": client.stage.list}, "subjectIds": [movie]}
    return Step("removeFromList", fields, ("listed", movie), None, "removedSubjectIds")


def move(client, movie):
    """In the list of all, where the entry or its neighbour may be gone."""
    entries = [entry for entry in list(client.stage.entries.values()) if entry]
    if len(entries) < 2:
        return add(client, movie)
    entry, neighbour = random.sample(entries, 2)
    place = random.choice([{"first": True}, {"last": True}, {"before": neighbour}, {"after": neighbour}, {"position": 5}])
    return Step("moveListEntry", {"entryId": entry, "to": place}, selection="entry { id }", excuses=("NOT_FOUND",))


def reorder(client, _):
    """In the client's own list, whose order it knows."""
    order = list(client.records.last(("order", client.number), client.stage.orders[client.number][1]))
    entry = order.pop(random.randrange(len(order)))
    neighbour = random.randrange(len(order))
    place, index = random.choice([
        ({"first": True}, 0), ({"last": True}, len(order)), ({"position": neighbour + 1}, neighbour),
        ({"before": order[neighbour]}, neighbour), ({"after": order[neighbour]}, neighbour + 1)])
    order.insert(index, entry)
    return Step("moveListEntry", {"entryId": entry, "to": place}, ("order", client.number), tuple(order), "entry { position }")


def play(client, _):
    """Logs one, or deletes one that any client logged when there are many."""
    note = client.new_key()
    known = list(client.stage.plays.items())
    if random.random() * 200 < len(known):
        note, play = random.choice(known)

        def forget(payload):
            client.stage.plays.pop(note, None)
        return Step("deletePlays", {"playIds": [play]}, ("play", note), None, "deletedIds", keep=forget)

    def keep(payload):
        client.stage.plays[note] = payload["play"]["id"]
    fields = {"subjectId": client.stage.played, "note": note, "idempotencyKey": note}
    return Step("logPlay", fields, ("play", note), True, "play { id } viewerState { watchCount }", keep=keep)


ABOUT_EPISODES = [mark, mark, mark, unmark, unmark, rate, rate, unrate, review, take_review_back]
ABOUT_MOVIES = [rate, unrate, favourite, plan, unplan, add, add, remove, move, reorder, reorder, play, play]


def next_step(client):
    """Half of them about what only this client writes to, half about what all do."""
    makers, subjects = random.choice([(ABOUT_EPISODES, client.stage.episodes), (ABOUT_MOVIES, client.stage.movies)])
    make, own = random.choice(makers), random.random() < 0.5
    return make(client, random.choice(client.stage.own(subjects, client.number) if own else client.stage.shared(subjects)))
