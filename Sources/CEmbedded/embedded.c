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
const struct embedded_file embedded_migrations[] = {
    {"0001_release_1.sql", migration_0001, sizeof migration_0001},
    {"0002_catalogue_loads.sql", migration_0002, sizeof migration_0002},
    {NULL, NULL, 0},
};
