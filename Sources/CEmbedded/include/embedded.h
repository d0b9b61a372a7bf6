#pragma once
#include <stddef.h>

/// A file of the repository that travels inside the binary.
struct embedded_file {
    const char *name;
    const unsigned char *bytes;
    size_t length;
};

/// `schema.graphql`, the only description of the API.
extern const struct embedded_file embedded_schema;

/// `migrations/NNNN_name.sql` in order, ended by an entry without a name.
extern const struct embedded_file embedded_migrations[];

/// The migration at an index from 0; Swift does not see arrays of unknown length.
static inline const struct embedded_file *embedded_migration(size_t index) { return &embedded_migrations[index]; }

/// The files of `explorer/`, ended by an entry without a name.
extern const struct embedded_file embedded_explorer_files[];

static inline const struct embedded_file *embedded_explorer_file(size_t index) {
    return &embedded_explorer_files[index];
}
