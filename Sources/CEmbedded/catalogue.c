// The sample catalogue inside the binary: a line a file, so that a new one is added by a line.
#include "catalogue.h"

// Ends a file within its group. The code of a record separator comes in no JSON text (RFC 8259, section 2).
#define END 0x1E

static const unsigned char genres[] = {
#embed "../../catalogue/genres.json" suffix(, END, )
};
static const unsigned char networks[] = {
#embed "../../catalogue/networks.json" suffix(, END, )
};
static const unsigned char people[] = {
#embed "../../catalogue/people.json" suffix(, END, )
};
static const unsigned char movies[] = {
#embed "../../catalogue/movies-before-1950.json" suffix(, END, )
#embed "../../catalogue/movies-1950s.json" suffix(, END, )
#embed "../../catalogue/movies-1960s.json" suffix(, END, )
#embed "../../catalogue/movies-1970s.json" suffix(, END, )
#embed "../../catalogue/movies-1980s.json" suffix(, END, )
#embed "../../catalogue/movies-1990s.json" suffix(, END, )
#embed "../../catalogue/movies-2000s.json" suffix(, END, )
#embed "../../catalogue/movies-2010s.json" suffix(, END, )
#embed "../../catalogue/movies-2020s.json" suffix(, END, )
};
static const unsigned char shows[] = {
#embed "../../catalogue/shows/avatar-the-last-airbender.json" suffix(, END, )
#embed "../../catalogue/shows/band-of-brothers.json" suffix(, END, )
#embed "../../catalogue/shows/better-call-saul.json" suffix(, END, )
#embed "../../catalogue/shows/black-mirror.json" suffix(, END, )
#embed "../../catalogue/shows/bojack-horseman.json" suffix(, END, )
#embed "../../catalogue/shows/breaking-bad.json" suffix(, END, )
#embed "../../catalogue/shows/chernobyl.json" suffix(, END, )
#embed "../../catalogue/shows/cosmos-a-personal-voyage.json" suffix(, END, )
#embed "../../catalogue/shows/cowboy-bebop.json" suffix(, END, )
#embed "../../catalogue/shows/dark.json" suffix(, END, )
#embed "../../catalogue/shows/downton-abbey.json" suffix(, END, )
#embed "../../catalogue/shows/fawlty-towers.json" suffix(, END, )
#embed "../../catalogue/shows/firefly.json" suffix(, END, )
#embed "../../catalogue/shows/fleabag.json" suffix(, END, )
#embed "../../catalogue/shows/friends.json" suffix(, END, )
#embed "../../catalogue/shows/game-of-thrones.json" suffix(, END, )
#embed "../../catalogue/shows/house.json" suffix(, END, )
#embed "../../catalogue/shows/lost.json" suffix(, END, )
#embed "../../catalogue/shows/mad-men.json" suffix(, END, )
#embed "../../catalogue/shows/money-heist.json" suffix(, END, )
#embed "../../catalogue/shows/monty-pythons-flying-circus.json" suffix(, END, )
#embed "../../catalogue/shows/planet-earth.json" suffix(, END, )
#embed "../../catalogue/shows/rick-and-morty.json" suffix(, END, )
#embed "../../catalogue/shows/seinfeld.json" suffix(, END, )
#embed "../../catalogue/shows/severance.json" suffix(, END, )
#embed "../../catalogue/shows/sharp-objects.json" suffix(, END, )
#embed "../../catalogue/shows/sherlock.json" suffix(, END, )
#embed "../../catalogue/shows/silicon-valley.json" suffix(, END, )
#embed "../../catalogue/shows/squid-game.json" suffix(, END, )
#embed "../../catalogue/shows/star-trek-the-next-generation.json" suffix(, END, )
#embed "../../catalogue/shows/star-trek.json" suffix(, END, )
#embed "../../catalogue/shows/stranger-things.json" suffix(, END, )
#embed "../../catalogue/shows/succession.json" suffix(, END, )
#embed "../../catalogue/shows/the-crown.json" suffix(, END, )
#embed "../../catalogue/shows/the-fosters.json" suffix(, END, )
#embed "../../catalogue/shows/the-office-2001.json" suffix(, END, )
#embed "../../catalogue/shows/the-office-2005.json" suffix(, END, )
#embed "../../catalogue/shows/the-queens-gambit.json" suffix(, END, )
#embed "../../catalogue/shows/the-simpsons.json" suffix(, END, )
#embed "../../catalogue/shows/the-sopranos.json" suffix(, END, )
#embed "../../catalogue/shows/the-west-wing.json" suffix(, END, )
#embed "../../catalogue/shows/the-wire.json" suffix(, END, )
#embed "../../catalogue/shows/the-witcher.json" suffix(, END, )
#embed "../../catalogue/shows/the-x-files.json" suffix(, END, )
#embed "../../catalogue/shows/twin-peaks.json" suffix(, END, )
#embed "../../catalogue/shows/watchmen.json" suffix(, END, )
};
const struct embedded_file embedded_catalogue[] = {
    {"genres", genres, sizeof genres}, {"networks", networks, sizeof networks}, {"people", people, sizeof people},
    {"movies", movies, sizeof movies}, {"shows", shows, sizeof shows},          {NULL, NULL, 0},
};

static const unsigned char seed_sql[] = {
#embed "../Marquee/Administration/seed.sql"
};
const struct embedded_file embedded_seed = {"seed.sql", seed_sql, sizeof seed_sql};
