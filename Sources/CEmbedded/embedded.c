// Files of the repository inside the binary, by C23 #embed: quick to build and free of run-time paths.
#include "embedded.h"

static const unsigned char schema[] = {
#embed "../../schema.graphql"
};
const struct embedded_file embedded_schema = {"schema.graphql", schema, sizeof schema};

static const unsigned char migration_0001[] = {
#embed "../../migrations/0001_release_1.sql"
};
static const unsigned char migration_0002[] = {
#embed "../../migrations/0002_catalogue_loads.sql"
};
static const unsigned char migration_0003[] = {
#embed "../../migrations/0003_title_orders.sql"
};
static const unsigned char migration_0004[] = {
#embed "../../migrations/0004_title_news.sql"
};
static const unsigned char migration_0005[] = {
#embed "../../migrations/0005_accounts.sql"
};
static const unsigned char migration_0007[] = {
#embed "../../migrations/0007_search.sql"
};
static const unsigned char migration_0008[] = {
#embed "../../migrations/0008_charts.sql"
};
static const unsigned char migration_0010[] = {
#embed "../../migrations/0010_administration.sql"
};
static const unsigned char migration_0011[] = {
#embed "../../migrations/0011_caches.sql"
};
static const unsigned char migration_0012[] = {
#embed "../../migrations/0012_tracking.sql"
};
static const unsigned char migration_0013[] = {
#embed "../../migrations/0013_lists_and_ratings.sql"
};
static const unsigned char migration_0014[] = {
#embed "../../migrations/0014_list_slugs.sql"
};
static const unsigned char migration_0015[] = {
#embed "../../migrations/0015_former_libraries.sql"
};
static const unsigned char migration_0016[] = {
#embed "../../migrations/0016_administrators.sql"
};
static const unsigned char migration_0017[] = {
#embed "../../migrations/0017_bounded_reads.sql"
};
static const unsigned char migration_0018[] = {
#embed "../../migrations/0018_search_upkeep.sql"
};
static const unsigned char migration_0019[] = {
#embed "../../migrations/0019_viewer_news.sql"
};
static const unsigned char migration_0020[] = {
#embed "../../migrations/0020_lists_news.sql"
};
static const unsigned char migration_0021[] = {
#embed "../../migrations/0021_covering_indexes.sql"
};
static const unsigned char migration_0022[] = {
#embed "../../migrations/0022_genre_lists.sql"
};
static const unsigned char migration_0023[] = {
#embed "../../migrations/0023_credited_names.sql"
};
static const unsigned char migration_0024[] = {
#embed "../../migrations/0024_search_top_race.sql"
};
const struct embedded_file embedded_migrations[] = {
    {"0001_release_1.sql", migration_0001, sizeof migration_0001},
    {"0002_catalogue_loads.sql", migration_0002, sizeof migration_0002},
    {"0003_title_orders.sql", migration_0003, sizeof migration_0003},
    {"0004_title_news.sql", migration_0004, sizeof migration_0004},
    {"0005_accounts.sql", migration_0005, sizeof migration_0005},
    {"0007_search.sql", migration_0007, sizeof migration_0007},
    {"0008_charts.sql", migration_0008, sizeof migration_0008},
    {"0010_administration.sql", migration_0010, sizeof migration_0010},
    {"0011_caches.sql", migration_0011, sizeof migration_0011},
    {"0012_tracking.sql", migration_0012, sizeof migration_0012},
    {"0013_lists_and_ratings.sql", migration_0013, sizeof migration_0013},
    {"0014_list_slugs.sql", migration_0014, sizeof migration_0014},
    {"0015_former_libraries.sql", migration_0015, sizeof migration_0015},
    {"0016_administrators.sql", migration_0016, sizeof migration_0016},
    {"0017_bounded_reads.sql", migration_0017, sizeof migration_0017},
    {"0018_search_upkeep.sql", migration_0018, sizeof migration_0018},
    {"0019_viewer_news.sql", migration_0019, sizeof migration_0019},
    {"0020_lists_news.sql", migration_0020, sizeof migration_0020},
    {"0021_covering_indexes.sql", migration_0021, sizeof migration_0021},
    {"0022_genre_lists.sql", migration_0022, sizeof migration_0022},
    {"0023_credited_names.sql", migration_0023, sizeof migration_0023},
    {"0024_search_top_race.sql", migration_0024, sizeof migration_0024},
    {NULL, NULL, 0},
};

static const unsigned char explorer_page[] = {
#embed "../../explorer/index.html"
};
static const unsigned char explorer_script[] = {
#embed "../../explorer/explorer.js"
};
static const unsigned char explorer_sign_in[] = {
#embed "../../explorer/sign-in.js"
};
static const unsigned char explorer_examples[] = {
#embed "../../explorer/examples.js"
};
static const unsigned char explorer_style[] = {
#embed "../../explorer/explorer.css"
};
static const unsigned char explorer_icon[] = {
#embed "../../explorer/icon.svg"
};
const struct embedded_file embedded_explorer_files[] = {
    {"index.html", explorer_page, sizeof explorer_page},
    {"explorer.js", explorer_script, sizeof explorer_script},
    {"sign-in.js", explorer_sign_in, sizeof explorer_sign_in},
    {"examples.js", explorer_examples, sizeof explorer_examples},
    {"explorer.css", explorer_style, sizeof explorer_style},
    {"icon.svg", explorer_icon, sizeof explorer_icon},
    {NULL, NULL, 0},
};
