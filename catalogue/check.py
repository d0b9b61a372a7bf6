#!/usr/bin/env python3
"""Checks the sample catalogue: python3 catalogue/check.py [DATA]

First the shape: members, unique slugs, references, dates, enums and lengths as in migrations/0001_release_1.sql.
Then, where the folder DATA (../shared/data beside the repository unless given) is present, the facts: every source that
a row's `checked` names must hold that row and agree with it, as the functions named after the sources define it; and every
external id and tagline must be held by a source, or be among the row's `looked_up`. The recorded answers of TMDB
lie in DATA/../providers.
Prints one line a fault (file: row: what is wrong) and ends with 1 if there is any. Only the standard library is used.
"""

import csv
import datetime
import gzip
import io
import json
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STATUSES = {"rumored", "planned", "in_production", "post_production", "released", "returning", "ended", "canceled", "unknown"}
SHOW_TYPES = {"scripted", "miniseries", "documentary", "reality", "news", "talk_show", "variety", "animation", "other"}
MILESTONES = {"series_premiere", "season_premiere", "mid_season_finale", "season_finale", "series_finale"}
DEPARTMENTS = {"acting", "directing", "writing", "production", "created_by", "camera", "editing", "sound", "art",
               "visual_effects", "other"}
SOURCES = {"movielens", "wikipedia-films", "omdb-org", "tvmaze", "tmdb"}
ID_SHAPES = {"imdb": r"(tt|nm)\d{7,8}", "tmdb": r"[1-9]\d*", "tvdb": r"[1-9]\d*", "tvmaze": r"[1-9]\d*", "wikidata": r"Q[1-9]\d*"}

GENRE = {"slug", "name"}
NETWORK = {"name", "country"}
PERSON = {"slug", "name", "also_known_as", "biography", "birth_date", "death_date", "birth_place", "department", "external_ids",
          "checked", "looked_up"}
TITLE = {"slug", "title", "original_title", "original_language", "sort_title", "tagline", "overview", "release_date",
         "runtime", "status", "countries", "spoken_languages", "genres", "keywords", "texts", "external_ids", "popularity",
         "directors", "writers", "cast", "checked", "looked_up"}
SHOW = TITLE | {"last_air_date", "show_type", "networks", "creators", "complete", "seasons"}
SEASON = {"number", "title", "overview", "air_date", "external_ids", "episodes", "checked"}
EPISODE = {"number", "absolute_number", "title", "overview", "air_date", "airs_at", "runtime", "milestone", "directors", "writers",
           "guest_stars", "external_ids", "checked"}


