"""What all clients write about: one show, some movies and lists of one account."""

from account import Session

CLIENTS = 8
#: Episodes and movies of each client's own, and as many that all write about.
OWN = 3


class Stage:
    """Global IDs of all of it."""

    def __init__(self, cluster, session):
        count = (CLIENTS + 1) * OWN
        aired = "season_number > 0 and air_date < current_date"
        self.episodes = ids(cluster, "E", f"""
            select id from episodes where {aired} and show_id = (
              select show_id from episodes where {aired} group by 1 having count(*) > {count} order by 1 limit 1)
             order by season_number, number limit {count}""")
        self.played, *self.movies = ids(
            cluster, "M", f"select id from titles where kind = 'movie' order by id limit {count + 1}")
        self.list, _ = make_list(session, "Everybody's", [])
        #: Each client's own list, with its entries as they stand at the beginning.
        self.orders = [make_list(session, f"Of {client}", self.movies[:10]) for client in range(CLIENTS)]
        #: What the server gave IDs to: reviews by subject, entries of the list of all by movie, plays by note.
        self.reviews, self.entries, self.plays = {}, {}, {}

    def own(self, subjects, client):
        return subjects[client * OWN:(client + 1) * OWN]

    def shared(self, subjects):
        return subjects[CLIENTS * OWN:]


def ids(cluster, letter, query):
    return [f"{letter}_{line}" for line in cluster.run(query).split()]


def make_list(session, name, subjects):
    """A list's ID, and those of its entries in order."""
    payload = session.change(
        "createList", "list { id entries(first: 100) { nodes { id } } }", name=name, ranked=True,
        entries=[{"subjectId": subject} for subject in subjects])
    made = payload["list"]
    return made["id"], tuple(entry["id"] for entry in made["entries"]["nodes"])