def fold(text):
    """Lower case without accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.replace("½", " 1/2")) if not unicodedata.combining(c)).lower()
    for letter, plainly in (("&", " and "), ("ß", "ss"), ("ø", "o"), ("æ", "ae"), ("ł", "l")):
        plain = plain.replace(letter, plainly)
    return re.sub(r"[^\w]+", " ", re.sub(r"['’.]", "", plain)).strip()


def sort_title(title):
    """What titles are sorted by: folded, without a leading English article, since titles are English ones."""
    return re.sub(r"^(the|a|an) (?=.)", "", fold(title))


def match_key(name):
    """What names of a title are compared by: folded, without a leading article of any language."""
    return re.sub(r"^(the|a|an|la|le|les|el|los|der|die|das|il|l) ", "", fold(name))


def year(row):
    """Year of the release, or None."""
    return int(row["release_date"][:4]) if "release_date" in row else None


class Catalogue:
    """The files as lists of rows; each row remembers where it stands, for messages."""

    def __init__(self, folder):
        def read(path):
            with open(path, encoding="utf-8") as file:
                return json.load(file)

        self.genres = read(folder / "genres.json")
        self.networks = read(folder / "networks.json")
        self.people = read(folder / "people.json")
        self.movies = [row for path in sorted(folder.glob("movies-*.json")) for row in read(path)]
        self.shows = [read(path) for path in sorted((folder / "shows").glob("*.json"))]
        self.misplaced = [path.name for path in (folder / "shows").glob("*.json") if read(path)["slug"] != path.stem]


class Shape:
    """Checks that need nothing but the catalogue itself."""

    def __init__(self, catalogue):
        self.catalogue = catalogue
        self.faults = []
        self.genres = {row.get("slug") for row in catalogue.genres}
        self.networks = {row.get("name") for row in catalogue.networks}
        self.people = {row.get("slug") for row in catalogue.people}
        self.credited = set()

    def run(self):
        lists = self.catalogue
        for key, rows in (("name", lists.networks), ("slug", lists.genres + lists.people + lists.movies + lists.shows)):
            for row in rows:
                self.expect(row.get(key), json.dumps(row, ensure_ascii=False)[:80], f"no {key}")
        if self.faults:
            return self.faults
        self.unique("genres", [row["slug"] for row in lists.genres])
        self.unique("networks", [row["name"] for row in lists.networks])
        self.unique("people", [row["slug"] for row in lists.people])
        self.unique("movies", [row["slug"] for row in lists.movies])
        self.unique("shows", [row["slug"] for row in lists.shows])
        seasons = [season for row in lists.shows for season in row.get("seasons", [])]
        episodes = [episode for season in seasons for episode in season["episodes"]]
        for source in ID_SHAPES:
            for name, rows in (("movies", lists.movies), ("shows", lists.shows), ("seasons", seasons),
                               ("episodes", episodes), ("people", lists.people)):
                self.unique(f"{name}: {source}", [r["external_ids"][source] for r in rows if source in r.get("external_ids", {})])
        for row in lists.genres:
            self.members(f"genre {row['slug']}", row, GENRE, {"slug", "name"})
        for row in lists.networks:
            self.members(f"network {row['name']}", row, NETWORK, {"name"})
        for name in lists.misplaced:
            self.faults.append(f"shows/{name}: the file's name is not the show's slug")
        for row in lists.people:
            self.person(row)
        for row in lists.movies:
            self.title(f"movie {row['slug']}", row, TITLE)
        for row in lists.shows:
            self.show(row)
        for slug in sorted(self.people - self.credited):
            self.faults.append(f"person {slug}: nobody credits this person")
        return self.faults

    def expect(self, holds, where, what):
        if not holds:
            self.faults.append(f"{where}: {what}")

    def unique(self, where, values):
        for value in sorted({str(v) for v in values if values.count(v) > 1}):
            self.faults.append(f"{where}: {value} is there more than once")

    def members(self, where, row, known, required):
        for name in sorted(row.keys() - known):
            self.faults.append(f"{where}: unknown member {name}")
        for name in sorted(required - row.keys()):
            self.faults.append(f"{where}: no {name}")
        for name, value in row.items():
            self.expect(value is not None and value != "", where, f"{name} is empty; leave it out instead")
        for name in ("release_date", "last_air_date", "air_date", "birth_date", "death_date"):
            if name in row:
                try:
                    datetime.date.fromisoformat(row[name])
                except ValueError:
                    self.faults.append(f"{where}: {name} {row[name]} is no date")
        if "slug" in row:
            self.expect(SLUG.fullmatch(row["slug"]), where, "the slug has other signs than a-z, 0-9 and single hyphens")
        if "runtime" in row:
            self.expect(isinstance(row["runtime"], int) and 0 < row["runtime"] <= 6000, where, f"runtime {row['runtime']}")
        self.expect(set(row.get("checked", [])) <= SOURCES, where, f"checked names an unknown source: {row.get('checked')}")
        for name in row.get("looked_up", []):
            self.expect(name == "tagline" and name in row or name in row.get("external_ids", {}), where, f"looked_up names no fact of the row: {name}")
        for source, value in row.get("external_ids", {}).items():
            self.expect(re.fullmatch(ID_SHAPES.get(source, "(?!)"), value), where, f"external id {source} {value}")

    def person(self, row):
        where = f"person {row['slug']}"
        self.members(where, row, PERSON, {"slug", "name", "department", "checked"})
        self.expect(row["department"] in DEPARTMENTS, where, f"department {row['department']}")
        self.expect(row.get("birth_date", "0") < row.get("death_date", "9"), where, "died before birth")

    def title(self, where, row, known):
        self.members(where, row, known, {"slug", "title", "sort_title", "status", "genres", "popularity", "cast", "checked"})
        self.expect(1 <= len(row["title"]) <= 500, where, "length of the title")
        self.expect(row["sort_title"] == sort_title(row["title"]), where, f"sort_title is not {sort_title(row['title'])}")
        self.expect(row["status"] in STATUSES, where, f"status {row['status']}")
        self.expect(0 < row["popularity"] <= 100, where, f"popularity {row['popularity']} is not above 0 and at most 100")
        self.expect(row["genres"] and set(row["genres"]) <= self.genres, where, f"genres {row['genres']}")
        for country in row.get("countries", []):
            self.expect(re.fullmatch("[A-Z]{2}", country), where, f"country {country}")
        for language in [*row.get("spoken_languages", []), *row.get("texts", {}), row.get("original_language", "en")]:
            self.expect(re.fullmatch("[a-z]{2}", language), where, f"language {language}")
        for text in row.get("texts", {}).values():
            self.expect(text and text.keys() <= {"title", "tagline", "overview"}, where, f"text {text}")
        for name in ("genres", "keywords", "countries", "spoken_languages", "directors", "writers", "creators"):
            self.unique(f"{where}: {name}", row.get(name, []))
        self.credits(where, row, row["cast"], {"person", "character", "episode_count"})

    def credits(self, where, row, cast, known):
        """Who is credited in a title or an episode is among the people, and has each part once."""
        self.unique(f"{where}: cast", [(c["person"], c.get("character")) for c in cast])
        for credit in cast:
            self.expect(credit.keys() <= known, where, f"cast {credit}")
        named = [c["person"] for c in cast] + [p for k in ("directors", "writers", "creators") for p in row.get(k, [])]
        for slug in named:
            self.expect(slug in self.people, where, f"{slug} is not in people.json")
        self.credited.update(named)

    def show(self, row):
        where = f"show {row['slug']}"
        self.title(where, row, SHOW)
        self.expect(row.get("show_type", "other") in SHOW_TYPES, where, f"show_type {row.get('show_type')}")
        self.expect(set(row.get("networks", [])) <= self.networks, where, f"networks {row.get('networks')}")
        seasons = row.get("seasons", [])
        self.unique(f"{where}: seasons", [s["number"] for s in seasons])
        for season in seasons:
            here = f"{where}, season {season['number']}"
            self.members(here, season, SEASON, {"number", "episodes", "checked"})
            self.unique(f"{here}: episodes", [e["number"] for e in season["episodes"]])
            for episode in season["episodes"]:
                at = f"{here}, episode {episode['number']}"
                self.members(at, episode, EPISODE, {"number", "checked"})
                self.expect(episode.get("milestone", "season_finale") in MILESTONES, at, f"milestone {episode.get('milestone')}")
                for name in ("directors", "writers"):
                    self.unique(f"{at}: {name}", episode.get(name, []))
                self.credits(at, episode, episode.get("guest_stars", []), {"person", "character"})
        if row.get("complete"):
            self.complete(where, row, [s for s in seasons if s["number"] > 0])

    def complete(self, where, row, seasons):
        """Nothing is missing inside a show that is said to be complete."""
        self.expect([s["number"] for s in seasons] == list(range(1, len(seasons) + 1)), where, "seasons are missing")
        for season in seasons:
            numbers = [e["number"] for e in season["episodes"]]
            self.expect(numbers == list(range(1, len(numbers) + 1)) and numbers, where, f"season {season['number']} has gaps")
        episodes = [e for s in seasons for e in s["episodes"]]
        days = [e["air_date"] for e in episodes if "air_date" in e]
        self.expect(all("title" in e for e in episodes), where, "an episode has no title")
        self.expect(days == sorted(days), where, "episodes did not air in their order")
        self.expect([e["absolute_number"] for e in episodes] == list(range(1, len(episodes) + 1)), where, "absolute numbers")


class Facts:
    """What the sources say of a row: None if a source does not hold it, else a list of what differs (empty: agrees)."""

    def __init__(self, data):
        self.data = data
        self.read_movielens()
        self.read_omdb_org()
        self.read_tmdb()
        self.wikipedia = {}
        for row in self.lines("wikipedia-films/films.jsonl.gz"):
            self.wikipedia.setdefault(match_key(row["title"]), []).append(row)
        self.wikipedia_names = {name for rows in self.wikipedia.values() for row in rows
                                for name in row["cast"] + [c["name"] for c in row["crew"]]}
        self.shows = {}
        for row in self.lines("tvmaze-shows/shows.jsonl.gz"):
            self.shows.setdefault(match_key(row["name"]), []).append(row)

    def lines(self, name):
        with gzip.open(self.data / name, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def read_movielens(self):
        folder = self.data / "movielens" / "ml-latest-small"
        with open(folder / "links.csv", encoding="utf-8") as file:
            links = {row["movieId"]: row for row in csv.DictReader(file)}
        self.movielens, self.movielens_by_imdb = {}, {}
        with open(folder / "movies.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                parts = re.fullmatch(r"(.*?)\s*\((\d{4})\)\s*", row["title"])
                ids = {"imdb": "tt" + links[row["movieId"]]["imdbId"], "tmdb": links[row["movieId"]]["tmdbId"]}
                self.movielens_by_imdb[ids["imdb"]] = ids
                if not parts:
                    continue
                held = {"year": int(parts[2]), **ids}
                for name in re.split(r"\s*\((?:a\.?k\.?a\.? )?|\)", parts[1]):
                    turned = re.fullmatch(r"(.*), ([A-Z]\w{0,2}'?)", name)
                    self.movielens.setdefault(match_key(f"{turned[2]} {turned[1]}" if turned else name), []).append(held)

    def read_omdb_org(self):
        def table(name):
            with gzip.open(self.data / "omdb-org" / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
                return list(csv.DictReader(io.StringIO(file.read()), escapechar="\\", doublequote=False))

        runtimes = {row["movie_id"]: int(row["runtime"]) for row in table("movie_details") if row["runtime"].isdigit()}
        countries, languages = {}, {}
        for row in table("movie_countries"):
            countries.setdefault(row["movie_id"], set()).add(row["country_code"])
        for row in table("movie_languages"):
            languages.setdefault(row["movie_id"], set()).add(row["language_iso_639_1"])
        self.omdb, self.omdb_shows = {}, {}
        for kind, rows in ((self.omdb, table("all_movies")), (self.omdb_shows, table("all_series"))):
            for row in rows:
                key = row["id"]
                kind.setdefault(match_key(row["name"]), []).append(
                    {"date": row["date"], "runtime": runtimes.get(key, 0), "countries": countries.get(key, set()),
                     "languages": languages.get(key, set())})

    @staticmethod
    def names(row):
        """The names a source may know a title by."""
        named = [row["title"], row.get("original_title")] + [t.get("title") for t in row.get("texts", {}).values()]
        return {match_key(name) for name in named if name}

    def read_tmdb(self):
        """Everything with an id and a name in the recorded answers; seasons by show and number."""
        self.tmdb = {"movie": {}, "show": {}, "person": {}}
        self.tmdb_seasons = {}

        def collect(value):
            for item in value if isinstance(value, list) else value.values() if isinstance(value, dict) else []:
                collect(item)
            if not isinstance(value, dict) or "id" not in value:
                return
            if "title" in value and "release_date" in value:
                self.tmdb["movie"].setdefault(str(value["id"]), []).append(value)
            elif "first_air_date" in value:
                self.tmdb["show"].setdefault(str(value["id"]), []).append(value)
            elif "name" in value and ("gender" in value or "known_for_department" in value):
                self.tmdb["person"].setdefault(str(value["id"]), []).append(value)

        folder = self.data.parent / "providers" / "tmdb"
        for path in sorted(folder.glob("*.json")):
            with open(path, encoding="utf-8") as file:
                answer = json.load(file)
            collect(answer)
            season = re.match(r"tv_(\d+)_season_(\d+)(?:__|\.json)", path.name)
            if season and "episodes" in answer:
                self.tmdb_seasons[season[1], int(season[2])] = {e["episode_number"]: e for e in answer["episodes"]}

    def movie(self, row):
        return {"movielens": self.compare_movielens(row), "wikipedia-films": self.compare_wikipedia(row),
                "omdb-org": self.compare_omdb(row, self.omdb), "tmdb": self.compare_tmdb("movie", row)}

    def show(self, row):
        return {"tvmaze": self.compare_tvmaze(row), "omdb-org": self.compare_omdb(row, self.omdb_shows),
                "tmdb": self.compare_tmdb("show", row)}

    def person(self, row):
        named = row["name"] in self.wikipedia_names
        return {"wikipedia-films": [] if named else None, "tmdb": self.compare_tmdb("person", row)}

    def held(self, kind, row):
        """The external ids and the tagline, as far as a source holds them for this row (an IMDb id of a movie: beside its TMDB id)."""
        ids, held = row.get("external_ids", {}), set()
        if kind == "movie":
            links = self.movielens_by_imdb.get(ids.get("imdb"), {})
            if links and links["tmdb"] == ids.get("tmdb"):
                held |= {"imdb", "tmdb"}
        if kind == "show":
            show = self.tvmaze(row) or {}
            known = {"tvmaze": show.get("id"), "imdb": (show.get("externals") or {}).get("imdb"), "tvdb": (show.get("externals") or {}).get("thetvdb")}
            held |= {name for name, value in known.items() if value and str(value) == ids.get(name)}
        if self.compare_tmdb(kind, row) == []:
            held.add("tmdb")
            for answer in self.tmdb[kind][ids["tmdb"]]:
                known = {name: answer.get(f"{name}_id") or answer.get("external_ids", {}).get(f"{name}_id") for name in ("imdb", "tvdb", "wikidata")}
                held |= {name for name, value in known.items() if value and str(value) == ids.get(name)}
                if fold(answer.get("tagline") or "") == fold(row.get("tagline", "-")):
                    held.add("tagline")
        return held

    def compare_tmdb(self, kind, row):
        """By TMDB id: the same name; of titles the same year (of movies, which open in many countries, to one)."""
        answers = self.tmdb[kind].get(row.get("external_ids", {}).get("tmdb"))
        if not answers:
            return None
        names = {match_key(a[n]) for a in answers for n in ("name", "title", "original_name", "original_title") if a.get(n)}
        ours = {match_key(row["name"])} if kind == "person" else self.names(row)
        found = [] if names & ours else [f"name {sorted(names)}"]
        days = {a.get("release_date") or a.get("first_air_date") for a in answers} - {None, ""}
        if kind != "person" and days and all(abs(int(day[:4]) - year(row)) > (kind == "movie") for day in days):
            found.append(f"date {sorted(days)}")
        return found

    def compare_tmdb_episode(self, show, season, episode):
        """Same numbers, name and day; directors, writers and guests are all among those TMDB credits."""
        held = self.tmdb_seasons.get((show.get("external_ids", {}).get("tmdb"), season["number"]), {}).get(episode["number"])
        if held is None:
            return None
        found = [] if fold(held["name"]) == fold(episode.get("title", "")) else [f"title {held['name']}"]
        if held["air_date"] != episode.get("air_date"):
            found.append(f"air_date {held['air_date']}")
        credited = {"directors": {fold(c["name"]) for c in held["crew"] if c["job"] == "Director"},
                    "writers": {fold(c["name"]) for c in held["crew"] if c["department"] == "Writing"},
                    "guest_stars": {fold(c["name"]) for c in held.get("guest_stars", [])}}
        for member, names in credited.items():
            people = [c["person"] if member == "guest_stars" else c for c in episode.get(member, [])]
            found += [f"{member} {sorted(names)}" for slug in people if fold(self.names_of_people[slug]) not in names]
        return found

    def compare_movielens(self, row):
        """Same name or IMDb id, year, IMDb id and TMDB id (the ids as far as the row has them)."""
        same_name = [held for name in self.names(row) for held in self.movielens.get(name, [])]
        ids = row.get("external_ids", {})
        same_name += [held for rows in self.movielens.values() for held in rows if held["imdb"] == ids.get("imdb")]
        near = [held for held in same_name if abs(held["year"] - year(row)) <= 1]
        if not near:
            return None
        best = max(near, key=lambda held: (held["imdb"] == ids.get("imdb"), held["year"] == year(row)))
        return [f"{name} {best[name]}" for name in ("imdb", "tmdb") if name in ids and ids[name] != best[name]] + (
            [f"year {best['year']}"] if best["year"] != year(row) else [])

    def compare_wikipedia(self, row):
        """Same name and year, one director and three of the cast (or all there are) in common."""
        near = [held for name in self.names(row) for held in self.wikipedia.get(name, []) if held["year"] == year(row)]
        if not near:
            return None
        people = self.names_of_people

        def differences(held):
            directors = {fold(c["name"]) for c in held["crew"] if c["job"] == "Director"}
            cast = {fold(name) for name in held["cast"]}
            ours = {fold(people[c["person"]]) for c in row["cast"]}
            common = len(cast & ours)
            found = []
            if not directors & {fold(people[slug]) for slug in row.get("directors", [])}:
                found.append(f"directors {sorted(directors)}")
            if common < min(3, len(cast), len(ours)):
                found.append(f"only {common} of the cast {sorted(cast)}")
            return found

        return min((differences(held) for held in near), key=len)

    def compare_omdb(self, row, held_by_name):
        """Same name and year; the runtime within five minutes, a country and the original language in common."""
        same_name = [held for name in self.names(row) for held in held_by_name.get(name, [])]
        near = [held for held in same_name if held["date"][:4].isdigit() and abs(int(held["date"][:4]) - year(row)) <= 1]
        if not near:
            return None

        def differences(held):
            found = []
            if int(held["date"][:4]) != year(row):
                found.append(f"date {held['date']}")
            if held["runtime"] and "runtime" in row and abs(held["runtime"] - row["runtime"]) > 5:
                found.append(f"runtime {held['runtime']}")
            if held["countries"] and not held["countries"] & set(row.get("countries", [])):
                found.append(f"countries {sorted(held['countries'])}")
            if held["languages"] and row.get("original_language") not in held["languages"]:
                found.append(f"languages {sorted(held['languages'])}")
            return found

        return min((differences(held) for held in near), key=len)

    def tvmaze(self, show):
        """TVmaze's row of a show, or None."""
        held = [h for name in self.names(show) for h in self.shows.get(name, []) if (h.get("premiered") or "")[:4] == str(year(show))]
        return held[0] if held else None

    def compare_tvmaze(self, row):
        """Same name and first day; the IMDb, TVDB and TVmaze ids as far as both have them."""
        held = self.tvmaze(row)
        if held is None:
            return None
        known = {"imdb": (held.get("externals") or {}).get("imdb"), "tvdb": (held.get("externals") or {}).get("thetvdb"), "tvmaze": held["id"]}
        ids = row.get("external_ids", {})
        found = [f"{name} {known[name]}" for name in known if name in ids and known[name] and ids[name] != str(known[name])]
        return found + ([f"premiered {held['premiered']}"] if held["premiered"] != row["release_date"] else [])

    def compare_episode(self, show, season, episode):
        """Same numbers, name and day; the TVmaze id as far as both have it."""
        held = [e for e in (self.tvmaze(show) or {}).get("episodes") or []
                if (e["season"], e["number"]) == (season["number"], episode["number"])]
        if not held:
            return None
        found = [] if fold(held[0]["name"]) == fold(episode.get("title", "")) else [f"title {held[0]['name']}"]
        known, ours = held[0].get("id"), episode.get("external_ids", {}).get("tvmaze")
        if known and ours and ours != str(known):
            found.append(f"tvmaze {known}")
        return found + ([f"airdate {held[0]['airdate']}"] if held[0]["airdate"] != episode.get("air_date") else [])

    def season_id(self, show, season):
        """TVmaze's id of a season; None where it is not held."""
        ids = [s.get("id") for s in (self.tvmaze(show) or {}).get("seasons") or [] if s["number"] == season["number"]]
        return str(ids[0]) if ids and ids[0] else None

    @staticmethod
    def whole(verdicts):
        """Of a season: what differs in its episodes; None if one of them is not held."""
        return None if None in verdicts or not verdicts else [fault for verdict in verdicts for fault in verdict]

    def run(self, catalogue):
        self.names_of_people = {row["slug"]: row["name"] for row in catalogue.people}
        faults = []

        def expect(where, row, verdicts):
            for source in row["checked"]:
                verdict = verdicts.get(source)
                if verdict is None:
                    faults.append(f"{where}: {source} does not hold it")
                elif verdict:
                    faults.append(f"{where}: {source} differs: {'; '.join(verdict)}")

        def expect_confirmed(where, kind, row):
            facts = row.get("external_ids", {}).keys() | ({"tagline"} & row.keys())
            for name in sorted(facts - set(row.get("looked_up", [])) - self.held(kind, row)):
                faults.append(f"{where}: nothing confirms its {name}")

        for row in catalogue.movies:
            expect(f"movie {row['slug']}", row, self.movie(row))
            expect_confirmed(f"movie {row['slug']}", "movie", row)
        for row in catalogue.people:
            expect(f"person {row['slug']}", row, self.person(row))
            expect_confirmed(f"person {row['slug']}", "person", row)
        for row in catalogue.shows:
            expect(f"show {row['slug']}", row, self.show(row))
            expect_confirmed(f"show {row['slug']}", "show", row)
            for season in row.get("seasons", []):
                here = f"show {row['slug']}, season {season['number']}"
                verdicts = [{"tvmaze": self.compare_episode(row, season, e), "tmdb": self.compare_tmdb_episode(row, season, e)} for e in season["episodes"]]
                expect(here, season, {source: self.whole([v[source] for v in verdicts]) for source in ("tvmaze", "tmdb")})
                if season.get("external_ids") and season["external_ids"] != {"tvmaze": self.season_id(row, season)}:
                    faults.append(f"{here}: tvmaze has the id {self.season_id(row, season)}")
                for episode, verdict in zip(season["episodes"], verdicts):
                    at = f"show {row['slug']}, {season['number']}x{episode['number']}"
                    expect(at, episode, verdict)
                    if episode.get("external_ids") and verdict["tvmaze"] != []:
                        faults.append(f"{at}: nothing confirms its id")
        return faults


def main():
    catalogue = Catalogue(HERE)
    faults = Shape(catalogue).run()
    data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent.parent / "shared" / "data"
    compared = data.is_dir()
    if compared and not faults:
        faults = Facts(data).run(catalogue)
    for fault in faults:
        print(fault)
    seasons = [season for show in catalogue.shows for season in show.get("seasons", [])]
    print(f"{len(catalogue.movies)} movies, {len(catalogue.shows)} shows, {len(seasons)} seasons, "
          f"{sum(len(s['episodes']) for s in seasons)} episodes, {len(catalogue.people)} people; "
          f"{'compared with ' + str(data) if compared else 'facts not compared: no folder ' + str(data)}; {len(faults)} fault{'' if len(faults) == 1 else 's'}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
